internal import Adversarial
internal import Datasets
internal import Foundation
internal import Terminal

extension Recipe {
  /// Checks that this machine could hold a training of the recipe, before it tries in vain.
  ///
  /// - Throws: `RecipeProblem` where even the least that it takes is more than the machine's memory.
  public func checkMemory() throws(RecipeProblem) {
    let available = Double(ProcessInfo.processInfo.physicalMemory)
    guard leastBytes > available else { return }
    throw RecipeProblem(
      setting: "channels",
      found:
        "\(channels), with image-size \(ImageSize(of: image)), latent-size \(latent.size) and batch-size \(batchSize)",
      expected: """
        sizes that fit into the \(Self.gibibytes(available)) GiB of memory here; these take at \
        least \(Self.gibibytes(leastBytes)) GiB
        """
    )
  }

  /// Less than a training takes: weights, their gradients and two moments of each, the results of
  /// the layers once for real images and once for generated ones, and the real images.
  private var leastBytes: Double {
    let outline = NetworkOutline(of: self)
    let results = Double(batchSize) * Double(outline.resultCount)
    let numbers = 4 * Double(outline.parameterCount) + results
    return 4 * (numbers + Double(imagesPerIteration * image.byteCount))
  }

  private static func gibibytes(_ bytes: Double) -> String {
    NumberText.fixed(bytes / 0x1p30, decimals: 1)
  }
}
