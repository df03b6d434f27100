import Dispatch
import Synchronization

/// What `body` makes of each of 0..<`count`, in order, computed on all cores.
///
/// `Dispatch` runs it, whose threads may wait for files; loops that compute run on TensorCore's `ThreadPool`.
func concurrently<Value: Sendable>(
  _ count: Int,
  _ body: @escaping @Sendable (Int) -> Value
) -> [Value] {
  let pieceCount = (count + pieceLength - 1) / pieceLength
  let pieces = Mutex<[Int: [Value]]>([:])
  DispatchQueue.concurrentPerform(iterations: pieceCount) { piece in
    let values = (piece * pieceLength..<min(count, (piece + 1) * pieceLength)).map(body)
    pieces.withLock { $0[piece] = values }
  }
  return pieces.withLock { $0.sorted { $0.key < $1.key }.flatMap(\.value) }
}

/// Indices that a thread takes at a time.
private let pieceLength = 64
