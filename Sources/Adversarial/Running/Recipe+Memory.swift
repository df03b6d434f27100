internal import Datasets
internal import Foundation

extension Recipe {
  /// Checks that this machine could hold a training of the recipe, before it tries in vain.
  ///
  /// - Throws: `RecipeProblem` where even the least that it takes is more than the machine's memory.
  public func checkMemory() throws(RecipeProblem) {
    let available = Double(ProcessInfo.processInfo.physicalMemory)
    guard leastBytes > available else { return }
    throw RecipeProblem(
      setting: "channels",
      found: "\(channels), with latent-size \(latent.size) and batch-size \(batchSize)",
      expected: """
        sizes that fit into the \(Self.gibibytes(available)) GiB of memory here; these take at \
        least \(Self.gibibytes(leastBytes)) GiB
        """
    )
  }

  /// Less than a training takes: weights, their gradients and two moments of each, the results of
  /// the layers once for real images and once for generated ones, and the real images.
  private var leastBytes: Double {
    let width = Double(channels)
    let (square, size, pixels) = (width * width, Double(latent.size), Double(image.byteCount))
    let (parameters, results) =
      switch name {
      case .dcganCIFAR10: (16 * width * size + 33.3 * square, (2 * 352 + 240) * width)
      case .mlpMNIST: (width * size + 20 * square + 8 * width * pixels, 21 * width + pixels)
      case .upsamplingMNIST: (8 * width * size + 617 * square, (735 + 2 * 492) * width)
      case .dcganMNIST: (32 * width * size + 2100 * square, (390 + 2 * 390) * width)
      }
    let images = 4 * Double(imagesPerIteration) * pixels
    return 4 * (4 * parameters + Double(batchSize) * results) + images
  }

  private static func gibibytes(_ bytes: Double) -> String { fixed(bytes / 0x1p30, digits: 1) }
}
