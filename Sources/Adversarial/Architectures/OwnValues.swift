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
