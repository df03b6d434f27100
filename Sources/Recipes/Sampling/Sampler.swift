public import Adversarial
public import Imaging
internal import NeuralNetworks
import Preconditions
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
  /// The class of all samples, or `nil` where each one's is drawn.
  public private(set) var label: Int?
  /// How latent vectors are truncated, if they are.
  public private(set) var truncation: Truncation?

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

  /// The sampler of truncated latent vectors.
  ///
  /// - Precondition: The recipe's latent vectors are normal.
  public func truncating(by truncation: Truncation) -> Sampler {
    require(
      recipe.latent.distribution == .normal,
      "Sampler: \(recipe.latent.distribution) vectors are not truncated"
    )
    var sampler = self
    sampler.truncation = truncation
    return sampler
  }

  /// Draws inputs of the generator; the same for the same seed and purpose.
  package func inputs(seed: UInt64, purpose: String = "samples") -> InputSampler {
    InputSampler(
      recipe.latent,
      conditioning,
      vectors: RandomStream(seed: seed, purpose: purpose),
      conditions: RandomStream(seed: seed, purpose: purpose + " labels"),
      label: label,
      truncation: truncation
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
  /// `body` gets the generator's input, the images `[N, H, W, C]` and the index of the first one; parts that `takes`
  /// does not want, by their number from 0, are left out.
  ///
  /// The same seed gives the same images in the same order, however many there are. Where `labels` are given, they are
  /// the classes of the images in turn.
  ///
  /// - Precondition: There is a label, if they are given.
  package func forEachPart(
    of count: Int,
    seed: UInt64,
    labels: [Int]? = nil,
    where takes: (_ number: Int) -> Bool = { _ in true },
    _ body: (_ input: GeneratorInput, _ images: Tensor, _ first: Int) throws -> Void
  ) rethrows {
    let inputs = inputs(seed: seed)
    for first in stride(from: 0, to: count, by: Self.imagesAtOnce) {
      let range = first..<min(first + Self.imagesAtOnce, count)
      var input = inputs(range.count)
      if let labels {
        let asked = range.map { labels[$0 % labels.count] }
        input = GeneratorInput(input.z, .classes(asked, of: conditioning.classCount))
      }
      guard takes(first / Self.imagesAtOnce) else { continue }
      try body(input, generate(from: input), first)
    }
  }

  /// A grid of generated images without borders.
  public func grid(rows: Int, columns: Int, seed: UInt64) -> Image {
    ImageGrid(rows: rows, columns: columns).image(of: samples(rows * columns, seed: seed))
  }

  /// A grid of generated images whose rows are of one class each, in turn; of an unconditional generator, any grid.
  ///
  /// The rows of one turn are of the same latent vectors.
  public func classGrid(rows: Int, columns: Int, seed: UInt64) -> Image {
    let classes = conditioning.classCount
    guard classes > 0, label == nil else { return grid(rows: rows, columns: columns, seed: seed) }
    let samples = (0..<min(classes, rows)).map { label in
      let turns = (rows - label + classes - 1) / classes
      return asking(for: label).samples(turns * columns, seed: seed)
    }
    let ordered = (0..<rows).flatMap { row in
      let first = row / classes * columns
      return samples[row % classes][first..<first + columns]
    }
    return ImageGrid(rows: rows, columns: columns).image(of: ordered)
  }

  /// The generated images of inputs, a hundred at a time.
  package func samples(of input: GeneratorInput) -> [Image] {
    let count = input.z.shape[0]
    return stride(from: 0, to: count, by: Self.imagesAtOnce).flatMap { first in
      let part = input[first..<min(first + Self.imagesAtOnce, count)]
      return recipe.pixelRange.images(generate(from: part))
    }
  }

  /// So many generated images.
  package func samples(_ count: Int, seed: UInt64) -> [Image] {
    var samples: [Image] = []
    forEachPart(of: count, seed: seed) { _, images, _ in
      samples += recipe.pixelRange.images(images)
    }
    return samples
  }
}
