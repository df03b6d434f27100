internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import TensorCore

/// The arrays of a file that are those of a network.
struct NetworkMatch {
  /// The names in the file by those in the network's layout.
  let names: [String: String]
  /// The layout in which the arrays lie.
  let layout: ModelLayout

  /// Why arrays are not those of a network.
  struct Mismatch: Error {
    /// How many of the network's arrays were there.
    let foundCount: Int
    /// What does not fit, as a clause.
    let found: String
    /// What would, as a clause.
    let expected: String
  }

  /// Finds a network's arrays among others.
  ///
  /// First by the names of a layout, after any prefix. If there are none of these, by what the arrays are for and their
  /// shapes, which suffices where each is there once, or several differ in the numbers in their names alone.
  ///
  /// - Parameters:
  ///   - arrays: The file's arrays.
  ///   - network: The network, which needs no memory.
  ///   - layouts: How its arrays may lie.
  /// - Throws: `Mismatch` if there are none, or it is open which.
  init(
    in arrays: NamedArrays,
    of network: any Module,
    in layouts: [ModelLayout]
  ) throws(Mismatch) {
    var nearest: Mismatch?
    func consider(_ mismatch: Mismatch) {
      if mismatch.foundCount > nearest?.foundCount ?? -1 { nearest = mismatch }
    }
    for layout in layouts {
      do throws(Mismatch) {
        let names = try Self.named(arrays, layout.shapes(of: network))
        (self.names, self.layout) = (names, layout)
        return
      } catch { consider(error) }
    }
    for layout in layouts {
      if let names = Self.shaped(arrays, layout, of: network) {
        (self.names, self.layout) = (names, layout)
        return
      }
    }
    throw nearest ?? Mismatch(foundCount: 0, found: "holds no arrays", expected: "weights")
  }

  /// Arrays whose names end with those of a layout, after one prefix.
  private static func named(
    _ arrays: NamedArrays,
    _ expected: [(name: String, shape: Shape)]
  ) throws(Mismatch) -> [String: String] {
    let present = Dictionary(arrays.names.map { (ArrayName($0).parts, $0) }) { first, _ in first }
    var prefixes: Set<[String]> = []
    for parts in present.keys {
      for (name, _) in expected {
        let wanted = ArrayName(name).parts
        if parts.count >= wanted.count, Array(parts.suffix(wanted.count)) == wanted {
          prefixes.insert(Array(parts.dropLast(wanted.count)))
        }
      }
    }
    var (matches, nearest): ([(prefix: [String], names: [String: String])], Mismatch?) = ([], nil)
    for prefix in prefixes.sorted(by: { $0.joined(separator: "/") < $1.joined(separator: "/") }) {
      var (names, mismatch): ([String: String], (found: String, expected: String)?) = ([:], nil)
      for (name, shape) in expected {
        let place = present[prefix + ArrayName(name).parts]
        guard let place, let array = arrays[place] else {
          let full = (prefix + [name]).joined(separator: "/")
          mismatch = mismatch ?? ("lacks '\(full)'", "all arrays of the network")
          continue
        }
        guard array.shape == shape.dimensions else {
          mismatch = mismatch ?? ("'\(place)' is \(array.summary)", "float32 of shape \(shape)")
          continue
        }
        names[name] = place
      }
      guard let mismatch else {
        matches.append((prefix, names))
        continue
      }
      if names.count > nearest?.foundCount ?? -1 {
        nearest = Mismatch(
          foundCount: names.count,
          found: mismatch.found,
          expected: mismatch.expected
        )
      }
    }
    if matches.count > 1 {
      let list = matches.map { "'\($0.prefix.joined(separator: "/"))'" }.joined(separator: ", ")
      throw Mismatch(
        foundCount: expected.count,
        found: "holds such a network several times, under \(list)",
        expected: "a file with one of them"
      )
    }
    if let match = matches.first { return match.names }
    throw nearest
      ?? Mismatch(
        foundCount: 0,
        found: "has other names, such as '\(arrays.names.first ?? "")'",
        expected: expected.prefix(3).map { "'\($0.name)'" }.joined(separator: ", ") + " and so on"
      )
  }

  /// Arrays by what they are for and their shapes, among all, or among those of one part of the file.
  private static func shaped(
    _ arrays: NamedArrays,
    _ layout: ModelLayout,
    of network: any Module
  ) -> [String: String]? {
    let names = arrays.names.map(ArrayName.init).filter { !$0.isCounter }
    let parts = Set(names.compactMap { $0.parts.count > 1 ? $0.parts[0] : nil }).sorted()
    let groups = [names] + parts.map { part in names.filter { $0.parts.first == part } }
    let matches = Set(groups.compactMap { matched($0, arrays, layout, network) })
    return matches.count == 1 ? matches.first : nil
  }

  private struct Kind: Hashable {
    let role: ArrayName.Role
    let shape: [Int]
  }

  private static func matched(
    _ names: [ArrayName],
    _ arrays: NamedArrays,
    _ layout: ModelLayout,
    _ network: any Module
  ) -> [String: String]? {
    var present = kinds(of: names) { arrays[$0]?.shape ?? [] }
    let shapes = Dictionary(layout.shapes(of: network).map { ($0.name, $0.shape.dimensions) }) {
      first,
      _ in first
    }
    let expected = kinds(of: layout.shapes(of: network).map { ArrayName($0.name) }) {
      shapes[$0] ?? []
    }
    var matched: [String: String] = [:]
    for (kind, wanted) in expected {
      guard var found = present.removeValue(forKey: kind), found.count == wanted.count else {
        return nil
      }
      if found.count > 1 {
        guard Set(found.map { $0.numbered.stem }).count == 1 else { return nil }
        found.sort { $0.numbered.numbers.lexicographicallyPrecedes($1.numbered.numbers) }
      }
      for (name, place) in zip(wanted, found) { matched[name.text] = place.text }
    }
    return matched
  }

  /// Names by what their arrays are for and their shapes, in order.
  private static func kinds(
    of names: [ArrayName],
    shape: (String) -> [Int]
  ) -> [Kind: [ArrayName]] {
    let normalizing = Set(
      names.filter { $0.role(isNormalization: false) == .mean }.map(\.layer)
    )
    return Dictionary(grouping: names) { name in
      let role = name.role(isNormalization: normalizing.contains(name.layer))
      return Kind(role: role, shape: shape(name.text))
    }
  }

  /// The arrays under the names of the layout, as float32.
  func arrays(from file: ForeignFile) -> NamedArrays {
    var arrays = NamedArrays()
    for (name, place) in names {
      guard let array = file.arrays[place] else { continue }
      if case .float64(let values) = array.elements {
        arrays[name] = NumpyArray(shape: array.shape, elements: .float32(values.map { Float($0) }))
      } else {
        arrays[name] = array
      }
    }
    for name in layout.zeroNames { arrays[name] = NumpyArray(0 as Int64) }
    return arrays
  }
}
