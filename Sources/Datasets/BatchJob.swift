import Dispatch

/// A batch in the making, to which several threads add images.
///
/// `@unchecked Sendable`: each image has pixels of its own, written by the one thread that makes it and
/// read when all have left the group; all other state is touched on the serial queue only.
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

  /// Has the images made, a part on each queue, first to last.
  func start(on queues: some Collection<DispatchQueue>) {
    let length = (plan.images.count + queues.count - 1) / queues.count
    var start = 0
    for queue in queues where start < plan.images.count {
      let range = start..<min(start + length, plan.images.count)
      queue.async(group: group) { self.makeImages(range) }
      start += length
    }
  }

  /// Lets the images that are not made yet be.
  func cancel() { queue.sync { isCancelled = true } }

  /// The batch, when all its images are made.
  ///
  /// - Throws: What reading the first of the images that cannot be read threw.
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

/// Mirrors an image, left for right.
private func mirror(_ pixels: UnsafeMutableBufferPointer<UInt8>, _ shape: ImageShape) {
  for row in 0..<shape.height {
    for column in 0..<shape.width / 2 {
      let left = (row * shape.width + column) * shape.channels
      let right = (row * shape.width + shape.width - 1 - column) * shape.channels
      for channel in 0..<shape.channels { pixels.swapAt(left + channel, right + channel) }
    }
  }
}
