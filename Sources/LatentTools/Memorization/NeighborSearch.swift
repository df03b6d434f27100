package import Evaluation
import Preconditions
internal import TensorCore

/// A row of a large set that is near to another row.
package struct Neighbor: Equatable, Sendable {
  /// The row's number in the set.
  package let index: Int
  /// The distance: the root of the summed squares of differences.
  package let distance: Double

  /// A row at a distance.
  package init(index: Int, distance: Double) {
    (self.index, self.distance) = (index, distance)
  }
}

/// Finds the rows of a large set that are nearest to some rows, the set being seen a block at a time.
///
/// Products of matrices tell all distances roughly, |a − b|² = |a|² + |b|² − 2 a·b; those that may count are
/// computed again, coordinate by coordinate, in float64: equal rows are at a distance of exactly 0. Equally
/// near rows count in their order, so that the result depends on nothing else.
package final class NeighborSearch {
  /// A share of |a|² + |b|² by which the rough squared distance may be wrong: hundreds of float32's roundings.
  private static let roughness: Float = 4e-5

  private let queries: Tensor
  private let squares: [Float]
  private let excluded: [Int]?
  private var nearest: [NearestList]
  private var seen = 0

  /// A search for the neighbors of some rows.
  ///
  /// - Parameters:
  ///   - queries: The rows.
  ///   - count: How many neighbors each is to have.
  ///   - excluded: For each row the number of one that does not count, such as itself.
  package init(of queries: FeatureMatrix, keeping count: Int, excluding excluded: [Int]? = nil) {
    require(
      count > 0 && excluded.map { $0.count == queries.count } ?? true,
      "NeighborSearch: \(count) neighbors of \(queries.count) rows"
    )
    self.queries = Tensor(queries.values, shape: [queries.count, queries.size])
    self.excluded = excluded
    squares = Self.squares(of: self.queries)
    nearest = Array(repeating: NearestList(count), count: queries.count)
  }

  /// The neighbors of each row among those seen so far, nearest first: fewer than were asked for where fewer
  /// were seen.
  package var neighbors: [[Neighbor]] {
    nearest.map { list in
      list.items.map { Neighbor(index: $0.index, distance: $0.distance.squareRoot()) }
    }
  }

  /// Looks at the next rows of the set.
  ///
  /// - Precondition: They have as many numbers as the queries.
  package func add(_ rows: FeatureMatrix) {
    let block = Tensor(rows.values, shape: [rows.count, rows.size])
    let products = matrixProduct(queries, block, transposingRight: true)
    let blockSquares = Self.squares(of: block)
    let (size, first) = (rows.size, seen)
    let (squares, excluded) = (squares, excluded)
    seen += rows.count
    nearest.withUnsafeMutableBufferPointer { lists in
      products.withUnsafeBuffer { products in
        queries.withUnsafeBuffer { queries in
          block.withUnsafeBuffer { block in
            nonisolated(unsafe) let (lists, products) = (lists, products)
            nonisolated(unsafe) let (queries, block) = (queries, block)
            ThreadPool.forEachIndex(lists.count) { query in
              let own = excluded?[query]
              for row in 0..<blockSquares.count where first + row != own {
                let sum = squares[query] + blockSquares[row]
                let least = sum - 2 * products[query * blockSquares.count + row]
                guard Double(least - Self.roughness * sum) <= lists[query].limit else { continue }
                let distance = Self.distance(
                  UnsafeBufferPointer(rebasing: queries[query * size..<(query + 1) * size]),
                  UnsafeBufferPointer(rebasing: block[row * size..<(row + 1) * size])
                )
                lists[query].add(first + row, distance)
              }
            }
          }
        }
      }
    }
  }

  private static func squares(of rows: Tensor) -> [Float] {
    withoutRecording { rows.squared.sum(along: [1]).scalars }
  }

  /// The summed squares of differences.
  private static func distance(
    _ a: UnsafeBufferPointer<Float>,
    _ b: UnsafeBufferPointer<Float>
  ) -> Double {
    // Eight sums, so that the compiler takes vectors.
    var sums = SIMD8<Double>.zero
    var index = 0
    while index + 8 <= a.count {
      var differences = SIMD8<Float>.zero
      for lane in 0..<8 { differences[lane] = a[index + lane] - b[index + lane] }
      let wide = SIMD8<Double>(differences)
      sums += wide * wide
      index += 8
    }
    var sum = sums.sum()
    for rest in index..<a.count {
      let difference = Double(a[rest] - b[rest])
      sum += difference * difference
    }
    return sum
  }
}

/// The nearest rows so far, nearest first.
private struct NearestList {
  private let capacity: Int
  private(set) var items: [(index: Int, distance: Double)] = []

  init(_ capacity: Int) { self.capacity = capacity }

  /// What a squared distance must not exceed to count.
  var limit: Double { items.count < capacity ? .infinity : items[capacity - 1].distance }

  /// Takes in a row that comes after all others.
  mutating func add(_ index: Int, _ distance: Double) {
    guard distance < limit else { return }
    if items.count == capacity { items.removeLast() }
    let place = items.firstIndex { $0.distance > distance } ?? items.count
    items.insert((index, distance), at: place)
  }
}
