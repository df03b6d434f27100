import Foundation

/// The calls of an MPI library, one at a time, and the sums that are formed in the background.
///
/// Large messages would hold up the small ones for which everybody waits, such as those of batch normalization. So
/// sums are formed piece by piece, few of them at a time, in the order in which they were asked for; small messages
/// find room between the pieces. As processes start pieces at their own time, those have a communicator of their
/// own, in which their order is all that counts.
///
/// Most libraries move messages only while they are called. So as long as sums are being formed, a thread of its own
/// asks for them every now and then, which takes little of a core that others compute on.
final class MPIRequests: @unchecked Sendable {
  // Sendable: all variables are touched only under the lock of `condition`.

  /// The time between two questions, in microseconds: a gigabit network delivers 25 KB meanwhile.
  private static let pause: UInt32 = 200
  /// The most numbers of a piece between machines: 512 KB, which take 4 ms at a gigabit a second.
  private static let pieceCountOfNetworks = 128 << 10
  /// The pieces that are under way at a time: one that is added up while another one travels.
  private static let mostUnderWay = 2

  private struct Piece {
    let numbers: UnsafeMutableBufferPointer<Float>
    let sums: MPISums
    /// The library's name for it, once it is under way.
    var request: MPILibrary.Handle = 0
  }

  let library: MPILibrary
  /// The most numbers of a piece.
  private var mostInPiece = 1 << 30
  /// The communicator of the pieces.
  private var communicator: MPILibrary.Handle = 0
  private let condition = NSCondition()
  private var waiting: [Piece] = []
  private var underWay: [Piece] = []
  private var isStarted = false
  private let presentWait = PresentWait()

  init(_ library: MPILibrary) { self.library = library }

  /// Makes the communicator of the pieces, and agrees on their size: within one machine nothing is held up.
  ///
  /// - Parameter spansMachines: Whether messages travel between machines, as far as this process was told.
  /// - Returns: Whether they do, as far as any process was told.
  /// - Throws: `CommunicationFailure` with MPI's text.
  func prepare(spanningMachines spansMachines: Bool) throws(CommunicationFailure) -> Bool {
    let constants = library.constants
    try call("MPI_Comm_dup") { library.duplicate(constants.world, &communicator) }
    var count: Float = spansMachines ? 1 : 0
    try call("MPI_Allreduce") {
      library.allReduce(
        constants.inPlace,
        &count,
        1,
        constants.float,
        constants.sum,
        constants.world
      )
    }
    if count > 0 { mostInPiece = Self.pieceCountOfNetworks }
    return count > 0
  }

  /// Makes a call, while nobody else makes one.
  ///
  /// - Throws: `CommunicationFailure` with MPI's text.
  func call(_ name: String, _ body: () -> Int32) throws(CommunicationFailure) {
    condition.lock()
    presentWait.begin()
    let code = body()
    presentWait.end()
    condition.unlock()
    try library.check(code, name)
  }

  /// The seconds that the present wait has lasted; 0 where there is none.
  var secondsWaited: Double { presentWait.seconds }

  /// Starts sums.
  func start(_ numbers: UnsafeMutableBufferPointer<Float>) -> MPISums {
    let sums = MPISums(by: self)
    condition.lock()
    for start in stride(from: 0, to: numbers.count, by: mostInPiece) {
      let range = start..<min(start + mostInPiece, numbers.count)
      waiting.append(
        Piece(numbers: UnsafeMutableBufferPointer(rebasing: numbers[range]), sums: sums)
      )
      sums.pieceCount += 1
    }
    advance()
    if !isStarted {
      isStarted = true
      let thread = Thread { [self] in keepMoving() }
      thread.stackSize = 1 << 20
      thread.name = "MPI"
      thread.start()
    }
    condition.signal()
    condition.unlock()
    return sums
  }

  /// Waits for sums.
  ///
  /// - Throws: `CommunicationFailure` with MPI's text.
  fileprivate func wait(for sums: MPISums) throws(CommunicationFailure) {
    var isDone = false
    presentWait.begin()
    while !isDone {
      condition.lock()
      advance()
      isDone = sums.pieceCount == 0
      condition.unlock()
    }
    presentWait.end()
    try library.check(sums.code, "MPI_Iallreduce")
  }

  private func keepMoving() {
    while true {
      condition.lock()
      while underWay.isEmpty { condition.wait() }
      advance()
      condition.unlock()
      usleep(Self.pause)
    }
  }

  /// Looks which pieces are there, and starts the next ones.
  private func advance() {
    for index in underWay.indices.reversed() {
      var flag: Int32 = 0
      // No MPI's status has more than 32 bytes.
      let code = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { status in
        status.baseAddress.map { library.test(&underWay[index].request, &flag, $0) } ?? 1
      }
      if code != 0 || flag != 0 { underWay.remove(at: index).sums.end(code) }
    }
    while underWay.count < Self.mostUnderWay, !waiting.isEmpty {
      var piece = waiting.removeFirst()
      let code = library.startAllReduce(
        library.constants.inPlace,
        piece.numbers.baseAddress,
        Int32(piece.numbers.count),
        library.constants.float,
        library.constants.sum,
        communicator,
        &piece.request
      )
      if code == 0 { underWay.append(piece) } else { piece.sums.end(code) }
    }
  }
}

/// Sums that an MPI library forms.
final class MPISums: PendingSums, @unchecked Sendable {
  // Sendable: `pieceCount` and `code` are touched only by `MPIRequests`, under its lock.

  private let requests: MPIRequests
  /// The pieces that are not there.
  fileprivate var pieceCount = 0
  /// What the first call that failed returned; 0 where none has.
  fileprivate var code: Int32 = 0

  fileprivate init(by requests: MPIRequests) { self.requests = requests }

  func wait() throws(CommunicationFailure) { try requests.wait(for: self) }

  /// Takes down that a piece is there, or has failed.
  fileprivate func end(_ code: Int32) {
    pieceCount -= 1
    if self.code == 0 { self.code = code }
  }
}
