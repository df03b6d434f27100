public import Adversarial
public import Datasets
public import Evaluation
public import Imaging
public import Optimizers
public import TensorCore

/// The text of a setting's value in a file or on a command line.
public struct SettingScalar: Equatable, Sendable {
  /// Where the text comes from.
  enum Style {
    /// From a file, without quotes.
    case plain
    /// From a file, in quotes: it is a text even if it looks like a number.
    case quoted
    /// From a command line.
    case argument
  }

  /// The text, without quotes.
  public let text: String
  /// Where it comes from.
  let style: Style

  /// Whether it may be a number.
  var isPlain: Bool { style != .quoted }

  /// Whether it is a null value.
  var isNull: Bool {
    style == .plain && ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// A type of setting values.
public protocol SettingValue: Equatable, Sendable {
  /// A description of valid scalars: "a whole number".
  static var expected: String { get }
  /// All values, if there are few.
  static var values: [String] { get }
  /// The value of a scalar, or `nil` if it is not of this type.
  init?(_ scalar: SettingScalar)
  /// The value as YAML.
  var settingText: String { get }
}

extension SettingValue {
  /// Too many to list.
  public static var values: [String] { [] }
}

extension Int: SettingValue {
  /// A description of valid scalars.
  public static var expected: String { "a whole number" }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = Int(scalar.text) else { return nil }
    self = value
  }
  /// The value as YAML.
  public var settingText: String { "\(self)" }
}

extension UInt64: SettingValue {
  /// A description of valid scalars.
  public static var expected: String { "a whole number of at least \(UInt64.min)" }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = UInt64(scalar.text) else { return nil }
    self = value
  }
  /// The value as YAML.
  public var settingText: String { "\(self)" }
}

extension Float: SettingValue {
  /// A description of valid scalars.
  public static var expected: String { "a number" }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = Float(scalar.text) else { return nil }
    self = value
  }
  /// The shortest text that reads back as the same number.
  public var settingText: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

extension Bool: SettingValue {
  /// A description of valid scalars.
  public static var expected: String { "true or false" }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) {
    guard scalar.isPlain, let value = Bool(scalar.text) else { return nil }
    self = value
  }
  /// The value as YAML.
  public var settingText: String { "\(self)" }
}

extension String: SettingValue {
  /// A description of valid scalars.
  public static var expected: String { "a text" }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) {
    guard !scalar.isNull else { return nil }
    self = scalar.text
  }

  /// The text unchanged, or in double quotes if it could be mistaken for something else.
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
  /// A description of valid scalars.
  public static var expected: String {
    "one of " + values.joined(separator: ", ")
  }
  /// All values.
  public static var values: [String] { allCases.map(\.rawValue) }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) { self.init(rawValue: scalar.text) }
  /// The value as YAML.
  public var settingText: String { rawValue }
}

extension MetricSelection: SettingValue {
  /// A description of valid scalars.
  public static var expected: String {
    "comma-separated metrics, of " + Metric.allCases.map(\.rawValue).joined(separator: ",")
  }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) { self.init(scalar.text) }
  /// The value as YAML.
  public var settingText: String { description }
}

extension AugmentationChoice: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String {
    let changes = DifferentiableAugmentation.Change.allCases.map(\.rawValue)
    return "none, auto, fixed, or some of \(changes.joined(separator: ",")) with commas between"
  }
  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) { self.init(scalar.text) }
  /// The value as YAML.
  public var settingText: String { description }
}

extension ImageSize: SettingValue {
  /// A description of valid scalars.
  public static var expected: String { "a number of pixels, or two: 48x64" }
  /// The value of a scalar, or `nil` if it is not of this type.
  public init?(_ scalar: SettingScalar) { self.init(scalar.text) }
  /// The value as YAML.
  public var settingText: String { description }
}

extension ImageColor: SettingValue {}
extension RecipeName: SettingValue {
  /// The value of a scalar, or `nil` if it is not of this type.
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
extension BatchStatistics: SettingValue {}
extension ClassShares: SettingValue {}
extension Latent.Distribution: SettingValue {}
extension Objective: SettingValue {}
extension Adam.Form: SettingValue {}
extension SGD.Form: SettingValue {}
