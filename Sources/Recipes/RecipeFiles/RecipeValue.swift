internal import Adversarial
internal import Datasets
internal import Evaluation
internal import Imaging
internal import Optimizers

/// A scalar of a recipe's file.
struct RecipeScalar: Equatable {
  /// Its text, without quotes.
  let text: String
  /// Whether it stands without quotes, so that it may be a number.
  let isPlain: Bool

  /// Whether it stands for nothing.
  var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(text) }
}

/// A value that a recipe's file holds as a scalar.
protocol RecipeValue: Equatable {
  /// What a scalar of this type is, in words: "a whole number".
  static var expected: String { get }
  /// The value of a scalar, or `nil` where it is none of this type.
  init?(_ scalar: RecipeScalar)
  /// The value as YAML.
  var yaml: String { get }
}

extension Int: RecipeValue {
  static var expected: String { "a whole number" }
  init?(_ scalar: RecipeScalar) {
    guard scalar.isPlain, let value = Int(scalar.text) else { return nil }
    self = value
  }
  var yaml: String { "\(self)" }
}

extension UInt64: RecipeValue {
  static var expected: String { "a whole number of at least \(UInt64.min)" }
  init?(_ scalar: RecipeScalar) {
    guard scalar.isPlain, let value = UInt64(scalar.text) else { return nil }
    self = value
  }
  var yaml: String { "\(self)" }
}

extension Float: RecipeValue {
  static var expected: String { "a number" }
  init?(_ scalar: RecipeScalar) {
    guard scalar.isPlain, let value = Float(scalar.text), value.isFinite else { return nil }
    self = value
  }
  /// The shortest text that reads back as the same number.
  var yaml: String { Int(exactly: self).map { "\($0)" } ?? "\(self)" }
}

extension Bool: RecipeValue {
  static var expected: String { "true or false" }
  init?(_ scalar: RecipeScalar) {
    guard scalar.isPlain, let value = Bool(scalar.text) else { return nil }
    self = value
  }
  var yaml: String { "\(self)" }
}

extension String: RecipeValue {
  static var expected: String { "a text" }
  init?(_ scalar: RecipeScalar) {
    guard !scalar.isNull else { return nil }
    self = scalar.text
  }

  /// The text as it is, or in double quotes where it could be taken for something else.
  var yaml: String {
    let isPlain = unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
        || "/._-+".contains(Character(scalar))
    }
    let first = unicodeScalars.first
    if isPlain, first?.properties.isAlphabetic == true || first == "/" || first == ".",
      !RecipeScalar(text: self, isPlain: true).isNull, !hasPrefix("...")
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
extension RecipeValue where Self: RawRepresentable & CaseIterable, RawValue == String {
  static var expected: String {
    "one of " + allCases.map(\.rawValue).joined(separator: ", ")
  }
  init?(_ scalar: RecipeScalar) { self.init(rawValue: scalar.text) }
  var yaml: String { rawValue }
}

extension MetricSelection: RecipeValue {
  static var expected: String {
    "metrics with commas between: " + Metric.allCases.map(\.rawValue).joined(separator: ",")
  }
  init?(_ scalar: RecipeScalar) { self.init(scalar.text) }
  var yaml: String { description.yaml }
}

extension RecipeName: RecipeValue {}
extension FittingRules.Crop: RecipeValue {}
extension ResizingFilter: RecipeValue {}
extension PixelRange: RecipeValue {}
extension Latent.Distribution: RecipeValue {}
extension Objective: RecipeValue {}
extension Adam.Form: RecipeValue {}
extension SGD.Form: RecipeValue {}
