/// A layer whose every output depends on its own input alone: on no other of the batch, nothing
/// remembered and nothing drawn.
///
/// Batches of it can be joined and cut at will. A discriminator that says so is shown real and
/// generated images in one pass where that saves time.
public protocol RowwiseLayer: Layer {}
