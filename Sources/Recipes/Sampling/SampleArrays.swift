package import Adversarial
package import Archives
internal import Datasets
internal import TensorCore

/// Latent vectors, classes and samples as arrays.
package enum SampleArrays {
  /// `z`, `[N, latentSize]`, `image`, `[N, H, W, C]` in the range of the recipe's generator, and `label`,
  /// `[N]`, if the generator is conditioned on classes, or `share`, `[N, classes]`, for mixtures of them.
  ///
  /// - Precondition: There are as many numbers as `count` of each have.
  package static func arrays(
    z: [Float],
    condition: Condition,
    images: [Float],
    count: Int,
    for recipe: Recipe
  ) -> NamedArrays {
    let image = recipe.image
    var arrays = NamedArrays()
    arrays["z"] = NumpyArray(shape: [count, recipe.latent.size], elements: .float32(z))
    arrays["image"] = NumpyArray(
      shape: [count, image.height, image.width, image.channels],
      elements: .float32(images)
    )
    if let labels = condition.labels {
      arrays["label"] = NumpyArray(shape: [count], elements: .int64(labels.map(Int64.init)))
    }
    if case .shares(let shares, let classes) = condition {
      arrays["share"] = NumpyArray(shape: [count, classes], elements: .float32(shares))
    }
    return arrays
  }

  /// Samples that are gathered one after the other.
  struct Parts {
    private var vectors: [Float] = []
    private var values: [Float] = []
    private var condition: Condition?
    private var scores: [Float] = []
    private var indices: [Int64] = []
    /// How many there are.
    private(set) var count = 0

    /// Adds samples with what they were made from.
    mutating func append(_ input: GeneratorInput, _ images: Tensor) {
      vectors += input.z.scalars
      values += images.scalars
      condition = condition?.joined(with: input.condition) ?? input.condition
      count += images.shape[0]
    }

    /// Adds one of the best samples.
    mutating func append(_ sample: BestSamples.Sample) {
      append(sample.input, sample.image)
      scores.append(sample.score)
      indices.append(Int64(sample.index))
    }

    /// The arrays of all; of the best ones, `score`, `[N]`, and `index`, `[N]`, too.
    func arrays(for recipe: Recipe) -> NamedArrays {
      var arrays = SampleArrays.arrays(
        z: vectors,
        condition: condition ?? .none,
        images: values,
        count: count,
        for: recipe
      )
      if !scores.isEmpty {
        arrays["score"] = NumpyArray(shape: [count], elements: .float32(scores))
        arrays["index"] = NumpyArray(shape: [count], elements: .int64(indices))
      }
      return arrays
    }
  }
}
