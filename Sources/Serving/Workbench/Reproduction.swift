/// How to make a result again without the page; whoever has a command words it.
public enum Reproduction: Equatable, Sendable {
  /// The samples of a seed, in a grid.
  case samples(
    checkpoint: String,
    rows: Int,
    columns: Int,
    seed: UInt64,
    className: String?,
    truncation: Float?
  )
  /// The samples of vectors in a file that the page gives.
  case vectors(checkpoint: String, file: String, columns: Int)
  /// The search for an image's vector.
  case projection(
    checkpoint: String,
    image: String,
    className: String?,
    steps: Int,
    restarts: Int,
    seed: UInt64
  )
  /// The filling of an image's hole.
  case completion(
    checkpoint: String,
    image: String,
    mask: String,
    className: String?,
    steps: Int,
    restarts: Int,
    seed: UInt64
  )
  /// Samples beside their nearest training images, by pixels.
  case nearest(
    checkpoint: String,
    samples: Int,
    rows: Int,
    seed: UInt64,
    truncation: Float?
  )
}
