/// Arrays by name, in the order in which they were added: the content of an `.npz` file.
///
/// Names are paths such as `gen/l0/W`, without the `.npy` suffix of the file's entries.
public struct NamedArrays: Equatable, Sendable {
  /// The names, in order.
  public private(set) var names: [String] = []
  private var arrays: [String: NumpyArray] = [:]

  /// No arrays.
  public init() {}

  /// The number of arrays.
  public var count: Int { names.count }

  /// The array with a name; setting `nil` removes it.
  public subscript(name: String) -> NumpyArray? {
    get { arrays[name] }
    set {
      if let newValue {
        if arrays.updateValue(newValue, forKey: name) == nil { names.append(name) }
      } else if arrays.removeValue(forKey: name) != nil {
        names.removeAll { $0 == name }
      }
    }
  }

  /// The arrays whose names start with `prefix`, without it: `arrays.section("gen/")`.
  public func section(_ prefix: String) -> NamedArrays {
    var section = NamedArrays()
    for name in names where name.hasPrefix(prefix) {
      section[String(name.dropFirst(prefix.count))] = arrays[name]
    }
    return section
  }

  /// Adds all of `other`'s arrays under `prefix`.
  public mutating func merge(_ other: NamedArrays, under prefix: String) {
    for name in other.names { self[prefix + name] = other[name] }
  }
}
