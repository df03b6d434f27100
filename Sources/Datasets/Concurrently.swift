import Dispatch

/// The results of `body` for each of 0..<`count`, in order, computed on all cores.
func concurrently<Value: Sendable>(
  _ count: Int,
  _ body: @escaping @Sendable (Int) -> Value
) -> [Value] {
  let pieceCount = (count + pieceLength - 1) / pieceLength
  let pieces = Pieces<Value>()
  DispatchQueue.concurrentPerform(iterations: pieceCount) { piece in
    let range = piece * pieceLength..<min(count, (piece + 1) * pieceLength)
    pieces.add(range.map(body), at: piece)
  }
  return pieces.inOrder
}

/// The number of indices that a thread takes at a time.
private let pieceLength = 64

/// Parts of a result as they arrive.
///
/// `@unchecked Sendable`: the parts are accessed on the serial queue only.
private final class Pieces<Value: Sendable>: @unchecked Sendable {
  private let queue = DispatchQueue(label: "Forger pieces")
  private var pieces: [Int: [Value]] = [:]

  func add(_ values: [Value], at place: Int) {
    queue.sync { pieces[place] = values }
  }

  var inOrder: [Value] {
    queue.sync { pieces.sorted { $0.key < $1.key }.flatMap(\.value) }
  }
}
