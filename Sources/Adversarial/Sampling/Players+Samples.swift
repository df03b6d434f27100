public import Imaging
internal import Randomness
internal import TensorCore

extension Players {
  /// `count` generated images; the same seed gives the same images, however many there are.
  public func samples(_ count: Int, seed: UInt64) -> [Image] {
    let random = RandomStream(seed: seed, purpose: "samples")
    return recipe.pixelRange.images(generate(from: recipe.latent.sample(count, using: random)))
  }

  /// A grid of generated images without borders.
  public func grid(rows: Int, columns: Int, seed: UInt64) -> Image {
    ImageGrid(rows: rows, columns: columns).picture(of: samples(rows * columns, seed: seed))
  }
}
