public import Adversarial
public import Imaging
internal import NeuralNetworks
internal import Randomness
package import TensorCore

/// A generator with its recipe: all that sampling needs.
public struct Sampler {
  /// The recipe that the generator was built from.
  public let recipe: Recipe
  /// Maps latent vectors to images.
  public let generator: any Generator
  /// What the generator is conditioned on.
  public let conditioning: Conditioning

  /// A sampler with a generator that the recipe describes.
  public init(
    _ recipe: Recipe,
    _ generator: any Generator,
    conditionedOn conditioning: Conditioning = .none
  ) {
    (self.recipe, self.generator, self.conditioning) = (recipe, generator, conditioning)
  }

  /// Draws inputs of the generator; the same for the same seed and purpose.
  package func inputs(seed: UInt64, purpose: String = "samples") -> InputSampler {
    InputSampler(
      recipe.latent,
      conditioning,
      vectors: RandomStream(seed: seed, purpose: purpose),
      conditions: RandomStream(seed: seed, purpose: purpose + " labels")
    )
  }

  /// Images per batch; larger batches would only cost memory.
  package static let imagesAtOnce = 100

  /// The images `[N, H, W, C]` of an input, in inference mode.
  ///
  /// Convolutions follow the fixed heuristic, whatever the context's policy: samples depend on the
  /// generator's file, the machine and the number of threads, not on the caller or on earlier measurements.
  package func generate(from input: GeneratorInput) -> Tensor {
    Context.current.with(policy: .fixed).run {
      inference { generator(input.z, input.condition) }
    }
  }

  /// Generates images, a hundred at a time, and passes them to `body`.
  ///
  /// `body` gets the generator's input, the images `[N, H, W, C]` and the index of the first one.
  ///
  /// The same seed gives the same images in the same order, however many there are.
  package func forEachPart(
    of count: Int,
    seed: UInt64,
    _ body: (_ input: GeneratorInput, _ images: Tensor, _ first: Int) throws -> Void
  ) rethrows {
    let inputs = inputs(seed: seed)
    for first in stride(from: 0, to: count, by: Self.imagesAtOnce) {
      let input = inputs(min(Self.imagesAtOnce, count - first))
      try body(input, generate(from: input), first)
    }
  }

  /// A grid of generated images without borders.
  public func grid(rows: Int, columns: Int, seed: UInt64) -> Image {
    var samples: [Image] = []
    forEachPart(of: rows * columns, seed: seed) { _, images, _ in
      samples += recipe.pixelRange.images(images)
    }
    return ImageGrid(rows: rows, columns: columns).image(of: samples)
  }
}
