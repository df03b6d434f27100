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
    let numbers = 4 * parameterCount + Double(batchSize) * resultCount
    return 4 * (numbers + Double(imagesPerIteration * image.byteCount))
  }

  /// The widths of the hidden images from the smallest to the largest.
  private var widths: [Double] {
    guard let ladder else { return [] }
    let widths =
      name == .dcganCIFAR10
      ? ladder.widths(from: channels) : ladder.stridedWidths(from: channels).reversed()
    return widths.map { Double($0) }
  }

  /// About as many weights as both networks have.
  private var parameterCount: Double {
    let width = Double(channels)
    let (square, size, pixels) = (width * width, Double(latent.size), Double(image.byteCount))
    let first = Double(ladder?.first.pixelCount ?? 0) * (widths.first ?? 0)
    let between = zip(widths, widths.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    switch name {
    case .dcganCIFAR10:
      return first * size + 32 * between + 9 * widths.dropLast().reduce(0) { $0 + $1 * $1 }
    case .dcgan, .dcganMNIST: return first * size + 50 * between
    case .mlpMNIST: return width * size + 20 * square + 8 * width * pixels
    case .upsamplingMNIST:
      let (quarter, pooled) = upsamplingPixels
      return 8 * width * size + (8 * quarter + 8 * pooled + 25) * square
    default: return 0
    }
  }

  /// About as many numbers as the layers make of one latent vector and two images.
  private var resultCount: Double {
    let (width, pixels) = (Double(channels), Double(image.byteCount))
    let hidden = zip(widths, ladder?.sizes ?? []).map { $0 * Double($1.pixelCount) }
    let sum = hidden.reduce(0, +)
    switch name {
    case .dcganCIFAR10: return sum + 2 * (2 * sum - (hidden.last ?? 0))
    case .dcgan, .dcganMNIST: return 3 * sum
    case .mlpMNIST: return 21 * width + pixels
    case .upsamplingMNIST: return (15 + 2 * 10) * upsamplingPixels.quarter * width
    default: return 0
    }
  }

  /// The pixels of the Keras tutorial's first generated image and of the last pooled one.
  private var upsamplingPixels: (quarter: Double, pooled: Double) {
    let (height, width) = (image.height / 4, image.width / 4)
    return (Double(height * width), Double((height - 2) * (width - 2)))
  }

  private static func gibibytes(_ bytes: Double) -> String { fixed(bytes / 0x1p30, digits: 1) }
}
