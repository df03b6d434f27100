import CDNNL

/// The hyperbolic tangent of many values, which oneDNN computes with the CPU's widest vectors.
///
/// Of oneDNN's functions of one value it is the only one in use: exponentials and logarithms lose
/// precision and NaN there.
///
/// Source: oneDNN's developer guide, "Eltwise".
public final class HyperbolicTangent: Sendable {
  private static let cache = PrimitiveCache<Int, HyperbolicTangent>()

  private let primitive: Primitive
  private let layout: Layout

  /// The function over `count` values, generated on first use.
  public static func of(count: Int) -> HyperbolicTangent {
    cache.value(for: count, make: HyperbolicTangent.init)
  }

  /// Writes the function's values; `output` may be `input`.
  public func callAsFunction(
    _ input: UnsafePointer<Float>,
    into output: UnsafeMutablePointer<Float>
  ) {
    primitive.execute([
      .init(DNNL_ARG_SRC, layout, input),
      .init(DNNL_ARG_DST, layout, output),
    ])
  }

  private init(count: Int) {
    let layout = Layout(sizes: [count], strides: [1])
    primitive = Primitive("dnnl_eltwise_forward_primitive_desc_create", "tanh of \(count)") {
      dnnl_eltwise_forward_primitive_desc_create(
        &$0,
        Device.cpu.engine,
        dnnl_forward_inference,
        dnnl_eltwise_tanh,
        layout.descriptor,
        layout.descriptor,
        0,
        0,
        $1
      )
    }
    self.layout = layout
  }
}
