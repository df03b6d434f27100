public import Archives
public import NeuralNetworks
import TensorCore

/// The names of a network's parameters and statistics in a golden run, for systems that are built of
/// layers in the tests.
public struct GoldenNetwork {
  private enum Member {
    case parameter(Parameter)
    case statistic(Statistic)
  }

  private let section: String
  private var members: [(name: String, member: Member, isTransposed: Bool)] = []

  /// A network whose arrays are under `init/SECTION/` and `after/SECTION/`.
  public init(_ section: String) { self.section = section }

  /// Names a linear layer's parameters; `isTransposed` where its weights lie as `[out, in]`.
  public mutating func add(
    _ layer: Linear,
    _ weight: String,
    _ bias: String,
    isTransposed: Bool = false
  ) {
    members.append((weight, .parameter(layer.weight), isTransposed))
    add(bias, layer.bias)
  }

  /// Names a convolution's parameters, whose weights lie as here.
  public mutating func add(_ layer: Conv2D, _ weight: String, _ bias: String) {
    add(weight, layer.weight)
    add(bias, layer.bias)
  }

  /// Names a transposed convolution's weights, which lie as here.
  public mutating func add(_ layer: ConvTranspose2D, _ weight: String) {
    add(weight, layer.weight)
  }

  /// Names a batch norm's parameters, and its running averages if there are names for them.
  public mutating func add(
    _ layer: BatchNorm,
    _ name: String,
    runningMean: String? = nil,
    runningVariance: String? = nil
  ) {
    add("\(name)/gamma", layer.gamma)
    add("\(name)/beta", layer.beta)
    if let runningMean { members.append((runningMean, .statistic(layer.runningMean), false)) }
    if let runningVariance {
      members.append((runningVariance, .statistic(layer.runningVariance), false))
    }
  }

  private mutating func add(_ name: String, _ parameter: Parameter?) {
    guard let parameter else { return }
    members.append((name, .parameter(parameter), false))
  }

  /// Sets the network to the run's first values.
  ///
  /// - Throws: `FileProblem` where one is missing or the run has others besides.
  public func load(from run: GoldenRun) throws(FileProblem) {
    let recorded = run.arrays.section("init/\(section)/")
    guard Set(recorded.names) == Set(members.map(\.name)) else {
      throw FileProblem(
        run.path,
        found: "\(recorded.names)",
        expected: "\(members.map(\.name))"
      )
    }
    for (name, member, isTransposed) in members {
      let value = try run.tensor("init/\(section)/\(name)")
      switch member {
      case .parameter(let parameter): parameter.value = isTransposed ? value.transposed : value
      case .statistic(let statistic): statistic.value = value
      }
    }
  }

  /// Compares the network with the run's last values: to 2e-6, or to `tolerance` of a name.
  ///
  /// - Throws: `FileProblem` where one is missing.
  public func compare(
    with run: GoldenRun,
    in report: inout GoldenReport,
    exceptions: [String: Double] = [:]
  ) throws(FileProblem) {
    for (name, member, isTransposed) in members {
      let value: Tensor =
        switch member {
        case .parameter(let parameter): parameter.value.detached
        case .statistic(let statistic): statistic.value
        }
      let exception = exceptions["\(section)/\(name)"]
      report.expect(
        exception == nil ? "parameters" : "exceptions",
        "\(section)/\(name)",
        isTransposed ? value.transposed : value,
        try run.tensor("after/\(section)/\(name)"),
        absolute: exception ?? 2e-6
      )
    }
  }
}
