internal import NeuralNetworks
internal import TensorCore

/// What a network can take from another one of the same architecture: arrays of the same place and shape.
///
/// Networks for other image sizes differ in depth: a list of layers is longer in one of them. What both have lies
/// at one end of it, at the image or away from it; it is taken for the end at which more shapes agree.
struct WeightTransfer {
  /// An array that the other network does not have in this shape.
  struct Drawn: Equatable {
    /// Its dotted path.
    let path: String
    /// The shape in the other network, if there is such an array.
    let there: Shape?
    /// The shape in this one.
    let here: Shape
  }

  /// The arrays to take, by their paths in this network.
  let taken: [String: Tensor]
  /// The others, in the network's order.
  let drawn: [Drawn]
  /// Whether there is a weight among the arrays to take, and not only vectors such as biases, or buffers.
  let hasWeights: Bool

  /// What `network` can take from `other`.
  init(from other: any Module, to network: any Module) {
    let there = Dictionary(other.state.map { ($0.path, $0.value) }) { first, _ in first }
    let here = network.state
    let shifts = Self.shifts(there: there, here: here)
    var (taken, drawn): ([String: Tensor], [Drawn]) = ([:], [])
    for array in here {
      let path = Place(array.path).map { $0.path(shiftedBy: shifts[$0.list] ?? 0) } ?? array.path
      if let value = there[path], value.shape == array.value.shape {
        taken[array.path] = value
      } else {
        let drawnArray = Drawn(path: array.path, there: there[path]?.shape, here: array.value.shape)
        drawn.append(drawnArray)
      }
    }
    (self.taken, self.drawn) = (taken, drawn)
    hasWeights = network.namedParameters.contains {
      taken[$0.path] != nil && $0.value.shape.rank > 1
    }
  }

  /// Gives a network what it takes.
  func apply(to network: any Module) {
    let own = Dictionary(network.state.map { ($0.path, $0.value) }) { first, _ in first }
    network.load { path, shape in taken[path] ?? own[path] ?? .zeros(shape) }
  }

  /// By how much the elements of each list are further back in the other network.
  private static func shifts(there: [String: Tensor], here: [Named<Tensor>]) -> [String: Int] {
    func counts(_ paths: some Sequence<String>) -> [String: Int] {
      paths.compactMap(Place.init).reduce(into: [:]) { counts, place in
        counts[place.list] = max(counts[place.list] ?? 0, place.index + 1)
      }
    }
    let counts = (there: counts(there.keys), here: counts(here.map(\.path)))
    var shifts: [String: Int] = [:]
    for (list, count) in counts.here {
      guard let other = counts.there[list], other != count else { continue }
      func agreeing(_ shift: Int) -> Int {
        here.count { array in
          guard let place = Place(array.path), place.list == list else { return false }
          return there[place.path(shiftedBy: shift)]?.shape == array.value.shape
        }
      }
      shifts[list] = agreeing(other - count) > agreeing(0) ? other - count : 0
    }
    return shifts
  }
}

/// The place of an array in a list of layers: `norms.2.gamma` is in `norms`, at 2.
private struct Place {
  let list: String
  let index: Int
  private let rest: String

  /// The place in the outermost list of a path; `nil` where there is none.
  init?(_ path: String) {
    let names = path.split(separator: ".")
    guard let position = names.firstIndex(where: { Int($0) != nil }), position > 0,
      let index = Int(names[position])
    else { return nil }
    self.index = index
    list = names[..<position].joined(separator: ".")
    rest = names[(position + 1)...].map { "." + $0 }.joined()
  }

  /// The path of the same array of an element further back.
  func path(shiftedBy shift: Int) -> String { "\(list).\(index + shift)\(rest)" }
}
