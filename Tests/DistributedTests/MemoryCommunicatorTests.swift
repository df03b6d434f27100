#if os(Linux)
import Distributed
import TensorCore
import Testing

/// Threads in the place of processes: each maps the memory for itself.
@Suite struct MemoryCommunicatorTests {
  /// Runs `body` on threads that add up in memory.
  private static func run<Result: Sendable>(
    _ count: Int,
    _ body: @escaping @Sendable (MemoryCommunicator) throws -> Result
  ) throws -> [Result] {
    try ThreadCommunicator.run(count) {
      try body(try #require(try MemoryCommunicator.joined($0)))
    }
  }

  /// A number of which sums are exact, different for each process and place.
  private static func value(_ index: Int, _ rank: Int) -> Float {
    Float(index % 1000 + 1) * Float(rank + 1)
  }

  @Test func oneProcessHasNobodyToShareMemoryWith() throws {
    let joined = try MemoryCommunicator.joined(SingleProcess())
    #expect(joined?.size == nil)
  }

  /// From none to more than fit at once, over and over at the same places.
  @Test(arguments: 2...4) func everyProcessGetsTheSameSums(_ count: Int) throws {
    let lengths = [0, 1, 7, 16, 1000, 16_384, 16_385, 50_000]
    let sums = try Self.run(count) { communicator in
      try (0..<3).flatMap { _ in
        try lengths.map { length in
          var numbers = (0..<length).map { Self.value($0, communicator.rank) }
          try numbers.withUnsafeMutableBufferPointer { try communicator.allReduce($0) }
          return numbers
        }
      }
    }
    let factor = Float(count * (count + 1) / 2)
    for all in sums {
      for (index, numbers) in all.enumerated() {
        let length = lengths[index % lengths.count]
        #expect(numbers == (0..<length).map { Self.value($0, 0) * factor })
      }
    }
  }

  /// Sums that are under way outlast small ones and each other, go around the ring several times, and may be longer than it;
  /// those that one process reads early do not wait for others to read them.
  @Test(arguments: 2...4) func sumsAreFormedWhileProcessesCompute(_ count: Int) throws {
    let lengths = [3, 300_000, 0, 900_000, 5, 5_000_000, 262_144, 1]
    let found = try Self.run(count) { communicator in
      let workers = CommunicatingWorkers(communicator)
      var sums: [any SumsInProgress] = []
      for _ in 0..<3 {
        let next = workers.startSums()
        for length in lengths {
          let numbers = (0..<length).map { Self.value($0, communicator.rank) }
          try next.add(Tensor(numbers, shape: [length]))
          _ = try workers.sums(of: [Tensor(Float(length))])
        }
        try next.finish()
        sums.append(next)
      }
      if communicator.rank == 0 { _ = try sums[2].sum(3) }
      try communicator.barrier()
      return try sums.flatMap { sums in try lengths.indices.map { try sums.sum($0).scalars } }
    }
    let factor = Float(count * (count + 1) / 2)
    for all in found {
      #expect(
        zip(all, lengths + lengths + lengths).allSatisfy { numbers, length in
          numbers == (0..<length).map { Self.value($0, 0) * factor }
        }
      )
    }
  }
}
#endif
