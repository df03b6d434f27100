internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import Optimizers
internal import Randomness
internal import TensorCore

/// What a snapshot holds of the players:
///
/// | names | what |
/// |---|---|
/// | `gen/…`, `dis/…` | the networks, as in their own files |
/// | `average/…` | the generator's moving average, if the recipe has one; as the generator |
/// | `optimizer/gen/step`, `optimizer/gen/PATH/SLOT` | what an optimizer remembers |
/// | `random/latent`, `random/noise` | the positions of the random streams |
/// | `random/interpolation` | that of the stream of `WassersteinPenalty`, if the recipe has one |
extension Players {
  private static let averageSection = "average/"

  private var optimizers: [(name: String, optimizer: Optimizer)] {
    [
      ("optimizer/gen/", generatorOptimizer),
      ("optimizer/dis/", discriminatorOptimizer),
    ]
  }

  private var streams: [(name: String, stream: RandomStream)] {
    [("random/latent", latentStream), ("random/noise", noiseStream)]
      + (interpolationStream.map { [("random/interpolation", $0)] } ?? [])
  }

  func state() -> NamedArrays {
    var state = NamedArrays()
    state.merge(generatorLayout.arrays(of: generator), under: "gen/")
    state.merge(discriminatorLayout.arrays(of: discriminator), under: "dis/")
    if let generatorAverage {
      state.merge(generatorLayout.arrays(of: generatorAverage.model), under: Self.averageSection)
    }
    for (name, optimizer) in optimizers {
      state[name + "step"] = NumpyArray(Int64(optimizer.step))
      for slot in optimizer.namedSlots {
        state[name + slot.path] = NumpyArray(
          shape: slot.value.shape.dimensions,
          elements: .float32(slot.value.scalars)
        )
      }
    }
    for (name, stream) in streams { state[name] = NumpyArray(stream.position) }
    return state
  }

  /// Continues from a saved state.
  ///
  /// - Throws: `FileProblem` where arrays are missing, too many, or of another type or shape.
  func restore(from state: NamedArrays, path: String) throws {
    let sections =
      ["gen/", "dis/", "optimizer/gen/", "optimizer/dis/", "random/"]
      + (generatorAverage == nil ? [] : [Self.averageSection])
    for name in state.names where !sections.contains(where: name.hasPrefix) {
      throw FileProblem(
        path,
        found: "holds an array '\(name)'",
        expected: "the state of two players"
      )
    }
    try generatorLayout.load(state.section("gen/"), into: generator, path: path)
    try discriminatorLayout.load(state.section("dis/"), into: discriminator, path: path)
    if let generatorAverage {
      let average = state.section(Self.averageSection)
      try generatorLayout.load(average, into: generatorAverage.model, path: path)
    }
    for (name, optimizer) in optimizers {
      try restore(optimizer, from: state.section(name), path: path)
    }
    for (name, stream) in streams { stream.position = try state.uint64(name, path: path) }
    guard state.section("random/").count == streams.count else {
      throw FileProblem(
        path,
        found: "holds \(state.section("random/").count) random streams",
        expected: "\(streams.count)"
      )
    }
  }

  private func restore(_ optimizer: Optimizer, from state: NamedArrays, path: String) throws {
    let step = try state.int64("step", path: path)
    guard let count = Int(exactly: step), count >= 0 else {
      throw FileProblem(
        path,
        found: "an optimizer has done \(step) steps",
        expected: "none or more"
      )
    }
    let slots = try optimizer.namedSlots.map { slot -> Tensor in
      guard let array = state[slot.path], case .float32(let values) = array.elements,
        array.shape == slot.value.shape.dimensions, values.allSatisfy(\.isFinite)
      else {
        throw FileProblem(
          path,
          found: "'\(slot.path)' is \(state[slot.path]?.summary ?? "missing")",
          expected: "finite float32 of shape \(slot.value.shape)"
        )
      }
      return Tensor(values, shape: slot.value.shape)
    }
    guard state.count == slots.count + 1 else {
      throw FileProblem(
        path,
        found: "holds \(state.count) arrays of an optimizer",
        expected: "\(slots.count + 1)"
      )
    }
    optimizer.restore(step: count, slots: slots)
  }
}
