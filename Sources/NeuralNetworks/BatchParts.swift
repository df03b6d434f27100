/// A network of this package that can process several batches in one pass, as parts of one batch: its output
/// for a part depends only on that part, if `BatchParts` says how many there are.
///
/// That holds for convolutions, fully connected layers, pooling, activations and batch normalization, but not
/// for layers that draw or count something in each pass, such as noise, dropout or spectral normalization.
/// Whether it holds for a network's own code cannot be seen from its layers: a network that compares the
/// images of a batch may consist of the same ones. So only networks of this package declare it; others see
/// one batch at a time, which is always correct.
package protocol PartwiseLayer: Layer {}

/// The number of batches that the current batch consists of.
///
/// Like the mode, it is a property of the computation, not of the network. Layers that mix the examples of a
/// batch, such as batch normalization, treat the parts separately.
package enum BatchParts {
  /// The number of equally large batches, one after the other, in each batch; one by default.
  @TaskLocal package static var count = 1
}
