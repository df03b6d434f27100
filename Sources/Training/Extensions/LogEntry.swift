internal import Terminal

/// One entry of the log: means of what was observed since the entry before.
public struct LogEntry: Equatable, Sendable {
  /// Whole epochs done.
  public let epoch: Int
  /// Iterations done.
  public let iteration: Int
  /// Seconds of training, those before a resume included.
  public let elapsedTime: Double
  /// The means, by name.
  public let means: Observation

  /// An entry.
  public init(epoch: Int, iteration: Int, elapsedTime: Double, means: Observation) {
    self.epoch = epoch
    self.iteration = iteration
    self.elapsedTime = elapsedTime
    self.means = means
  }

  /// The entry as a JSON object on one line.
  ///
  /// Numbers are the shortest that read back as the same value. The trainer stops at one that is not
  /// finite; should the sum of finite ones be none, it is a `null`.
  package var json: String {
    var fields = ["\"epoch\": \(epoch)", "\"iteration\": \(iteration)"]
    fields.append("\"elapsed_time\": \(Self.number(elapsedTime))")
    for name in means.names {
      if let mean = means[name] { fields.append("\(Self.quoted(name)): \(Self.number(mean))") }
    }
    return "{" + fields.joined(separator: ", ") + "}"
  }

  private static func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\u{0}"..."\u{1F}":
        let hexadecimal = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - hexadecimal.count) + hexadecimal
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
