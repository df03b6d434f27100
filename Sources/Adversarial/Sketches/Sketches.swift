public import Datasets
public import NeuralNetworks
import Preconditions
public import TensorCore

/// Sketches of real images, which a generator starts from: the first elements of a latent vector become one.
///
/// A sketch is what the first principal components say of a shrunk image, each divided by its standard deviation: where
/// roughly which color is. Left alone, a generator finds out slowly how often which sketch occurs, and misses most of the
/// rare ones. Here it is known from the beginning, since the sketches of real images are kept. What is left to
/// learn is to draw images after sketches.
///
/// The first elements z of a latent vector are moved to the kept sketches c by optimal transport, so that vectors that are
/// close have sketches that are close, and each is as frequent as any other:
///
/// ```text
/// sketch(z) = Σ wᵢ cᵢ,  w = softmax((z · cᵢ − φᵢ) / ε)
/// ```
///
/// with φ such that the mean of each wᵢ over z is the same. With classes, there are as many sketches of each, and those of
/// a mixture are mixed.
///
/// Sources: An et al. 2020, "AE-OT: a new generative model based on extended semi-discrete optimal transport"; Genevay et
/// al. 2016, "Stochastic Optimization for Large-scale Optimal Transport", arXiv:1605.08527, section 4; a GAN that starts
/// there is An et al. 2020, "AE-OT-GAN", arXiv:2001.03698; one that starts from real images Casanova et al. 2021,
/// "Instance-Conditioned GAN", arXiv:2109.05070.
public final class Sketches: Module {
  /// The sketch of a shrunk image x is x · V − μ: V, `[pixels, size]`; zeros until it is known.
  package let projection: Buffer
  /// μ, `[size]`.
  package let origin: Buffer
  /// The kept sketches, class by class, `[groups · count, size]`.
  package let codes: Buffer
  /// Their φ, `[groups · count]`.
  package let offsets: Buffer
  /// What is kept, and how much it counts.
  package let shape: SketchShape

  /// The number of kept sketches of each class, or of all.
  package let count: Int
  /// The number of classes, 1 for none.
  package let groups: Int
  /// The pixels that one of a shrunk image stands for.
  private let window: (Int, Int)
  private let hasClasses: Bool

  /// ε: how much neighboring sketches are mixed.
  package static let smoothing: Float = 0.1
  /// About the most pixels of a shrunk image.
  private static let mostPixels = 256

  /// Sketches that are not known yet.
  ///
  /// - Parameters:
  ///   - shape: Their sizes.
  ///   - image: The shape of the images.
  ///   - classes: The number of classes, 0 for none.
  /// - Precondition: The sizes are positive.
  public init(_ shape: SketchShape, of image: ImageShape, classes: Int = 0) {
    require(shape.size > 0 && shape.count > 0, "Sketches: \(shape.count) of \(shape.size) numbers")
    self.shape = shape
    (groups, hasClasses, count) = (max(classes, 1), classes > 0, shape.count)
    var side = 1
    func shrunk(_ length: Int) -> Int { max(length / side, 1) }
    while shrunk(image.height) * shrunk(image.width) > Self.mostPixels { side += 1 }
    window = (min(side, image.height), min(side, image.width))
    let pixels = shrunk(image.height) * shrunk(image.width) * image.channels
    projection = Buffer(.zeros([pixels, shape.size]))
    origin = Buffer(.zeros([shape.size]))
    codes = Buffer(.zeros([groups * count, shape.size]))
    offsets = Buffer(.zeros([groups * count]))
  }

  /// Latent vectors `[N, latentSize]` whose first elements are replaced by the sketches that they stand for.
  ///
  /// - Precondition: There is a condition, if there are classes.
  public func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
    let sketches = sketches(for: z, condition)
    let rest = z.shape[1]
    return rest == shape.size
      ? sketches : concatenate([sketches, z.slice(shape.size..<rest, along: 1)], along: 1)
  }

  /// The sketches that latent vectors stand for, `[N, size]`.
  package func sketches(for z: Tensor, _ condition: Condition) -> Tensor {
    let (number, all) = (z.shape[0], groups * count)
    let products = matrixProduct(
      z.slice(0..<shape.size, along: 1),
      codes.value,
      transposingRight: true
    )
    var weights = Self.weights(
      of: (products - offsets.value).reshaped(to: [number * groups, count])
    )
    if hasClasses {
      let shares = condition.classShares(for: "Sketches").reshaped(to: [number, groups, 1])
      weights = weights.reshaped(to: [number, groups, count]) * shares
    }
    return matrixProduct(weights.reshaped(to: [number, all]), codes.value)
  }

  /// softmax(x / ε) along the last axis of `[rows, count]`.
  ///
  /// What is further than this below the largest would only be a denormal number, which takes long to compute.
  package static func weights(of x: Tensor) -> Tensor {
    let x = x * (1 / smoothing)
    let shifted = x - x.detached.maximum(along: -1, keepingAxis: true)
    let powers = exp(shifted.clamped(to: -60...0))
    return powers / powers.sum(along: [-1], keepingAxes: true)
  }

  /// The sketches of images `[N, H, W, C]`, `[N, size]`.
  package func sketches(of images: Tensor) -> Tensor {
    matrixProduct(shrunk(images), projection.value) - origin.value
  }

  /// The pixels of shrunk images, `[N, pixels]`.
  package func shrunk(_ images: Tensor) -> Tensor {
    window == (1, 1) ? images.flattened : averagePool2D(images, kernel: window).flattened
  }

  /// How far images `[N, H, W, C]` are from the sketches that they were made from: the mean squared difference, times its
  /// weight; a scalar.
  public func loss(of images: Tensor, from input: GeneratorInput) -> Tensor {
    let wanted = withoutRecording { sketches(for: input.z, input.condition) }
    return (sketches(of: images) - wanted).squared.mean() * shape.weight
  }
}

/// What is kept of the sketches of real images, and how much they count.
public struct SketchShape: Equatable, Sendable {
  /// The length of a sketch: so many elements of a latent vector stand for one.
  public var size: Int
  /// The images whose sketches are kept, of each class if there are classes.
  public var count: Int
  /// The weight of the sketches in the generator's loss.
  public var weight: Float

  /// Sizes and a weight.
  public init(size: Int, count: Int, weight: Float = 1) {
    (self.size, self.count, self.weight) = (size, count, weight)
  }
}
