import CKernels

/// A pass of a convolution by one of Forger's own algorithms, planned for a number of threads.
///
/// Source: Winograd 1980, "Arithmetic Complexity of Computations"; Lavin and Gray 2015,
/// arXiv:1509.09308.
struct PlannedConvolution {
  private enum Plan {
    case winograd(ForgerWinograd)
    case narrow(ForgerNarrow)
  }

  private let plan: Plan
  private let workers: Int

  /// The plan of a pass, or `nil` where the algorithm is not ours or does not cover it.
  init?(_ g: ConvolutionGeometry, _ pass: ConvolutionPass, by algorithm: ConvolutionAlgorithm) {
    guard g.groups == 1, g.dilation == .init(1), g.kernel.vertical == g.kernel.horizontal,
      g.stride.vertical == g.stride.horizontal, g.paddingBefore.vertical >= 0,
      g.paddingBefore.horizontal >= 0
    else { return nil }
    var sizes = ForgerConvolution(
      batch: g.batch,
      input_height: g.input.height,
      input_width: g.input.width,
      input_channels: g.input.channels,
      output_height: g.output.height,
      output_width: g.output.width,
      output_channels: g.output.channels,
      kernel: g.kernel.vertical,
      stride: g.stride.vertical,
      padding_top: g.paddingBefore.vertical,
      padding_left: g.paddingBefore.horizontal
    )
    workers = ThreadPool.threadCount
    switch algorithm {
    case .oneDNN: return nil
    case .winograd:
      var winograd = ForgerWinograd()
      guard forger_winograd_plan(&winograd, &sizes, pass.forCKernels, workers) != 0 else {
        return nil
      }
      plan = .winograd(winograd)
    case .narrow:
      var narrow = ForgerNarrow()
      guard forger_narrow_plan(&narrow, &sizes, pass.forCKernels, workers) != 0 else {
        return nil
      }
      plan = .narrow(narrow)
    }
  }

  /// Whether there is a chance that it saves time.
  var isPromising: Bool {
    switch plan {
    case .winograd(let plan): plan.saves != 0
    case .narrow: true
    }
  }

  /// Computes the pass.
  ///
  /// - Parameters:
  ///   - images: The input, or the output's gradient in the pass towards the input.
  ///   - other: The weights, or the output's gradient in the pass towards the weights.
  ///   - bias: What is added to each pixel of the output, if anything.
  ///   - result: Where all of the result is written.
  func callAsFunction(
    images: UnsafePointer<Float>,
    other: UnsafePointer<Float>,
    bias: UnsafePointer<Float>? = nil,
    result: UnsafeMutablePointer<Float>
  ) {
    let floats = (scratchBytes + MemoryLayout<Float>.stride - 1) / MemoryLayout<Float>.stride
    let scratch = Storage(count: max(floats, 1))
    var call = ForgerConvolutionCall(
      images: images,
      other: other,
      bias: bias,
      result: result,
      scratch: UnsafeMutableRawPointer(scratch.base)
    )
    withExtendedLifetime(scratch) {
      withUnsafePointer(to: &call) { call in
        nonisolated(unsafe) let call = call
        switch plan {
        case .winograd(var plan):
          withUnsafePointer(to: &plan) { plan in
            nonisolated(unsafe) let plan = plan
            for stage in 0..<forger_winograd_stages(plan) {
              run(units: forger_winograd_units(plan, stage)) { unit, worker in
                forger_winograd_run(plan, call, stage, unit, worker)
              }
            }
          }
        case .narrow(var plan):
          withUnsafePointer(to: &plan) { plan in
            nonisolated(unsafe) let plan = plan
            for stage in 0..<forger_narrow_stages(plan) {
              run(units: forger_narrow_units(plan, stage)) { unit, worker in
                forger_narrow_run(plan, call, stage, unit, worker)
              }
            }
          }
        }
      }
    }
  }

  private var scratchBytes: Int {
    switch plan {
    case .winograd(var plan): forger_winograd_scratch(&plan)
    case .narrow(var plan): forger_narrow_scratch(&plan)
    }
  }

  private func run(units: Int, _ body: @Sendable (_ unit: Int, _ worker: Int) -> Void) {
    ThreadPool.forEachIndex(units, threads: workers, body)
  }
}

extension ConvolutionPass {
  fileprivate var forCKernels: ForgerConvolutionPass {
    switch self {
    case .forward: FORGER_FORWARD
    case .inputGradient: FORGER_INPUT_GRADIENT
    case .weightGradient: FORGER_WEIGHT_GRADIENT
    }
  }
}
