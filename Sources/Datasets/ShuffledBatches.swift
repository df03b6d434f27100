public import Archives
public import Batches
import Preconditions
public import Randomness

/// Batches in a new random order in every epoch, crossing the ends of epochs.
///
/// The semantics are those of Chainer's `SerialIterator`: when a batch takes the last image of the order, the
/// epoch is complete, a new order is drawn, and the batch is filled from it.
///
/// With mirroring, every image is mirrored at random in every epoch. That depends only on the seed, the epoch
/// and the image's index, so there is no further state to save.
public final class ShuffledBatches: BatchIterator {
  /// The number of images in a batch.
  public let batchSize: Int
  let dataset: any ImageDataset
  /// The rows of each batch that are returned; all of them if `nil`.
  private let rows: [Int]?
  private let stream: RandomStream
  private let orders: ImageOrders
  /// The random bits that decide which images are mirrored, if any are.
  private let mirroring: RandomBlocks?
  /// The position of the stream before the order was drawn.
  private var orderStart: UInt64
  private var order: [Int]
  /// Epochs completed by the batches returned so far.
  public private(set) var epoch = 0
  /// The number of images in the order that were used, less than all.
  private var position = 0

  /// Batches of `dataset`, in orders drawn from `stream`, or always in its own order; if `mirroring`, half of
  /// the images in each epoch are mirrored horizontally; if `balancing`, each class is as frequent as any other.
  ///
  /// - Parameters:
  ///   - dataset: The images.
  ///   - batchSize: The number of images in a batch.
  ///   - rows: The rows of each batch that are read and returned, where others have the rest; all if `nil`.
  ///   - stream: Draws the orders.
  ///   - shuffled: Whether the order is random.
  ///   - mirroring: Whether images are mirrored at random.
  ///   - balancing: Whether an epoch has as many images of each class that has any, some more than once and others not
  ///     at all.
  /// - Throws: `FileProblem` if the dataset does not fill one batch.
  /// - Precondition: `batchSize` is positive, and the rows are in a batch; nothing else draws from `stream`; balanced
  ///   batches are shuffled, and of a dataset with labels.
  public init(
    _ dataset: any ImageDataset,
    batchSize: Int,
    rows: [Int]? = nil,
    stream: RandomStream,
    shuffled: Bool = true,
    mirroring: Bool = false,
    balancing: Bool = false
  ) throws(FileProblem) {
    require(
      batchSize > 0 && (rows ?? []).allSatisfy { (0..<batchSize).contains($0) },
      "ShuffledBatches: rows \(rows ?? []) of a batch of \(batchSize)"
    )
    guard dataset.count >= batchSize else {
      throw FileProblem(
        dataset.name,
        found: "holds \(dataset.count) images",
        expected: "at least one batch of \(batchSize)"
      )
    }
    self.dataset = dataset
    self.batchSize = batchSize
    self.rows = rows
    self.stream = stream
    orders = ImageOrders(of: dataset, shuffled: shuffled, balanced: balancing)
    self.mirroring = mirroring ? RandomBlocks(seed: stream.seed, purpose: "mirroring") : nil
    orderStart = stream.position
    order = orders.next(from: stream)
  }

  /// The progress of the batches returned so far.
  public var progress: EpochProgress {
    EpochProgress(epoch: epoch, example: position, of: dataset.count)
  }

  /// Returns the next batch.
  ///
  /// - Throws: If an image cannot be read; the position is unchanged then.
  public func next() throws -> ImageBatch {
    let before = (orderStart, order, position, epoch, stream.position)
    do {
      return try BatchPreparation.batch(of: plan(), from: dataset)
    } catch {
      // As if it had not been called, so that the state is that of the batches returned.
      (orderStart, order, position, epoch, stream.position) = before
      throw error
    }
  }

  /// Plans the next batch; advances without reading any image.
  func plan() -> BatchPlan {
    let end = position + batchSize
    var images = order[position..<min(end, dataset.count)].map { image(at: $0) }
    if end < dataset.count {
      position = end
    } else {
      orderStart = stream.position
      order = orders.next(from: stream)
      epoch += 1
      position = end - dataset.count
      images += order[..<position].map { image(at: $0) }
    }
    if let rows { images = rows.map { images[$0] } }
    return BatchPlan(images: images, place: BatchPlace(of: self))
  }

  /// The image at an index as it is in the current epoch.
  private func image(at index: Int) -> BatchPlan.PlannedImage {
    let block = UInt64(epoch) &* UInt64(dataset.count) &+ UInt64(index)
    return .init(index: index, isMirrored: mirroring.map { $0[block].x & 1 == 1 } ?? false)
  }

  /// The position in the dataset, from which the next batches follow.
  public func state() -> NamedArrays {
    var state = NamedArrays()
    state.set("count", to: dataset.count)
    state.set("epoch", to: epoch)
    state.set("position", to: position)
    state.set("seed", to: stream.seed)
    state.set("order_start", to: orderStart)
    return state
  }

  /// Restores a saved state.
  ///
  /// - Throws: `FileProblem` if the state does not fit this dataset; nothing is changed then.
  public func restore(from state: StateReader) throws {
    let count = try state.integer("count")
    guard count == dataset.count else {
      throw FileProblem(
        state.file,
        found: "is of a run on \(count) images",
        expected: "\(dataset.count) of \(dataset.name)"
      )
    }
    let seed = try state.bits("seed")
    guard seed == stream.seed else {
      throw FileProblem(
        state.file,
        found: "is of a run with seed \(seed)",
        expected: "seed \(stream.seed)"
      )
    }
    let epoch = try state.integer("epoch")
    let position = try state.integer("position", in: 0...count - 1)
    let orderStart = try state.bits("order_start")
    try state.finish()
    stream.position = orderStart
    order = orders.next(from: stream)
    (self.orderStart, self.epoch, self.position) = (orderStart, epoch, position)
  }
}
