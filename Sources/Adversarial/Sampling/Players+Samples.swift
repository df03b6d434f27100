public import Imaging
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

extension Players {
  /// Pictures that the generator makes at once; more would only cost memory.
  private static let picturesAtOnce = 100

  /// Images `[N, H, W, C]` for latent vectors `[N, latentSize]`, in inference mode.
  func generate(from z: Tensor) -> Tensor { inference { samplingGenerator(z) } }

  /// Generates pictures, a hundred at a time, and hands them on with the number of the first one.
  ///
  /// The same seed gives the same pictures in the same order, however many there are.
  func forEachPart(
    of count: Int,
    seed: UInt64,
    _ body: (_ pictures: [Image], _ first: Int) throws -> Void
  ) rethrows {
    let random = RandomStream(seed: seed, purpose: "samples")
    for first in stride(from: 0, to: count, by: Self.picturesAtOnce) {
      let z = recipe.latent.sample(min(Self.picturesAtOnce, count - first), using: random)
      try body(recipe.pixelRange.images(generate(from: z)), first)
    }
  }

  /// A grid of generated pictures without borders.
  public func grid(rows: Int, columns: Int, seed: UInt64) -> Image {
    var pictures: [Image] = []
    forEachPart(of: rows * columns, seed: seed) { part, _ in pictures += part }
    return ImageGrid(rows: rows, columns: columns).picture(of: pictures)
  }
}
