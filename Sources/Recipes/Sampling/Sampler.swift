internal import Adversarial
public import Imaging
public import NeuralNetworks
internal import Randomness
package import TensorCore

/// A generator with its recipe: all that samples are made with.
public struct Sampler {
  /// The recipe that the generator was built by.
  public let recipe: Recipe
  /// Maps latent vectors to images.
  public let generator: any Layer

  /// A sampler of a generator that the recipe describes.
  public init(_ recipe: Recipe, _ generator: any Layer) {
    (self.recipe, self.generator) = (recipe, generator)
  }

  /// Images that are generated at once; more would only cost memory.
  package static let imagesAtOnce = 100

  /// Images `[N, H, W, C]` for latent vectors `[N, latentSize]`, in inference mode.
  ///
  /// Their convolutions are computed by the fixed rule, whatever policy the context has: what a generator's
  /// samples are depends on its file, the machine and the number of threads, not on who asks for them, nor on
  /// what was measured before.
  package func generate(from z: Tensor) -> Tensor {
    Context.current.with(policy: .fixed).run { inference { generator(z) } }
  }

  /// Generates images, a hundred at a time, and hands them on.
  ///
  /// `body` gets the latent vectors, the images `[N, H, W, C]` and the number of the first one.
  ///
  /// The same seed gives the same images in the same order, however many there are.
  package func forEachPart(
    of count: Int,
    seed: UInt64,
    _ body: (_ z: Tensor, _ images: Tensor, _ first: Int) throws -> Void
  ) rethrows {
    let random = RandomStream(seed: seed, purpose: "samples")
    for first in stride(from: 0, to: count, by: Self.imagesAtOnce) {
      let z = recipe.latent.sample(min(Self.imagesAtOnce, count - first), using: random)
      try body(z, generate(from: z), first)
    }
  }

  /// A grid of generated images without borders.
  public func grid(rows: Int, columns: Int, seed: UInt64) -> Image {
    var pictures: [Image] = []
    forEachPart(of: rows * columns, seed: seed) { _, images, _ in
      pictures += recipe.pixelRange.images(images)
    }
    return ImageGrid(rows: rows, columns: columns).picture(of: pictures)
  }
}
