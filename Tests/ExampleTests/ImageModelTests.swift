import Archives
import Datasets
import ExampleSupport
import Foundation
import Optimizers
import Randomness
import TensorCore
import Testing
import VariationalAutoencoder

/// What the models' examples share.
@Suite struct ImageModelTests {
  private static let shape = BinaryImages.shape

  /// Images of which each is of one brightness.
  private func images(_ brightness: [UInt8]) -> StoredDataset {
    StoredDataset(
      name: "test",
      shape: Self.shape,
      pixels: brightness.flatMap { Array(repeating: $0, count: Self.shape.byteCount) }
    )
  }

  @Test func imagesAreBlackAndWhite() throws {
    let batch = try images([0, 127, 128, 255]).batch(of: [0, 1, 2, 3])
    let tensor = BinaryImages.tensor(batch)
    #expect(tensor.shape == [4, 28, 28, 1])
    #expect(tensor.flattened.mean(along: [1]).scalars == [0, 0, 1, 1])
  }

  @Test func singlePixelsTakeTheirCrossEntropy() throws {
    let both = BinaryImages(training: images([0, 255, 255, 200]), test: images([0, 255, 128]))
    // By Laplace's rule, white has 4/6.
    let expected = -(2 * log2(4.0 / 6) + log2(2.0 / 6)) / 3
    #expect(abs(try both.bitsPerDimensionOfSinglePixels() - expected) < 1e-9)
  }

  private func updater() -> ImageModelUpdater<Autoencoder> {
    let weights = RandomStream(seed: 0, purpose: "weights")
    func model() -> Autoencoder {
      Autoencoder(height: 28, width: 28, latentSize: 2, hidden: 32, using: weights)
    }
    return ImageModelUpdater(
      model(),
      average: model(),
      Adam(learningRate: 1e-2),
      using: RandomStream(seed: 0, purpose: "noise")
    )
  }

  @Test func aResumedRunIsLikeAnUninterruptedOne() throws {
    let batch = try images([0, 255]).batch(of: [0, 1])
    let (whole, first, second) = (updater(), updater(), updater())
    for _ in 0..<4 { _ = try whole.update(batch) }
    for _ in 0..<2 { _ = try first.update(batch) }
    try second.restore(from: StateReader(first.state(), file: "test"))
    for _ in 0..<2 { _ = try second.update(batch) }
    #expect(try second.state() == whole.state())
  }

  @Test func theModelLearnsAndItsAverageFollows() throws {
    let data = images([0, 255])
    let (batch, updater) = (try data.batch(of: [0, 1]), updater())
    let both = BinaryImages(training: data, test: data)
    func bits() throws -> Double {
      let random = RandomStream(seed: 0, purpose: "evaluation")
      return try both.bitsPerDimension(of: updater.average, using: random).reduce(0, +)
    }
    let before = try bits()
    for _ in 0..<300 { _ = try updater.update(batch) }
    let after = try bits()
    #expect(after < before / 4)
  }
}
