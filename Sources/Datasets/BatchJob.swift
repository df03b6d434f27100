import Dispatch

/// A batch in preparation, to which several threads contribute images.
///
/// `@unchecked Sendable`: each image has its own pixels, written by the one thread that makes it and read
/// after all have left the group; all other state is accessed on the serial queue only.
final class BatchJob: @unchecked Sendable {
  let plan: BatchPlan
  private let dataset: any ImageDataset
  private let pixels: UnsafeMutableBufferPointer<UInt8>
  private let group = DispatchGroup()
  private let queue = DispatchQueue(label: "Forger batch")
  private var isCancelled = false
  private var failure: (place: Int, error: any Error)?

  init(_ plan: BatchPlan, from dataset: any ImageDataset) {
    self.plan = plan
    self.dataset = dataset
    pixels = .allocate(capacity: plan.images.count * dataset.shape.byteCount)
    pixels.initialize(repeating: 0)
  }

  deinit { pixels.deallocate() }

  /// Starts making the images, a part on each queue, in order.
  func start(on queues: some Collection<DispatchQueue>) {
    let length = (plan.images.count + queues.count - 1) / queues.count
    var start = 0
    for queue in queues where start < plan.images.count {
      let range = start..<min(start + length, plan.images.count)
      queue.async(group: group) { self.makeImages(range) }
      start += length
    }
  }

  /// Cancels the images that are not yet made.
  func cancel() { queue.sync { isCancelled = true } }

  /// Waits for all images and returns the batch.
  ///
  /// - Throws: The error of the first image that cannot be read.
  func finish() throws -> ImageBatch {
    group.wait()
    if let failure = queue.sync(execute: { failure }) { throw failure.error }
    let labels = dataset.labels.map { labels in plan.images.map { labels[$0.index] } }
    return ImageBatch(
      shape: dataset.shape,
      count: plan.images.count,
      pixels: Array(pixels),
      labels: labels
    )
  }

  /// Makes some of the images.
  func makeImages(_ places: Range<Int>) {
    let size = dataset.shape.byteCount
    for place in places {
      if queue.sync(execute: { isCancelled }) { return }
      let planned = plan.images[place]
      let image = UnsafeMutableBufferPointer(rebasing: pixels[place * size..<(place + 1) * size])
      do {
        try dataset.copyImage(at: planned.index, into: image)
      } catch {
        queue.sync {
          if place < failure?.place ?? .max { failure = (place, error) }
        }
        return
      }
      if planned.isMirrored { mirror(image, dataset.shape) }
    }
  }
}

/// Mirrors an image horizontally.
private func mirror(_ pixels: UnsafeMutableBufferPointer<UInt8>, _ shape: ImageShape) {
  for row in 0..<shape.height {
    for column in 0..<shape.width / 2 {
      let left = (row * shape.width + column) * shape.channels
      let right = (row * shape.width + shape.width - 1 - column) * shape.channels
      for channel in 0..<shape.channels { pixels.swapAt(left + channel, right + channel) }
    }
  }
}
