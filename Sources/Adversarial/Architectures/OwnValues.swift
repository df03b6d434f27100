/// The values of the settings that an architecture brings along, by name; those at their defaults are absent.
public struct OwnValues: Equatable, Sendable {
  private var values: [String: any Equatable & Sendable] = [:]

  /// All at their defaults.
  public init() {}

  /// The value of a name, or `nil` where there is none of this type.
  public subscript<Value: Equatable & Sendable>(name: String) -> Value? {
    get { values[name] as? Value }
    set { values[name] = newValue }
  }

  /// Puts the value of a name back to its default.
  public mutating func reset(_ name: String) { values[name] = nil }

  /// Takes the value of a name from others, where it is at its default here.
  public mutating func complete(_ name: String, from others: OwnValues) {
    values[name] = values[name] ?? others.values[name]
  }

  /// Whether the same names have the same values.
  public static func == (one: OwnValues, other: OwnValues) -> Bool {
    one.values.count == other.values.count
      && one.values.allSatisfy { name, value in value.isSame(as: other.values[name]) }
  }
}

extension Equatable {
  /// Whether the other one is an equal value of this type.
  fileprivate func isSame(as other: Any?) -> Bool { self == other as? Self }
}
