internal import Adversarial
internal import Archives

/// What adaptive augmentation has in a snapshot, so that a resumed run adjusts it as if never stopped.
extension AdaptiveProbability {
  func state() -> NamedArrays {
    var state = NamedArrays()
    state.set("probability", to: probability)
    state.set("signs", to: observed.signs)
    state.set("iterations", to: observed.iterations)
    state.set("images", to: observed.images)
    return state
  }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where an array is missing or holds what no run comes to.
  func restore(from state: StateReader) throws(FileProblem) {
    let restored = try state.number("probability", in: 0...Self.limit)
    var observed = Observed()
    observed.signs = try state.number("signs")
    observed.iterations = try state.integer("iterations")
    observed.images = try state.integer("images")
    (probability, self.observed) = (restored, observed)
  }
}
