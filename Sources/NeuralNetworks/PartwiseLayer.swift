/// A layer that can be shown several batches in one pass, as parts of one: what it makes of a part
/// depends on that part alone, where `BatchParts` tells it how many there are.
///
/// That holds for convolutions, fully connected layers and batch normalisation, but not where something
/// is drawn or counted at each pass, such as noise, dropout or spectral normalisation. A discriminator
/// that says so is shown real and generated images together where that saves time.
public protocol PartwiseLayer: Layer {}

/// How many batches the current one is made of.
///
/// Like the mode, it is a property of what is being done, not of the network. Layers that mix the
/// examples of a batch, such as batch normalisation, keep to the parts.
public enum BatchParts {
  /// The number of equally large batches, one after the other, in the batches of the code being run; one
  /// unless said otherwise.
  @TaskLocal public static var count = 1
}
