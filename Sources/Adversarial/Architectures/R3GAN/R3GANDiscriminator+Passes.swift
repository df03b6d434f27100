internal import NeuralNetworks
internal import TensorCore

extension R3GANDiscriminator {
  /// Passes images through, off the tape; see `ImagewiseDiscriminator`.
  package func passes(over examples: Examples) -> any DiscriminatorPasses {
    R3GANPasses(self, examples)
  }
}

/// A batch on its way through the discriminator, back and again.
private final class R3GANPasses: DiscriminatorPasses {
  /// A stage's blocks, and the images before the halving and before the change of width.
  private struct StageTrace {
    var blocks: [R3GANBlock.Trace] = []
    var full: Shape = []
    var half: Shape = []
    /// The gradient of the change of width's result.
    var changed: Tensor?
  }

  private let network: R3GANDiscriminator
  private let images: Shape
  private let last: Shape
  private let classes: Tensor?
  private var stages: [StageTrace] = []
  private var fromImage: Tensor?
  private var basis: Tensor?
  private var head: Tensor?
  private var weights: Tensor?
  let logits: Tensor

  init(_ network: R3GANDiscriminator, _ examples: Examples) {
    self.network = network
    images = examples.images.shape
    classes =
      network.embedding == nil ? nil : examples.condition.classShares(for: "R3GANDiscriminator")
    var h = network.fromImage(examples.images.detached)
    for stage in network.stages {
      var trace = StageTrace()
      for block in stage.blocks {
        let (result, blockTrace) = block.traced(h)
        h = result
        trace.blocks.append(blockTrace)
      }
      trace.full = h.shape
      if !stage.isLast {
        h = halvedBinomially(h)
        trace.half = h.shape
        h = stage.change?(h) ?? h
      }
      stages.append(trace)
    }
    last = h.shape
    let vector = network.toLogit(network.basis(h).flattened)
    guard let embedding = network.embedding, let classes else {
      logits = vector
      return
    }
    logits = (vector * embedding(classes)).sum(along: [1], keepingAxes: true)
  }

  func imageGradients(of weights: Tensor) -> Tensor {
    var head = weights
    if let embedding = network.embedding, let classes { head = weights * embedding(classes) }
    (self.head, self.weights) = (head, weights)
    let vector = matrixProduct(head, network.toLogit.weight.value, transposingRight: true)
    let basis = vector.reshaped(to: [vector.shape[0], 1, 1, vector.shape[1]])
    self.basis = basis
    var gradient = network.basis.imageGradient(basis, images: last)
    for (index, stage) in network.stages.enumerated().reversed() {
      if !stage.isLast {
        stages[index].changed = gradient
        gradient = stage.change?.imageGradient(gradient, images: stages[index].half) ?? gradient
        let size = (stages[index].full[1], stages[index].full[2])
        gradient = doubledBinomially(gradient, to: size) * 0.25
      }
      for (place, block) in stage.blocks.enumerated().reversed() {
        gradient = block.passBack(gradient, &stages[index].blocks[place])
      }
    }
    fromImage = gradient
    return network.fromImage.imageGradient(gradient, images: images)
  }

  func parameterGradients(at images: Tensor) -> ParameterGradients {
    guard let fromImage, let basis, let head, let weights else {
      fatalError("R3GANDiscriminator: no gradients came back")
    }
    var sum = ParameterGradients()
    sum.add(network.fromImage, images, fromImage)
    var h = network.fromImage(images)
    for (index, stage) in network.stages.enumerated() {
      for (place, block) in stage.blocks.enumerated() {
        h = block.passAgain(h, stages[index].blocks[place], &sum)
      }
      guard !stage.isLast else { break }
      h = halvedBinomially(h)
      if let change = stage.change, let changed = stages[index].changed {
        sum.add(change, h, changed)
        h = change(h)
      }
    }
    sum.add(network.basis, h, basis)
    let features = network.basis(h).flattened
    sum.add(matrixProduct(features, head, transposingLeft: true), to: network.toLogit.weight)
    if let embedding = network.embedding, let classes {
      // The logit is linear in the embedding, too: its gradient is the vector times s.
      let vector = network.toLogit(features) * weights
      sum.add(matrixProduct(classes, vector, transposingLeft: true), to: embedding.weight)
    }
    return sum
  }
}
