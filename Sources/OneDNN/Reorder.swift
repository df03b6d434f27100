import CDNNL

/// Copies values from one layout into another.
final class Reorder: Sendable {
  private let primitive: Primitive
  private let source: Layout
  private let target: Layout

  init(from source: Layout, to target: Layout) {
    self.source = source
    self.target = target
    let engine = Device.cpu.engine
    primitive = Primitive("dnnl_reorder_primitive_desc_create", "a reorder") {
      dnnl_reorder_primitive_desc_create(
        &$0,
        source.descriptor,
        engine,
        target.descriptor,
        engine,
        $1
      )
    }
  }

  func callAsFunction(_ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
    primitive.execute([
      .init(DNNL_ARG_FROM, source, from),
      .init(DNNL_ARG_TO, target, to),
    ])
  }
}
