/// Values observed during training, by name and in order: `"loss"`, `"accuracy"`.
public struct Observation: Equatable, ExpressibleByDictionaryLiteral, Sendable {
  /// The names, in the order in which they were first set.
  public private(set) var names: [String] = []
  private var values: [String: Double] = [:]

  /// No values.
  public init() {}

  /// The given values; of two with the same name the later one counts.
  public init(dictionaryLiteral elements: (String, Double)...) {
    for (name, value) in elements { self[name] = value }
  }

  /// Whether there are no values.
  public var isEmpty: Bool { names.isEmpty }

  /// The value of a name; setting `nil` removes it.
  public subscript(name: String) -> Double? {
    get { values[name] }
    set {
      if let newValue {
        if values.updateValue(newValue, forKey: name) == nil { names.append(name) }
      } else if values.removeValue(forKey: name) != nil {
        names.removeAll { $0 == name }
      }
    }
  }

  /// Adds all of `other`'s values, which replace those of the same name.
  public mutating func merge(_ other: Observation) {
    for name in other.names { self[name] = other[name] }
  }

  /// The first value that is not finite, with its name.
  public var firstNonFinite: (name: String, value: Double)? {
    for name in names {
      if let value = values[name], !value.isFinite { return (name, value) }
    }
    return nil
  }
}
