import CDNNL

/// Functions of one value that oneDNN computes with vector instructions.
///
/// Source: oneDNN's developer guide, "Eltwise".
public final class ElementwiseFunction: Sendable {
  /// A function.
  public enum Kind: Hashable, Sendable {
    /// eˣ.
    case exponential
    /// The natural logarithm.
    case logarithm
    /// The hyperbolic tangent.
    case hyperbolicTangent
    /// 1 / (1 + e⁻ˣ).
    case logistic
    /// log(1 + eˣ).
    case softplus
  }

  private struct Key: Hashable {
    let kind: Kind
    let count: Int
  }

  private static let cache = PrimitiveCache<Key, ElementwiseFunction>()

  private let primitive: Primitive
  private let layout: Layout

  /// The function over `count` values, generated on first use.
  public static func of(_ kind: Kind, count: Int) -> ElementwiseFunction {
    cache.value(for: Key(kind: kind, count: count)) {
      ElementwiseFunction($0.kind, count: $0.count)
    }
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

  private init(_ kind: Kind, count: Int) {
    let layout = Layout(sizes: [count], strides: [1])
    let algorithm =
      switch kind {
      case .exponential: dnnl_eltwise_exp
      case .logarithm: dnnl_eltwise_log
      case .hyperbolicTangent: dnnl_eltwise_tanh
      case .logistic: dnnl_eltwise_logistic
      case .softplus: dnnl_eltwise_soft_relu
      }
    primitive = Primitive("dnnl_eltwise_forward_primitive_desc_create", "\(kind) of \(count)") {
      dnnl_eltwise_forward_primitive_desc_create(
        &$0,
        Device.cpu.engine,
        dnnl_forward_inference,
        algorithm,
        layout.descriptor,
        layout.descriptor,
        kind == .softplus ? 1 : 0,
        0,
        $1
      )
    }
    self.layout = layout
  }
}
