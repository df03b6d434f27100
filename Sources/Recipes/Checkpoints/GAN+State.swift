internal import Adversarial
internal import Archives
internal import NeuralNetworks
internal import Optimizers
internal import Randomness
internal import TensorCore
internal import Training

/// The part of a snapshot that holds both networks and their training:
///
/// | names | what |
/// |---|---|
/// | `generator/PATH`, `discriminator/PATH` | parameters and buffers, by dotted path |
/// | `average/PATH` | the EMA of the generator, if the recipe has one |
/// | `generator_optimizer/step`, `generator_optimizer/PATH/SLOT` | the optimizer's state; likewise `discriminator_optimizer` |
/// | `random/latent`, `random/noise` | the positions of the random streams |
/// | `random/labels` | that of the class stream, if the networks are conditioned on classes |
/// | `random/interpolation` | that of `WassersteinPenalty`'s stream, if the recipe has one |
/// | `random/augmentation` | that of the augmentation's stream, if the recipe has one |
/// | `augmentation/NAME` | probability and observations of adaptive augmentation |
///
/// In format 0, written by 530108e, networks lie as in their exported files, under `gen/`, `dis/` and
/// `average/`, and optimizers under `optimizer/gen/` and `optimizer/dis/`.
extension GAN {
  private var streams: [(name: String, stream: RandomStream)] {
    [("latent", latentStream), ("noise", noiseStream)]
      + (conditioning.isConditional ? [("labels", labelStream)] : [])
      + (interpolationStream.map { [("interpolation", $0)] } ?? [])
      + (augmentationStream.map { [("augmentation", $0)] } ?? [])
  }

  func state() -> NamedArrays {
    var state = NamedArrays()
    state.merge(NamedArrays(stateOf: generator), under: "generator/")
    state.merge(NamedArrays(stateOf: discriminator), under: "discriminator/")
    if let generatorAverage {
      state.merge(NamedArrays(stateOf: generatorAverage.model), under: "average/")
    }
    state.merge(NamedArrays(stateOf: generatorOptimizer), under: "generator_optimizer/")
    state.merge(NamedArrays(stateOf: discriminatorOptimizer), under: "discriminator_optimizer/")
    for (name, stream) in streams { state.set("random/" + name, to: stream.position) }
    if let adaptation { state.merge(adaptation.state(), under: "augmentation/") }
    return state
  }

  /// Restores a saved state, which may be of an earlier format.
  ///
  /// - Throws: `FileProblem` if arrays are missing, unexpected, or of another type or shape.
  func restore(from state: StateReader) throws {
    if state.format == 0 {
      try generatorLayout.load(state.section("gen/"), into: generator)
      try discriminatorLayout.load(state.section("dis/"), into: discriminator)
      if let generatorAverage {
        try generatorLayout.load(state.section("average/"), into: generatorAverage.model)
      }
      try state.section("optimizer/gen/").load(into: generatorOptimizer)
      try state.section("optimizer/dis/").load(into: discriminatorOptimizer)
    } else {
      try state.section("generator/").load(into: generator)
      try state.section("discriminator/").load(into: discriminator)
      if let generatorAverage {
        try state.section("average/").load(into: generatorAverage.model)
      }
      try state.section("generator_optimizer/").load(into: generatorOptimizer)
      try state.section("discriminator_optimizer/").load(into: discriminatorOptimizer)
    }
    let random = state.section("random/")
    for (name, stream) in streams { stream.position = try random.bits(name) }
    try adaptation?.restore(from: state.section("augmentation/"))
    try state.finish()
    let networks: [any Module] =
      [generator, discriminator] + [generatorAverage?.model].compactMap(\.self)
    let values =
      networks.flatMap { $0.parameters.map(\.value) + $0.namedBuffers.map(\.value.value) }
      + (generatorOptimizer.state + discriminatorOptimizer.state).map(\.value)
    Context.current.engine.adopt(values.map(\.operand))
  }
}
