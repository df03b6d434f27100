internal import Adversarial
internal import Datasets
internal import Foundation
internal import Terminal

extension Recipe {
  /// Checks that this machine has enough memory to train the recipe, before it is tried in vain.
  ///
  /// - Throws: `RecipeProblem` if even the least that training takes exceeds the machine's memory.
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

  /// A lower bound for training: weights, their gradients and two moments of each, the activations of one
  /// batch of real and one of generated images, and the real images.
  private var leastBytes: Double {
    let outline = NetworkOutline(of: self)
    let images = min(batchSize, outline.imagesAtOnce ?? batchSize)
    let results = Double(images) * Double(outline.resultCount)
    let numbers = 4 * Double(outline.parameterCount) + results
    return 4 * (numbers + Double(imagesPerIteration * image.byteCount))
  }

  private static func gibibytes(_ bytes: Double) -> String {
    NumberText.fixed(bytes / 0x1p30, decimals: 1)
  }
}
