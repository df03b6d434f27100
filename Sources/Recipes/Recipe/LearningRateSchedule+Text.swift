public import Optimizers

/// Schedules as text: "constant", "linear to 0.1 over 1000", "exponential 0.9 every 100", "staircase 0.5
/// every 100", "cosine to 0 over 1000", "warm-up over 10 then constant".
extension LearningRateSchedule: SettingValue {
  /// A description of valid scalars.
  public static var expected: String {
    """
    'constant', 'linear to SHARE over STEPS', 'cosine to SHARE over STEPS', 'exponential RATE every \
    STEPS', 'staircase RATE every STEPS' or 'warm-up over STEPS then' one of them
    """
  }

  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.text.utf8.count <= 200 else { return nil }
    self.init(words: scalar.text.split(separator: " ")[...])
  }

  /// The value as YAML.
  public var settingText: String {
    switch self {
    case .constant: "constant"
    case .linear(let end, let steps): "linear to \(end.settingText) over \(steps)"
    case .exponential(let rate, let every): "exponential \(rate.settingText) every \(every)"
    case .staircase(let rate, let every): "staircase \(rate.settingText) every \(every)"
    case .cosine(let end, let steps): "cosine to \(end.settingText) over \(steps)"
    case .warmUp(let steps, let next): "warm-up over \(steps) then \(next.settingText)"
    }
  }

  private init?(words: ArraySlice<Substring>) {
    let words = Array(words)
    func share(_ index: Int) -> Float? {
      Float(words[index]).flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
    }
    func steps(_ index: Int) -> Int? {
      Int(words[index]).flatMap { (1...1_000_000_000).contains($0) ? $0 : nil }
    }
    switch words.first {
    case "constant" where words.count == 1: self = .constant
    case "linear" where words.count == 5 && words[1] == "to" && words[3] == "over":
      guard let end = share(2), let steps = steps(4) else { return nil }
      self = .linear(to: end, over: steps)
    case "cosine" where words.count == 5 && words[1] == "to" && words[3] == "over":
      guard let end = share(2), let steps = steps(4) else { return nil }
      self = .cosine(to: end, over: steps)
    case "exponential" where words.count == 4 && words[2] == "every":
      guard let rate = share(1), let every = steps(3) else { return nil }
      self = .exponential(rate: rate, every: every)
    case "staircase" where words.count == 4 && words[2] == "every":
      guard let rate = share(1), let every = steps(3) else { return nil }
      self = .staircase(rate: rate, every: every)
    case "warm-up" where words.count >= 5 && words[1] == "over" && words[3] == "then":
      guard let steps = steps(2), let next = Self(words: words[4...]) else { return nil }
      self = .warmUp(over: steps, then: next)
    default: return nil
    }
  }
}
