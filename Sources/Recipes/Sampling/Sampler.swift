public import Adversarial
public import Imaging
internal import NeuralNetworks
import Preconditions
internal import Randomness
package import TensorCore

/// A generator with its recipe: all that samples are made with.
public struct Sampler {
  /// The recipe that the generator was built by.
  public let recipe: Recipe
  /// Maps latent vectors to images.
  public let generator: any Generator
  /// What the generator is conditioned on.
  public let conditioning: Conditioning
  /// The class of all samples, or `nil` where each one's is drawn.
  public private(set) var label: Int?

  /// A sampler of a generator that the recipe describes, conditioned as the recipe says unless told otherwise.
  public init(
    _ recipe: Recipe,
    _ generator: any Generator,
    conditionedOn conditioning: Conditioning? = nil
  ) {
    (self.recipe, self.generator) = (recipe, generator)
    self.conditioning = conditioning ?? recipe.conditioning
  }

  /// The sampler of images of one class.
  ///
  /// - Precondition: The generator is conditioned on classes, and the label is one of them.
  public func asking(for label: Int) -> Sampler {
    require(
      (0..<conditioning.classCount).contains(label),
      "Sampler: class \(label) of \(conditioning.classCount)"
    )
    var sampler = self
    sampler.label = label
    return sampler
  }

  /// Draws inputs of the generator; the same for the same seed and purpose.
  package func inputs(seed: UInt64, purpose: String = "samples") -> InputSampler {
    InputSampler(
      recipe.latent,
      conditioning,
      vectors: RandomStream(seed: seed, purpose: purpose),
      conditions: RandomStream(seed: seed, purpose: purpose + " labels"),
      label: label
    )
  }

  /// Images that are generated at once; more would only cost memory.
  package static let imagesAtOnce = 100

  /// The images `[N, H, W, C]` of an input, in inference mode.
  ///
  /// Their convolutions are computed by the fixed rule, whatever policy the context has: what a generator's
  /// samples are depends on its file, the machine and the number of threads, not on who asks for them, nor on
  /// what was measured before.
  package func generate(from input: GeneratorInput) -> Tensor {
    Context.current.with(policy: .fixed).run {
      inference { generator(input.z, input.condition) }
    }
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
    for first in stride(from: 0, to: count, by: Self.imagesAtOnce) {
      let input = inputs(min(Self.imagesAtOnce, count - first))
      try body(input, generate(from: input), first)
    }
  }

  /// A grid of generated images without borders.
  public func grid(rows: Int, columns: Int, seed: UInt64) -> Image {
    ImageGrid(rows: rows, columns: columns).picture(of: pictures(rows * columns, seed: seed))
  }

  /// A grid of generated images whose rows are of one class each, in turn; of an unconditional generator, any grid.
  ///
  /// The rows of one turn are of the same latent vectors.
  public func classGrid(rows: Int, columns: Int, seed: UInt64) -> Image {
    let classes = conditioning.classCount
    guard classes > 0, label == nil else { return grid(rows: rows, columns: columns, seed: seed) }
    let pictures = (0..<min(classes, rows)).map { label in
      let turns = (rows - label + classes - 1) / classes
      return asking(for: label).pictures(turns * columns, seed: seed)
    }
    let ordered = (0..<rows).flatMap { row in
      let first = row / classes * columns
      return pictures[row % classes][first..<first + columns]
    }
    return ImageGrid(rows: rows, columns: columns).picture(of: ordered)
  }

  /// So many generated images.
  package func pictures(_ count: Int, seed: UInt64) -> [Image] {
    var pictures: [Image] = []
    forEachPart(of: count, seed: seed) { _, images, _ in
      pictures += recipe.pixelRange.images(images)
    }
    return pictures
  }
}
