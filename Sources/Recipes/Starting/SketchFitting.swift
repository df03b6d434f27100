internal import Adversarial
internal import Datasets
internal import Evaluation
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

/// Finds what `Sketches` keep: principal components of shrunk images, the sketches of images, and the offsets at which
/// each is as frequent as any other.
struct SketchFitting {
  private let generator: any GuidedGenerator
  private let sketches: Sketches
  private let dataset: any ImageDataset
  private let recipe: Recipe
  private let random: RandomStream

  /// Components of a smaller share of the first one's standard deviation count as none.
  private static let leastDeviation = 1e-3
  /// The steps in which offsets are found, the vectors of each, and the size of the first steps.
  private static let (steps, vectors, rate): (Int, Int, Float) = (1000, 128, 0.1)
  /// The images that are read at once.
  private static let imagesAtOnce = 256

  /// Of a generator; `nil` where it starts from none.
  init?(of generator: any GuidedGenerator, _ recipe: Recipe, to dataset: any ImageDataset) {
    guard let sketches = generator.sketches else { return nil }
    (self.generator, self.sketches) = (generator, sketches)
    (self.recipe, self.dataset) = (recipe, dataset)
    random = RandomStream(seed: recipe.seed, purpose: "sketches")
  }

  /// Finds everything; a generator that knows other sketches, from another run, draws from these as it did from those.
  ///
  /// - Throws: If an image cannot be read.
  func run() throws {
    // For another device, a thousand small steps would be one program to compile.
    try Context.current.with(engine: CPUEngine()).run { try withoutRecording { try fit() } }
  }

  private func fit() throws {
    let places = chosen()
    let indices = Array(Set(places.compactMap(\.self))).sorted()
    let pixels = try shrunk(indices)
    let former = codes(of: pixels)
    let isFirst = sketches.projection.value.squared.sum().scalar == 0
    findComponents(of: pixels)
    let known = codes(of: pixels)
    if !isFirst { redraw(from: known, as: former) }
    let rows = Dictionary(uniqueKeysWithValues: zip(indices, 0...))
    let (size, values) = (sketches.shape.size, known.scalars)
    var codes: [Float] = []
    for place in places {
      guard let row = place.flatMap({ rows[$0] }) else {
        codes += [Float](repeating: 0, count: size)
        continue
      }
      codes += values[row * size..<(row + 1) * size]
    }
    sketches.codes.value = Tensor(codes, shape: [places.count, size])
    sketches.offsets.value = offsets()
  }

  /// The sketches of shrunk images.
  private func codes(of pixels: Tensor) -> Tensor {
    matrixProduct(pixels, sketches.projection.value) - sketches.origin.value
  }

  /// Has the generator draw from the new sketches of images as it did from the former ones, by least squares: new ones
  /// are uncorrelated, of mean 0 and variance 1.
  private func redraw(from new: Tensor, as former: Tensor) {
    let map = matrixProduct(new, former, transposingLeft: true) * (1 / Float(new.shape[0]))
    generator.redraw(from: map, shiftedBy: former.mean(along: [0]))
  }

  /// The image of each kept sketch, class by class: a random choice, repeated where there are too few; `nil` where a class
  /// has none.
  private func chosen() -> [Int?] {
    let groups: [[Int]]
    if recipe.conditioning.isConditional, let labels = dataset.labels {
      var all = [[Int]](repeating: [], count: sketches.groups)
      for (index, label) in labels.enumerated() where all.indices.contains(label) {
        all[label].append(index)
      }
      groups = all
    } else {
      groups = [Array(0..<dataset.count)]
    }
    return groups.flatMap { group -> [Int?] in
      if group.isEmpty { return [Int?](repeating: nil, count: sketches.count) }
      let order = random.permutation(of: group.count)
      return (0..<sketches.count).map { group[order[$0 % group.count]] }
    }
  }

