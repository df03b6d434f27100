internal import Adversarial
internal import Datasets
internal import Imaging
import Preconditions
internal import Recipes
internal import TensorCore

/// The pictures on the ways of several searches, as a GIF.
struct SearchFilm {
  private let ways: [[[Float]]]
  private let condition: Condition
  private let sampler: Sampler

  /// A film of ways of any lengths: a search that is over waits for the others.
  ///
  /// - Parameters:
  ///   - ways: The latent vectors on each way.
  ///   - condition: What the generator is asked for on each way.
  ///   - sampler: What makes the images.
  /// - Precondition: There is at least one way, and none is empty.
  init(of ways: [[[Float]]], _ condition: Condition, in sampler: Sampler) {
    require(ways.allSatisfy { !$0.isEmpty } && !ways.isEmpty, "SearchFilm: no ways")
    (self.ways, self.condition, self.sampler) = (ways, condition, sampler)
  }

  /// Writes the film.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - frame: The picture of a moment, given the values of each search's image, `[H, W, C]`, and whether
  ///     it is the last moment.
  /// - Throws: `FileProblem` where the file cannot be written.
  func write(to path: String, frame: (_ images: [[Float]], _ isLast: Bool) -> Image) throws {
    let count = ways.map(\.count).max() ?? 1
    // The end stays for a while.
    try GIF.write(count, to: path, seconds: { $0 == count - 1 ? 2 : 0.1 }) { index in
      frame(images(at: index), index == count - 1)
    }
  }

  private func images(at index: Int) -> [[Float]] {
    stride(from: 0, to: ways.count, by: Sampler.imagesAtOnce).flatMap { first in
      let part = ways[first..<min(first + Sampler.imagesAtOnce, ways.count)]
      let vectors = part.flatMap { $0[min(index, $0.count - 1)] }
      let input = GeneratorInput(
        Tensor(vectors, shape: [part.count, sampler.recipe.latent.size]),
        condition[part.indices]
      )
      let (values, size) = (sampler.generate(from: input).scalars, sampler.recipe.image.byteCount)
      return part.indices.map { index in
        Array(values[(index - first) * size..<(index - first + 1) * size])
      }
    }
  }
}
