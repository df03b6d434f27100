import Archives
import Dispatch

/// Where an iterator stands.
struct BatchPlace: Sendable {
  let epoch: Int
  let epochDetail: Double
  let state: NamedArrays

  /// Where `source` stands now.
  init(of source: any BatchIterator) {
    epoch = source.epoch
    epochDetail = source.epochDetail
    state = source.state()
  }
}

/// Makes one batch at a time on a thread of its own.
///
/// `@unchecked Sendable`: the iterator and the prepared batch are touched on the serial queue only,
/// and the iterator was sent here, so that nobody else holds it.
final class BatchPreparation: @unchecked Sendable {
  typealias Prepared = Result<(ImageBatch, BatchPlace), any Error>

  private let queue = DispatchQueue(label: "Forger batches", qos: .userInitiated)
  private let source: any BatchIterator
  private var prepared: Prepared?

  init(_ source: sending any BatchIterator) { self.source = source }

  /// Begins the next batch, without waiting for it.
  func start() {
    queue.async { self.prepare() }
  }

  /// The batch that was begun, when it is ready.
  func finish() -> Prepared {
    queue.sync {
      defer { prepared = nil }
      return prepare()
    }
  }

  /// Continues from a saved state in place of what was prepared.
  func restore(from state: NamedArrays, path: String) throws -> BatchPlace {
    try queue.sync {
      try source.restore(from: state, path: path)
      prepared = nil
      return BatchPlace(of: source)
    }
  }

  @discardableResult
  private func prepare() -> Prepared {
    if let prepared { return prepared }
    let batch = Prepared { (try source.next(), BatchPlace(of: source)) }
    prepared = batch
    return batch
  }
}
