import CDNNL

/// The three passes of a convolution through oneDNN: forward, input gradient and weight gradient.
///
/// Images are `[N, H, W, C]`, weights `[kernelH, kernelW, inputChannels / groups, outputChannels]`. oneDNN
/// chooses the layout of the weights that its kernel prefers; they are reordered on each call.
/// Source: oneDNN's developer guide, "Convolution".
public final class Convolution: Sendable {
  /// A pass of a convolution.
  public enum Pass: Hashable, Sendable {
    /// Output from input and weights, with a bias of `[outputChannels]` if `hasBias`.
    case forward(hasBias: Bool)
    /// The gradient of the input, from the output's gradient and the weights.
    case inputGradient
    /// The gradient of the weights, from the input and the output's gradient.
    case weightGradient
  }

  /// The sizes of a convolution.
  public struct Sizes: Hashable, Sendable {
    /// A vertical and a horizontal number.
    public typealias Pair = SIMD2<Int>
    /// Batch, rows, columns and channels of the input images.
    public var input: SIMD4<Int>
    /// Batch, rows, columns and channels of the output images.
    public var output: SIMD4<Int>
    /// The kernel's rows and columns.
    public var kernel: Pair
    /// Steps of the kernel.
    public var stride: Pair
    /// Distances between the kernel's taps, 1 for a dense kernel.
    public var dilation: Pair
    /// Zeros before the input.
    public var paddingBefore: Pair
    /// Zeros after the input.
    public var paddingAfter: Pair
    /// Groups of channels.
    public var groups: Int

    /// All sizes.
    public init(
      input: SIMD4<Int>,
      output: SIMD4<Int>,
      kernel: Pair,
      stride: Pair,
      dilation: Pair,
      paddingBefore: Pair,
      paddingAfter: Pair,
      groups: Int
    ) {
      self.input = input
      self.output = output
      self.kernel = kernel
      self.stride = stride
      self.dilation = dilation
      self.paddingBefore = paddingBefore
      self.paddingAfter = paddingAfter
      self.groups = groups
    }
  }

  private struct Key: Hashable {
    let sizes: Sizes
    let pass: Pass
  }

  private static let cache = PrimitiveCache<Key, Convolution>()

  private let primitive: Primitive
  private let input: Layout
  private let output: Layout
  private let bias: Layout
  private let userWeights: Layout
  private let weights: Layout
  private let reorder: Reorder?

  /// The pass for given sizes, generated on first use.
  public static func of(_ sizes: Sizes, _ pass: Pass) -> Convolution {
    cache.value(for: Key(sizes: sizes, pass: pass)) { Convolution($0.sizes, $0.pass) }
  }

  /// The name of the kernel that oneDNN runs.
  public var implementation: String { primitive.implementation }

  /// Writes the output.
  ///
  /// - Precondition: The pass is `.forward`, with a bias exactly when `bias` is given.
  public func forward(
    input: UnsafePointer<Float>,
    weights: UnsafePointer<Float>,
    bias: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>
  ) {
    withReordered(weights) { weights in
      var arguments: [Primitive.Argument] = [
        .init(DNNL_ARG_SRC, self.input, input),
        .init(DNNL_ARG_WEIGHTS, self.weights, weights),
        .init(DNNL_ARG_DST, self.output, output),
      ]
      if let bias { arguments.append(.init(DNNL_ARG_BIAS, self.bias, bias)) }
      primitive.execute(arguments)
    }
  }

  /// Writes the gradient of the input.
  ///
  /// - Precondition: The pass is `.inputGradient`.
  public func inputGradient(
    outputGradient: UnsafePointer<Float>,
    weights: UnsafePointer<Float>,
    inputGradient: UnsafeMutablePointer<Float>
  ) {
    withReordered(weights) { weights in
      primitive.execute([
        .init(DNNL_ARG_DIFF_DST, output, outputGradient),
        .init(DNNL_ARG_WEIGHTS, self.weights, weights),
        .init(DNNL_ARG_DIFF_SRC, input, inputGradient),
      ])
    }
  }

