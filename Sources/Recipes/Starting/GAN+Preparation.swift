internal import Archives
public import Datasets
package import Distributed
internal import NeuralNetworks
internal import Optimizers
import Preconditions
internal import TensorCore

extension GAN {
  /// Gives freshly drawn networks what they take from the images before their first iteration.
  ///
  /// What they take from another run, they take before.
  ///
  /// - Parameter dataset: The images, as the networks see them.
  /// - Throws: If an image cannot be read.
  public func prepare(for dataset: any ImageDataset) throws {
    try recipe.architecture.prepare(self, for: dataset)
    generatorAverage?.restart()
  }

  /// Does the same for all processes of a run: the first one's networks take it, and the others get what it found, since
  /// their processors may round otherwise.
  ///
  /// - Throws: If the first process cannot read an image, or another one is gone.
  package func prepare(
    for dataset: any ImageDataset,
    sharedBy communicator: any Communicator
  ) throws {
    if communicator.size == 1 { return try prepare(for: dataset) }
    var failure: (any Error)?
    if communicator.rank == 0 {
      do { try prepare(for: dataset) } catch { failure = error }
    }
    // The others wait here, and stop with it.
    let problem = try communicator.broadcast(failure.map { Array("\($0)".utf8) } ?? [])
    if let failure { throw failure }
    guard problem.isEmpty else {
      let text = String(decoding: problem, as: UTF8.self)
      throw FileProblem(
        dataset.name,
        found: "could not be read by rank 0, which says: \(text)",
        expected: "images"
      )
    }
    for network in [generator, discriminator] as [any Module] {
      var state = network.state[...]
      try network.load { _, _ in try shared(state.removeFirst().value, by: communicator) }
    }
    generatorAverage?.restart()
  }

  /// The first process's values.
  private func shared(_ tensor: Tensor, by communicator: any Communicator) throws -> Tensor {
    let values = tensor.scalars
    let bytes = try communicator.broadcast(values.withUnsafeBytes { Array($0) })
    let count = values.count * MemoryLayout<Float>.size
    require(bytes.count == count, "prepare: \(bytes.count) bytes instead of \(count)")
    let found = bytes.withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    return Tensor(found, shape: tensor.shape)
  }
}