  /// The pixels of shrunk images, `[images, pixels]`; where images are mirrored in training, half of them are.
  private func shrunk(_ indices: [Int]) throws -> Tensor {
    let byteCount = dataset.shape.byteCount
    var parts: [Tensor] = []
    for first in stride(from: 0, to: indices.count, by: Self.imagesAtOnce) {
      let part = indices[first..<min(first + Self.imagesAtOnce, indices.count)]
      var bytes = [UInt8](repeating: 0, count: part.count * byteCount)
      try bytes.withUnsafeMutableBufferPointer { bytes in
        for (place, index) in part.enumerated() {
          let image = bytes[place * byteCount..<(place + 1) * byteCount]
          try dataset.copyImage(at: index, into: UnsafeMutableBufferPointer(rebasing: image))
        }
      }
      let batch = ImageBatch(
        shape: dataset.shape,
        count: part.count,
        pixels: bytes,
        labels: nil
      )
      let images = recipe.pixelRange.tensor(recipe.flip ? mirrored(batch) : batch)
      parts.append(sketches.shrunk(images))
    }
    return concatenate(parts)
  }

  /// A batch in which half of the images are mirrored.
  private func mirrored(_ batch: ImageBatch) -> ImageBatch {
    let (width, channels) = (batch.shape.width, batch.shape.channels)
    var pixels = batch.pixels
    for image in 0..<batch.count where random.uniformInt(below: 2) == 1 {
      for row in image * batch.shape.height..<(image + 1) * batch.shape.height {
        for column in 0..<width {
          let (to, from) = ((row * width + column) * channels, (row + 1) * width - 1 - column)
          for channel in 0..<channels {
            pixels[to + channel] = batch.pixels[from * channels + channel]
          }
        }
      }
    }
    return ImageBatch(
      shape: batch.shape,
      count: batch.count,
      pixels: pixels,
      labels: nil
    )
  }

  /// Finds the principal components, each divided by its standard deviation; zeros where there are no more.
  private func findComponents(of pixels: Tensor) {
    let (count, length, size) = (pixels.shape[0], pixels.shape[1], sketches.shape.size)
    let mean = pixels.mean(along: [0])
    let centered = Matrix(
      rows: count,
      columns: length,
      values: (pixels - mean).scalars.map(Double.init)
    )
    let (values, vectors) = centered.times(centered, transposingSelf: true).symmetricEigen
    var projection = [Float](repeating: 0, count: length * size)
    for component in 0..<min(size, length) {
      // Eigenvalues are in ascending order.
      let row = length - 1 - component
      let deviation = (max(values[row], 0) / Double(count)).squareRoot()
      let largest = (max(values[length - 1], 0) / Double(count)).squareRoot()
      guard deviation > Self.leastDeviation * largest else { break }
      let vector = vectors.values[row * length..<(row + 1) * length]
      // Eigenvectors have no sign of their own.
      let sign: Double = (vector.max { abs($0) < abs($1) } ?? 0) < 0 ? -1 : 1
      for (pixel, value) in vector.enumerated() {
        projection[pixel * size + component] = Float(sign * value / deviation)
      }
    }
    sketches.projection.value = Tensor(projection, shape: [length, size])
    sketches.origin.value = matrixProduct(
      mean.reshaped(to: [1, length]),
      sketches.projection.value
    ).reshaped(to: [size])
  }

  /// φ by stochastic gradients, averaged over the second half of the steps; for sketches of a normal distribution
  /// it would be ½|c|², where it starts.
  private func offsets() -> Tensor {
    let (codes, count) = (sketches.codes.value, sketches.count)
    var (offsets, sum) = (codes.squared.sum(along: [1]) * 0.5, Tensor.zeros([codes.shape[0]]))
    for step in 0..<Self.steps {
      let z = recipe.latent.sample(Self.vectors, using: random)
      let products = matrixProduct(
        z.slice(0..<sketches.shape.size, along: 1),
        codes,
        transposingRight: true
      )
      let weights = Sketches.weights(
        of: (products - offsets).reshaped(to: [Self.vectors * sketches.groups, count])
      )
      let shares = weights.reshaped(to: [Self.vectors, codes.shape[0]]).mean(along: [0])
      let rate = Self.rate / (1 + Float(step) / 100).squareRoot()
      offsets = offsets + (shares * Float(count) - 1) * rate
      if step >= Self.steps / 2 { sum = sum + offsets }
    }
    return sum * (1 / Float(Self.steps - Self.steps / 2))
  }
}
