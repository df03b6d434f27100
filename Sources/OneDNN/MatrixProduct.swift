import CDNNL

/// Batched matrix multiplication through oneDNN.
///
/// Source: oneDNN's developer guide, "Matrix Multiplication".
public final class MatrixProduct: Sendable {
  /// The sizes of a batch of products `[rows, inner] · [inner, columns]`.
  public struct Geometry: Hashable, Sendable {
    /// The number of products.
    public var batch: Int
    /// Rows of the left matrix and of the product.
    public var rows: Int
    /// Columns of the left matrix, rows of the right one.
    public var inner: Int
    /// Columns of the right matrix and of the product.
    public var columns: Int
    /// Whether the left matrix is stored as `[inner, rows]`.
    public var transposesLeft: Bool
    /// Whether the right matrix is stored as `[columns, inner]`.
    public var transposesRight: Bool

    /// A geometry of the given sizes.
    public init(
      batch: Int,
      rows: Int,
      inner: Int,
      columns: Int,
      transposesLeft: Bool,
      transposesRight: Bool
    ) {
      self.batch = batch
      self.rows = rows
      self.inner = inner
      self.columns = columns
      self.transposesLeft = transposesLeft
      self.transposesRight = transposesRight
    }
  }

  private static let cache = PrimitiveCache<Geometry, MatrixProduct>()

  private let primitive: Primitive
  private let left: Layout
  private let right: Layout
  private let product: Layout

  /// The product of a geometry, generated on first use.
  public static func of(_ geometry: Geometry) -> MatrixProduct {
    cache.value(for: geometry, make: MatrixProduct.init)
  }

  /// Writes the product.
  public func callAsFunction(
    _ left: UnsafePointer<Float>,
    _ right: UnsafePointer<Float>,
    into product: UnsafeMutablePointer<Float>
  ) {
    primitive.execute([
      .init(DNNL_ARG_SRC, self.left, left),
      .init(DNNL_ARG_WEIGHTS, self.right, right),
      .init(DNNL_ARG_DST, self.product, product),
    ])
  }

  private init(_ geometry: Geometry) {
    let g = geometry
    let left = Self.layout(g.batch, g.rows, g.inner, isTransposed: g.transposesLeft)
    let right = Self.layout(g.batch, g.inner, g.columns, isTransposed: g.transposesRight)
    let product = Self.layout(g.batch, g.rows, g.columns, isTransposed: false)
    primitive = Primitive("dnnl_matmul_primitive_desc_create", "\(g)") {
      dnnl_matmul_primitive_desc_create(
        &$0,
        Device.cpu.engine,
        left.descriptor,
        right.descriptor,
        nil,
        product.descriptor,
        $1
      )
    }
    self.left = left
    self.right = right
    self.product = product
  }

  private static func layout(
    _ batch: Int,
    _ rows: Int,
    _ columns: Int,
    isTransposed: Bool
  ) -> Layout {
    let strides = isTransposed ? [1, rows] : [columns, 1]
    if batch == 1 { return Layout(sizes: [rows, columns], strides: strides) }
    return Layout(sizes: [batch, rows, columns], strides: [rows * columns] + strides)
  }
}
