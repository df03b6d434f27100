package import Adversarial
public import Imaging
internal import NeuralNetworks
internal import Randomness
package import TensorCore

extension GAN {
  /// Samples that the generator makes at once; more would only cost memory.
  package static let samplesAtOnce = 100

  /// The images `[N, H, W, C]` of an input, in inference mode.
  package func generate(from input: GeneratorInput) -> Tensor {
    inference { samplingGenerator(input.z, input.condition) }
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

  /// Generates images, a hundred at a time, and hands them on.
  ///
  /// `body` gets the generator's input, the images `[N, H, W, C]` and the number of the first one.
  ///
  /// The same seed gives the same images in the same order, however many there are.
  package func forEachPart(
    of count: Int,
    seed: UInt64,
    _ body: (_ input: GeneratorInput, _ images: Tensor, _ first: Int) throws -> Void
  ) rethrows {
    let inputs = inputs(seed: seed)
    for first in stride(from: 0, to: count, by: Self.samplesAtOnce) {
      let input = inputs(min(Self.samplesAtOnce, count - first))
      try body(input, generate(from: input), first)
    }
  }

  /// A grid of generated images without borders.
  public func grid(rows: Int, columns: Int, seed: UInt64) -> Image {
    var images: [Image] = []
    forEachPart(of: rows * columns, seed: seed) { _, values, _ in
      images += recipe.pixelRange.images(values)
    }
    return ImageGrid(rows: rows, columns: columns).picture(of: images)
  }
}
