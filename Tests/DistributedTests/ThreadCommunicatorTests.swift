import Distributed
import TensorCore
import Testing

@Suite struct ThreadCommunicatorTests {
  @Test(arguments: 1...4) func everyThreadGetsTheSameSums(_ count: Int) throws {
    let sums = try ThreadCommunicator.run(count) { communicator -> [Float] in
      var numbers = [Float(communicator.rank), 0.1 * Float(communicator.rank + 1)]
      for _ in 0..<3 {
        try numbers.withUnsafeMutableBufferPointer { try communicator.allReduce($0) }
      }
      return numbers
    }
    let first = Float(count * (count - 1) / 2 * count * count)
    #expect(sums.allSatisfy { $0 == sums[0] && $0[0] == first })
  }

  @Test func bytesOfEveryThreadComeInTheOrderOfRanks() throws {
    let gathered = try ThreadCommunicator.run(3) { communicator in
      let own = Array(repeating: UInt8(communicator.rank), count: communicator.rank)
      return (try communicator.allGather(own), try communicator.broadcast(own, from: 2))
    }
    for (all, broadcast) in gathered {
      #expect(all == [[], [1], [2, 2]])
      #expect(broadcast == [2, 2])
    }
  }

  @Test func aThreadThatFailsEndsTheOthers() {
    struct Failure: Error {}
    #expect(throws: Failure.self) {
      try ThreadCommunicator.run(3) { communicator in
        if communicator.rank == 1 { throw Failure() }
        try communicator.barrier()
      }
    }
  }

  @Test func aThreadThatLeavesEarlyIsMissed() {
    #expect(throws: CommunicationFailure("rank 1 has ended")) {
      try ThreadCommunicator.run(2) { communicator in
        if communicator.rank == 0 { try communicator.barrier() }
      }
    }
  }

  @Test func manyTensorsAreAddedUpInTheirShapes() throws {
    let sums = try ThreadCommunicator.run(2) { communicator in
      let factor = Float(communicator.rank + 1)
      return try CommunicatingWorkers(communicator)
        .sums(of: [Tensor([1, 2]) * factor, Tensor(3) * factor, Tensor.zeros([0, 4])])
        .map { ($0.shape, $0.scalars) }
    }
    for all in sums {
      #expect(all.map(\.0) == [[2], [], [0, 4]])
      #expect(all.map(\.1) == [[3, 6], [9], []])
    }
  }

  /// Large tensors go alone, small ones together; sums may be asked for in any order.
  @Test(arguments: [true, false]) func sumsAreFormedInTheBackground(_ overlaps: Bool) throws {
    let counts = [3, 300_000, 0, 200_000, 5, 100_000, 262_144, 1]
    let sums = try ThreadCommunicator.run(3) { communicator in
      let counter = CountingCommunicator(communicator)
      let workers = CommunicatingWorkers(counter, overlapping: overlaps)
      let sums = workers.startSums()
      for (index, count) in counts.enumerated() {
        let value = Float(index + 1) * Float(communicator.rank + 1)
        try sums.add(Tensor(repeating: value, shape: [count]))
      }
      try sums.finish()
      let order = communicator.rank == 1 ? counts.indices.reversed() : Array(counts.indices)
      let found = try Dictionary(uniqueKeysWithValues: order.map { ($0, try sums.sum($0)) })
      return (found, counter.take(), workers.secondsWaited)
    }
    for (found, count, waited) in sums {
      for (index, length) in counts.enumerated() {
        let tensor = try #require(found[index])
        #expect(tensor.shape == [length])
        #expect(tensor.scalars.allSatisfy { $0 == Float(index + 1) * 6 })
      }
      // Two alone; the first bucket is full with its fifth tensor; one is left.
      #expect(count.started == 4 && count.immediate == 0)
      #expect(count.startedNumbers == counts.reduce(0, +) && count.lastNumbers == 1)
      #expect(waited > 0)
    }
  }

  @Test func aSumWithoutAWorkerFails() {
    #expect(throws: CommunicationFailure("rank 1 has ended")) {
      try ThreadCommunicator.run(2) { communicator in
        let sums = CommunicatingWorkers(communicator).startSums()
        if communicator.rank == 1 { return }
        try sums.add(Tensor([1]))
        try sums.finish()
        _ = try sums.sum(0)
      }
    }
  }
}