  /// Writes the gradient of the weights.
  ///
  /// - Precondition: The pass is `.weightGradient`.
  public func weightGradient(
    input: UnsafePointer<Float>,
    outputGradient: UnsafePointer<Float>,
    weightGradient: UnsafeMutablePointer<Float>
  ) {
    func run(_ target: UnsafeMutableRawPointer) {
      primitive.execute([
        .init(DNNL_ARG_SRC, self.input, input),
        .init(DNNL_ARG_DIFF_DST, output, outputGradient),
        .init(DNNL_ARG_DIFF_WEIGHTS, weights, target),
      ])
    }
    guard let reorder else { return run(UnsafeMutableRawPointer(weightGradient)) }
    let scratch = Scratch(byteCount: weights.byteCount)
    run(scratch.address)
    reorder(scratch.address, weightGradient)
  }

  private func withReordered(
    _ values: UnsafePointer<Float>,
    _ body: (UnsafeRawPointer) -> Void
  ) {
    guard let reorder else { return body(values) }
    let scratch = Scratch(byteCount: weights.byteCount)
    reorder(values, scratch.address)
    body(scratch.address)
  }

  private init(_ sizes: Sizes, _ pass: Pass) {
    let g = sizes
    let input = Layout.channelsLast(g.input[0], g.input[1], g.input[2], g.input[3])
    let output = Layout.channelsLast(g.output[0], g.output[1], g.output[2], g.output[3])
    let bias = Layout(sizes: [g.output[3]], strides: [1])
    let (sizes, strides) = Self.weightSizesAndStrides(g)
    let userWeights = Layout(sizes: sizes, strides: strides)
    let anyWeights = Layout(chosenFor: sizes)
    let stride = Self.pair(g.stride)
    let dilation = [Int64(g.dilation[0] - 1), Int64(g.dilation[1] - 1)]
    let before = Self.pair(g.paddingBefore)
    let after = Self.pair(g.paddingAfter)
    let engine = Device.cpu.engine
    switch pass {
    case .forward(let hasBias):
      primitive = Primitive("dnnl_convolution_forward_primitive_desc_create", "\(g)") {
        dnnl_convolution_forward_primitive_desc_create(
          &$0,
          engine,
          dnnl_forward_training,
          dnnl_convolution_direct,
          input.descriptor,
          anyWeights.descriptor,
          hasBias ? bias.descriptor : nil,
          output.descriptor,
          stride,
          dilation,
          before,
          after,
          $1
        )
      }
      weights = primitive.layout(dnnl_query_weights_md)
    case .inputGradient:
      primitive = Primitive("dnnl_convolution_backward_data_primitive_desc_create", "\(g)") {
        dnnl_convolution_backward_data_primitive_desc_create(
          &$0,
          engine,
          dnnl_convolution_direct,
          input.descriptor,
          anyWeights.descriptor,
          output.descriptor,
          stride,
          dilation,
          before,
          after,
          nil,
          $1
        )
      }
      weights = primitive.layout(dnnl_query_weights_md)
    case .weightGradient:
      primitive = Primitive("dnnl_convolution_backward_weights_primitive_desc_create", "\(g)") {
        dnnl_convolution_backward_weights_primitive_desc_create(
          &$0,
          engine,
          dnnl_convolution_direct,
          input.descriptor,
          anyWeights.descriptor,
          nil,
          output.descriptor,
          stride,
          dilation,
          before,
          after,
          nil,
          $1
        )
      }
      weights = primitive.layout(dnnl_query_diff_weights_md)
    }
    self.input = input
    self.output = output
    self.bias = bias
    self.userWeights = userWeights
    if weights.matches(userWeights) {
      reorder = nil
    } else if pass == .weightGradient {
      reorder = Reorder(from: weights, to: userWeights)
    } else {
      reorder = Reorder(from: userWeights, to: weights)
    }
  }

  private static func pair(_ pair: Sizes.Pair) -> [Int64] {
    [Int64(pair[0]), Int64(pair[1])]
  }

  /// oneDNN's logical axes are `[O, I, H, W]`, preceded by the group if there are groups; in memory the
  /// weights are `[H, W, I, O]`, and the outputs of a group are contiguous.
  private static func weightSizesAndStrides(
    _ g: Sizes
  ) -> (sizes: [Int], strides: [Int]) {
    let inputs = g.input[3] / g.groups
    let outputs = g.output[3] / g.groups
    let all = g.output[3]
    let sizes = [outputs, inputs, g.kernel[0], g.kernel[1]]
    let strides = [1, all, g.kernel[1] * inputs * all, inputs * all]
    return g.groups == 1 ? (sizes, strides) : ([g.groups] + sizes, [outputs] + strides)
  }
}
