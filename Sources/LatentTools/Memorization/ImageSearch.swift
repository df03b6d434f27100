internal import Datasets
internal import Evaluation

/// The search for the training images nearest to samples and to held-out images, in one space.
final class ImageSearch {
  private let space: FittedFeatures
  private let search: NeighborSearch
  /// The number of samples, of all images, and of all rows, mirrored ones included.
  private let (samples, images, rows): (Int, Int, Int)
  private lazy var found = merged

  /// A search for the neighbors of samples and of the held-out images after them.
  ///
  /// - Parameters:
  ///   - queries: All images.
  ///   - samples: How many of them are samples.
  ///   - excluded: For each held-out image the number of the training image that does not count, if they
  ///     are training images themselves.
  init(of queries: ImageQueries, samples: Int, excluding excluded: [Int]?) {
    let features = queries.rows
    space = queries.space
    (self.samples, images, rows) = (samples, queries.count, features.count)
    let numbers = excluded.map { Array(repeating: -1, count: samples) + $0 }
    search = NeighborSearch(
      of: features,
      keeping: NearestSettings.comparedNeighbors,
      excluding: numbers.map { $0.count < features.count ? $0 + $0 : $0 }
    )
  }

  /// Looks at the next training images.
  func add(_ images: ImageBatch) { search.add(space(images)) }

  /// The training images nearest to each sample, once all were looked at.
  var sampleNeighbors: ArraySlice<[Neighbor]> { found[..<samples] }

  /// The figures, once all training images were looked at.
  private(set) lazy var closeness = Closeness(
    space: space.extractor.name,
    samples: sampleNeighbors.map { $0.map(\.distance) },
    heldOut: found[samples...].map { $0.map(\.distance) }
  )

  /// The neighbors of each image, those of its mirror image included; distances are root mean squares.
  private var merged: [[Neighbor]] {
    let (all, scale) = (search.neighbors, Double(space.extractor.featureSize).squareRoot())
    return (0..<images).map { index in
      let both = stride(from: index, to: rows, by: images).flatMap { all[$0] }
      return both.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        .prefix(NearestSettings.comparedNeighbors)
        .map { Neighbor(index: $0.index, distance: $0.distance / scale) }
    }
  }
}
