import TensorCore
import TestSupport
import Testing

@Suite struct MatrixProductTests {
  struct Sizes: CustomTestStringConvertible, Sendable {
    let batch: [Int]
    let rows: Int
    let inner: Int
    let columns: Int
    var testDescription: String { "\(batch)·[\(rows), \(inner)]·[\(inner), \(columns)]" }

    init(_ rows: Int, _ inner: Int, _ columns: Int, batch: [Int] = []) {
      (self.rows, self.inner, self.columns, self.batch) = (rows, inner, columns, batch)
    }

    func left(_ isTransposed: Bool) -> Shape {
      Shape(batch + (isTransposed ? [inner, rows] : [rows, inner]))
    }

    func right(_ isTransposed: Bool) -> Shape {
      Shape(batch + (isTransposed ? [columns, inner] : [inner, columns]))
    }
  }

  static let sizes = [
    Sizes(1, 1, 1), Sizes(1, 5, 1), Sizes(5, 1, 7), Sizes(3, 4, 5), Sizes(7, 13, 3),
    Sizes(17, 33, 9), Sizes(50, 100, 64), Sizes(1, 64, 1), Sizes(2, 3, 4, batch: [3]),
    Sizes(5, 2, 1, batch: [2, 3]), Sizes(3, 7, 5, batch: [1]),
  ]

  /// Several blocks along each axis of Forger's own kernel, with rests; the last is written past the caches.
  ///
  /// From 24 to 128 rows, panels are packed ahead.
  static let largeSizes = [
    Sizes(6, 16, 16), Sizes(13, 600, 37), Sizes(64, 1030, 24), Sizes(100, 9, 270),
    Sizes(23, 70, 100), Sizes(24, 3, 40), Sizes(32, 515, 100), Sizes(47, 1027, 49),
    Sizes(128, 66, 33), Sizes(129, 66, 33), Sizes(520, 3, 512),
  ]

  private func reference(
    _ left: Tensor,
    _ right: Tensor,
    _ transposes: (Bool, Bool)
  ) -> [Double] {
    Operation.matrixProduct(transposesLeft: transposes.0, transposesRight: transposes.1)
      .reference(left, right).values
  }

  @Test(arguments: sizes, [(false, false), (true, false), (false, true), (true, true)])
  func agreesWithLoops(_ sizes: Sizes, _ transposes: (Bool, Bool)) {
    let left = Tensor.sample(sizes.left(transposes.0), seed: 1)
    let right = Tensor.sample(sizes.right(transposes.1), seed: 2)
    let product = matrixProduct(
      left,
      right,
      transposingLeft: transposes.0,
      transposingRight: transposes.1
    )
    #expect(product.shape.dimensions == sizes.batch + [sizes.rows, sizes.columns])
    // A hundred products in float32.
    expectClose(product, reference(left, right, transposes), ofLargest: 2e-6)
  }

  @Test(arguments: largeSizes, [(false, false), (true, false), (false, true), (true, true)])
  func largeOnesAgreeWithLoopsOnAnyNumberOfThreads(_ sizes: Sizes, _ transposes: (Bool, Bool)) {
    let left = Tensor.sample(sizes.left(transposes.0), seed: 1)
    let right = Tensor.sample(sizes.right(transposes.1), seed: 2)
    let products = [1, 2, 3, 7].map { threads in
      withThreads(threads) {
        matrixProduct(
          left,
          right,
          transposingLeft: transposes.0,
          transposingRight: transposes.1
        )
      }
    }
    expectClose(products[0], reference(left, right, transposes), ofLargest: 4e-6)
    for product in products { #expect(product.scalars == products[0].scalars) }
  }

  @Test(arguments: sizes, [(false, false), (true, false), (false, true), (true, true)])
  func isDifferentiableTwice(_ sizes: Sizes, _ transposes: (Bool, Bool)) {
    checkGradients(
      of: {
        matrixProduct(
          $0[0],
          $0[1],
          transposingLeft: transposes.0,
          transposingRight: transposes.1
        )
      },
      at: [
        .sample(sizes.left(transposes.0), seed: 1), .sample(sizes.right(transposes.1), seed: 2),
      ],
      probes: 6
    )
  }

  @Test func nothingInsideGivesZeros() {
    #expect(matrixProduct(.zeros([2, 0]), .zeros([0, 3])).scalars == [0, 0, 0, 0, 0, 0])
    #expect(matrixProduct(.zeros([0, 2]), .zeros([2, 3])).shape == [0, 3])
  }
}
