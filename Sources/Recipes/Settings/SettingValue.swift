public import Adversarial
public import Datasets
public import Evaluation
public import Imaging
public import Optimizers

/// A text that stands for a setting's value in a file or on a command line.
public struct SettingScalar: Equatable, Sendable {
  /// Where the text stands.
  enum Style {
    /// In a file, without quotes.
    case plain
    /// In a file, in quotes: it is a text even where it looks like a number.
    case quoted
    /// On a command line.
    case argument
  }

  /// The text, without quotes.
  public let text: String
  /// Where it stands.
  let style: Style

  /// Whether it may be a number.
  var isPlain: Bool { style != .quoted }

  /// Whether it stands for nothing.
  var isNull: Bool {
    style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// A type that settings may have.
public protocol SettingValue: Equatable, Sendable {
  /// What a scalar of this type is, in words: "a whole number".
  static var expected: String { get }
  /// Every value, where there are few.
  static var values: [String] { get }
  /// The value of a scalar, or `nil` where it is none of this type.
  init?(_ scalar: SettingScalar)
  /// The value as YAML.
  var settingText: String { get }
}

extension SettingValue {
  /// Too many to be listed.
  public static var values: [String] { [] }
}

extension Int: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String { "a whole number" }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = Int(scalar.text) else { return nil }
    self = value
  }
  /// The value as YAML.
  public var settingText: String { "\(self)" }
}

extension UInt64: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String { "a whole number of at least \(UInt64.min)" }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = UInt64(scalar.text) else { return nil }
    self = value
  }
  /// The value as YAML.
  public var settingText: String { "\(self)" }
}

extension Float: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String { "a number" }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = Float(scalar.text) else { return nil }
    self = value
  }
  /// The shortest text that reads back as the same number.
  public var settingText: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

extension Bool: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String { "true or false" }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = Bool(scalar.text) else { return nil }
    self = value
  }
  /// The value as YAML.
  public var settingText: String { "\(self)" }
}

extension String: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String { "a text" }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) {
    guard !scalar.isNull else { return nil }
    self = scalar.text
  }

  /// The text as it is, or in double quotes where it could be taken for something else.
  public var settingText: String {
    let isPlain = unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "/._-+".contains(Character(scalar))
    }
    let first = unicodeScalars.first
    if isPlain, first?.properties.isAlphabetic == true || first == "/" || first == ".",
      !SettingScalar(text: self, style: .plain).isNull, !hasPrefix("...")
    {
      return self
    }
    let escaped = unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      case " "..."~": return "\(scalar)"
      default:
        let digits = String(scalar.value, radix: 16)
        return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}

/// The names of cases.
extension SettingValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  /// What a scalar of this type is, in words.
  public static var expected: String {
    "one of " + values.joined(separator: ", ")
  }
  /// Every value.
  public static var values: [String] { allCases.map(\.rawValue) }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) { self.init(rawValue: scalar.text) }
  /// The value as YAML.
  public var settingText: String { rawValue }
}

extension MetricSelection: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String {
    "metrics with commas between: " + Metric.allCases.map(\.rawValue).joined(separator: ",")
  }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) { self.init(scalar.text) }
  /// The value as YAML.
  public var settingText: String { description }
}

extension AugmentationChoice: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String {
    let changes = DifferentiableAugmentation.Change.allCases.map(\.rawValue)
    return "none, auto, or some of \(changes.joined(separator: ",")) with commas between"
  }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) { self.init(scalar.text) }
  /// The value as YAML.
  public var settingText: String { description }
}

extension ImageSize: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String { "a number of pixels, or two: 48x64" }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) { self.init(scalar.text) }
  /// The value as YAML.
  public var settingText: String { description }
}

extension ImageColor: SettingValue {}
extension RecipeName: SettingValue {
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) {
    self.init(rawValue: scalar.text)
    if architecture == nil { return nil }
  }
  /// The value as YAML.
  public var settingText: String { rawValue.settingText }
}
extension FittingRules.Crop: SettingValue {}
extension ResizingFilter: SettingValue {}
extension PixelRange: SettingValue {}
extension Latent.Distribution: SettingValue {}
extension Objective: SettingValue {}
extension Adam.Form: SettingValue {}
extension SGD.Form: SettingValue {}
