import Foundation
import Synchronization

/// The calls of an MPI library, one at a time, and the thread that keeps started sums moving.
///
/// Most libraries move messages only while they are called. So as long as sums are being formed, a thread of its own
/// asks for them every now and then, which takes little of a core that others compute on.
final class MPIRequests: @unchecked Sendable {
  // Sendable: `pending` and `isStarted` are touched only under the lock of `condition`.

  /// The time between two questions, in microseconds: a gigabit network delivers 25 KB meanwhile.
  private static let pause: UInt32 = 200

  let library: MPILibrary
  private let condition = NSCondition()
  private var pending: [MPISums] = []
  private var isStarted = false
  /// When the call that is being made began, in seconds since some time; 0 where there is none.
  private let callStart = Atomic<UInt64>(0)

  init(_ library: MPILibrary) { self.library = library }

  /// Makes a call, while nobody else makes one.
  ///
  /// - Throws: `CommunicationFailure` with MPI's text.
  func call(_ name: String, _ body: () -> Int32) throws(CommunicationFailure) {
    condition.lock()
    callStart.store(DispatchTime.now().uptimeNanoseconds, ordering: .relaxed)
    let code = body()
    callStart.store(0, ordering: .relaxed)
    condition.unlock()
    try library.check(code, name)
  }

  /// The seconds that the call that is being made has taken so far; 0 where there is none.
  var secondsInCall: Double {
    let start = callStart.load(ordering: .relaxed)
    return start == 0 ? 0 : Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
  }

  /// Keeps sums moving until they are there.
  func follow(_ sums: MPISums) {
    condition.lock()
    pending.append(sums)
    if !isStarted {
      isStarted = true
      let thread = Thread { [self] in keepMoving() }
      thread.stackSize = 1 << 20
      thread.name = "MPI"
      thread.start()
    }
    condition.signal()
    condition.unlock()
  }

  private func keepMoving() {
    while true {
      condition.lock()
      while pending.isEmpty { condition.wait() }
      pending.removeAll { $0.isDone(library) }
      condition.unlock()
      usleep(Self.pause)
    }
  }
}

/// Sums that an MPI library forms.
final class MPISums: PendingSums, @unchecked Sendable {
  // Sendable: `request` and `code` are touched only in calls of `MPIRequests`, one at a time.

  private let requests: MPIRequests
  private var request: MPILibrary.Handle
  /// What the last call returned, once the sums are there or have failed.
  private var code: Int32?

  init(_ request: MPILibrary.Handle, by requests: MPIRequests) {
    (self.request, self.requests) = (request, requests)
  }

  func wait() throws(CommunicationFailure) {
    try requests.call("MPI_Iallreduce") {
      if let code { return code }
      let result = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { status in
        // No MPI's status has more than 32 bytes.
        status.baseAddress.map { requests.library.wait(&request, $0) } ?? 1
      }
      code = result
      return result
    }
  }

  /// Whether the sums are there; part of a call of `MPIRequests`.
  fileprivate func isDone(_ library: MPILibrary) -> Bool {
    if code != nil { return true }
    var flag: Int32 = 0
    let result = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { status in
      status.baseAddress.map { library.test(&request, &flag, $0) } ?? 1
    }
    if result != 0 || flag != 0 { code = result }
    return code != nil
  }
}
