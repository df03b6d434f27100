import Dispatch
import Synchronization

/// Mean and deviation of a dataset's pixels.
public struct PixelStatistics: Equatable, Sendable {
  /// The mean of each channel, from 0 for black to 1.
  public let means: [Double]
  /// The standard deviation of each channel, on the same scale.
  public let deviations: [Double]

  /// Counts all pixels of all images, on all cores.
  ///
  /// - Throws: If an image cannot be read.
  public init(of dataset: any ImageDataset) throws {
    let channels = dataset.shape.channels
    let parts = min(dataset.count, 64)
    // A histogram for each channel; whole numbers, so that the order does not matter.
    let total = Mutex(Result<[Int], any Error>.success(Array(repeating: 0, count: channels * 256)))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let indices = part * dataset.count / parts..<(part + 1) * dataset.count / parts
      let counted = Result { try Self.histogram(of: dataset, indices) }
      total.withLock { total in
        total = total.flatMap { sum in counted.map { zip(sum, $0).map { $0 + $1 } } }
      }
    }
    let histogram = try total.withLock { try $0.get() }
    let count = Double(dataset.count * dataset.shape.height * dataset.shape.width)
    var (means, deviations) = ([Double](), [Double]())
    for channel in 0..<channels {
      let counts = histogram[channel * 256..<(channel + 1) * 256]
      let mean = zip(0..., counts).reduce(0.0) { $0 + Double($1.0 * $1.1) } / count
      let square = zip(0..., counts).reduce(0.0) { sum, pair in
        sum + Double(pair.1) * (Double(pair.0) - mean) * (Double(pair.0) - mean)
      }
      means.append(mean / 255)
      deviations.append((square / count).squareRoot() / 255)
    }
    (self.means, self.deviations) = (means, deviations)
  }

  private static func histogram(
    of dataset: any ImageDataset,
    _ indices: Range<Int>
  ) throws -> [Int] {
    let channels = dataset.shape.channels
    var counts = [Int](repeating: 0, count: channels * 256)
    for index in indices {
      let pixels = try dataset.image(at: index)
      var channel = 0
      for value in pixels {
        counts[channel * 256 + Int(value)] += 1
        channel = channel + 1 == channels ? 0 : channel + 1
      }
    }
    return counts
  }
}
