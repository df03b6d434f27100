internal import Terminal

/// One entry of the log: means of the observations since the previous entry.
public struct LogEntry: Equatable, Sendable {
  /// Completed epochs.
  public let epoch: Int
  /// Completed iterations.
  public let iteration: Int
  /// Seconds of training, including those before a resume.
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
  /// Numbers are the shortest that read back as the same value. The trainer stops at values that are not
  /// finite; if the sum of finite values overflows, the mean is `null`.
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
