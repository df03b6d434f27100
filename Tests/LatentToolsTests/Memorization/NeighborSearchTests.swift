import Evaluation
import LatentTools
import Randomness
import Testing

/// Neighbors against a search that looks at every pair.
@Suite struct NeighborSearchTests {
  private func rows(_ count: Int, _ size: Int, seed: UInt64, offset: Float = 0) -> FeatureMatrix {
    let random = RandomStream(seed: seed, purpose: "test")
    // Few different numbers, so that some rows are equally near or equal.
    let values = (0..<count * size).map { _ in offset + Float(random.uniformInt(below: 4)) }
    return FeatureMatrix(count: count, size: size, values: values)
  }

  private func expected(
    _ queries: FeatureMatrix,
    _ rows: FeatureMatrix,
    _ count: Int,
    excluding excluded: [Int]?
  ) -> [[Neighbor]] {
    (0..<queries.count).map { query in
      let all = (0..<rows.count).filter { $0 != excluded?[query] }.map { row in
        let square = zip(queries[query], rows[row]).reduce(0.0) { sum, pair in
          sum + Double(pair.0 - pair.1) * Double(pair.0 - pair.1)
        }
        return (row, square.squareRoot())
      }
      return all.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(count).map {
        Neighbor(index: $0.0, distance: $0.1)
      }
    }
  }

  /// Sizes that are no multiple of 8, blocks of odd lengths, and numbers far from 0, where products alone
  /// would tell nothing.
  @Test(arguments: [1, 3, 8, 19], [0, 1000] as [Float])
  func agreesWithAllPairs(_ size: Int, _ offset: Float) {
    let (queries, set) = (
      rows(13, size, seed: 1, offset: offset), rows(101, size, seed: 2, offset: offset)
    )
    for count in [1, 7, 200] {
      for excluded in [nil, (0..<13).map { $0 * 3 }] {
        let search = NeighborSearch(of: queries, keeping: count, excluding: excluded)
        for range in [0..<1, 1..<40, 40..<41, 41..<101] { search.add(set.rows(range)) }
        let wanted = expected(queries, set, count, excluding: excluded)
        #expect(search.neighbors == wanted)
      }
    }
  }

  @Test func equalRowsAreAtNoDistance() {
    let random = RandomStream(seed: 3, purpose: "test")
    let values = (0..<5000).map { _ in Float(random.uniformInt(below: 1 << 20)) / 1000 }
    let set = FeatureMatrix(count: 5, size: 1000, values: values)
    let search = NeighborSearch(of: set, keeping: 2)
    search.add(set)
    for (row, neighbors) in search.neighbors.enumerated() {
      #expect(neighbors[0] == Neighbor(index: row, distance: 0))
      #expect(neighbors[1].distance > 0)
    }
  }
}
