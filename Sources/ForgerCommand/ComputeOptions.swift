public import Accelerators
public import ArgumentParser
import Foundation
import PJRT
public import StableHLO
import TensorCore

/// `--threads`, `--device`, `--gpu` and `--precision`: what computes.
struct ComputeOptions: ParsableArguments {
  @Option(
    name: .customLong("threads"),
    help: ArgumentHelp("Number of threads. (default: all cores)", valueName: "n")
  )
  var count: Int?

  @Option(
    help: ArgumentHelp(
      "What computes: cpu, xla, cuda, rocm or tpu, the second one as cuda:1; see 'forger devices'.",
      valueName: "device"
    )
  )
  var device: DeviceName?

  @Option(help: ArgumentHelp("The GPU, from 0; -1 for the CPU.", valueName: "n"))
  var gpu: Int?

  @Option(
    help: ArgumentHelp(
      "Products on other devices than cpu: highest is Float32, fast may be TF32 or bfloat16.",
      valueName: "which"
    )
  )
  var precision = Program.Precision.highest

  func validate() throws {
    try check(count, of: "--threads", isIn: 1...1024)
    try check(gpu, of: "--gpu", isIn: -1...1023)
    if device != nil && gpu != nil {
      throw ValidationError("--device and --gpu both say what computes; give one of them")
    }
    if precision == .fast && chosen.kind == .cpu {
      throw ValidationError("--precision fast is for other devices than cpu; give --device, too")
    }
  }

  /// Whether Forger's own engine computes.
  var isOnCPU: Bool { chosen.kind == .cpu }

  /// The device that is asked for.
  private var chosen: DeviceName {
    if let device { return device }
    guard let gpu, gpu >= 0 else { return DeviceName(.cpu) }
    let search = PluginSearch()
    let isROCm = search.path(for: .cuda) == nil && search.path(for: .rocm) != nil
    return DeviceName(isROCm ? .rocm : .cuda, gpu)
  }

  /// A context with these threads on this device; its policy is the heuristic unless another is given.
  ///
  /// - Parameters:
  ///   - policy: How the CPU's convolution algorithms are chosen.
  ///   - choices: Earlier choices.
  /// - Returns: The context.
  /// - Throws: `DeviceProblem` or `PJRTProblem` if the device cannot be used.
  func context(
    _ policy: ConvolutionPolicy = .fixed,
    following choices: ConvolutionChoices = ConvolutionChoices()
  ) throws -> Context {
    let context = Context(threadCount: count, policy: policy, choices: choices)
    let device = chosen
    guard device.kind != .cpu else { return context }
    let client = try PluginSearch().client(for: device, rank: Self.localRank)
    let engine = GraphEngine(client, named: device.kind.title, precision: precision) { problem in
      StandardStreams.complain(["Error: \(inWords(problem))"])
      Foundation.exit(1)
    }
    return context.with(engine: engine)
  }

  /// The number of this process among those of a run on this machine, by what launchers tell them: each takes a GPU of
  /// its own.
  private static var localRank: Int {
    let environment = ProcessInfo.processInfo.environment
    let names = ["OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID"]
    return names.compactMap { environment[$0].flatMap(Int.init) }.first ?? 0
  }

  /// The options as they would be given again, for a command that resumes.
  var words: [String] {
    [
      count.map { "--threads \($0)" }, device.map { "--device \($0)" }, gpu.map { "--gpu \($0)" },
      precision == .highest ? nil : "--precision \(precision.rawValue)",
    ].compactMap(\.self)
  }
}

extension DeviceName: ExpressibleByArgument {
  /// The device that an argument names.
  public init?(argument: String) { self.init(argument) }
}

extension Program.Precision: ExpressibleByArgument {}
