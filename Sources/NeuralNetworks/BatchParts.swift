/// A network of this package that can be shown several batches in one pass, as parts of one: what it makes
/// of a part depends on that part alone, where `BatchParts` tells it how many there are.
///
/// That holds for convolutions, fully connected layers, pooling, activations and batch normalization, but
/// not where something is drawn or counted at each pass, such as noise, dropout or spectral normalization.
/// Whether it holds for a network's own code cannot be seen from its layers: a network that compares the
/// images of a batch may be made of the same ones. So only networks whose code is part of this package say
/// so; those of others are shown one batch at a time, which is always right.
package protocol PartwiseLayer: Module {}

/// How many batches the current one is made of.
///
/// Like the mode, it is a property of what is being done, not of the network. Layers that mix the
/// examples of a batch, such as batch normalization, keep to the parts.
package enum BatchParts {
  /// The number of equally large batches, one after the other, in the batches of the code being run; one
  /// unless said otherwise.
  @TaskLocal package static var count = 1
}
