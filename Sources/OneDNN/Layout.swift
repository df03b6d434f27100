import CDNNL

/// The memory layout of Float32 values: logical sizes, and strides or an order of oneDNN's choice.
///
/// Owns a `dnnl_memory_desc_t`.
final class Layout: @unchecked Sendable {
  // Sendable: the descriptor is immutable after `init`.
  let descriptor: OpaquePointer

  /// Values with the given sizes and strides, both in the order of oneDNN's logical axes.
  init(sizes: [Int], strides: [Int]) {
    var descriptor: OpaquePointer?
    check(
      dnnl_memory_desc_create_with_strides(
        &descriptor,
        Int32(sizes.count),
        sizes.map(Int64.init),
        dnnl_f32,
        strides.map(Int64.init)
      ),
      "dnnl_memory_desc_create_with_strides",
      "for sizes \(sizes), strides \(strides)"
    )
    self.descriptor = created(descriptor, by: "dnnl_memory_desc_create_with_strides")
  }

  /// Values in the order that the primitive prefers.
  init(chosenFor sizes: [Int]) {
    var descriptor: OpaquePointer?
    check(
      dnnl_memory_desc_create_with_tag(
        &descriptor,
        Int32(sizes.count),
        sizes.map(Int64.init),
        dnnl_f32,
        dnnl_format_tag_any
      ),
      "dnnl_memory_desc_create_with_tag",
      "for sizes \(sizes)"
    )
    self.descriptor = created(descriptor, by: "dnnl_memory_desc_create_with_tag")
  }

  /// A copy of a descriptor that a primitive descriptor owns.
  init(copying other: OpaquePointer?) {
    var descriptor: OpaquePointer?
    check(dnnl_memory_desc_clone(&descriptor, other), "dnnl_memory_desc_clone")
    self.descriptor = created(descriptor, by: "dnnl_memory_desc_clone")
  }

  deinit { dnnl_memory_desc_destroy(descriptor) }

  /// The size of values in this layout in bytes, including padding.
  var byteCount: Int { dnnl_memory_desc_get_size(descriptor) }

  /// Whether both describe the same order of the same values.
  func matches(_ other: Layout) -> Bool {
    dnnl_memory_desc_equal(descriptor, other.descriptor) != 0
  }

  /// Sizes in memory order, outermost first, turned into strides for logical axes.
  ///
  /// `order[i]` is the logical axis that is the `i`-th in memory.
  static func strides(sizes: [Int], memoryOrder order: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: sizes.count)
    var stride = 1
    for axis in order.reversed() {
      strides[axis] = stride
      stride *= max(sizes[axis], 1)
    }
    return strides
  }

  /// `[N, H, W, C]` in memory, `N, C, H, W` in oneDNN's logical order.
  static func channelsLast(_ n: Int, _ h: Int, _ w: Int, _ c: Int) -> Layout {
    let sizes = [n, c, h, w]
    return Layout(sizes: sizes, strides: strides(sizes: sizes, memoryOrder: [0, 2, 3, 1]))
  }
}
