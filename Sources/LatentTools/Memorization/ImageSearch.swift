internal import Datasets
internal import Evaluation

/// The search for the training images nearest to samples and to held-out images, in one feature space.
final class ImageSearch {
  private let space: FittedFeatures
  private let search: NeighborSearch
  /// The number of samples, of all images, and of all rows, including mirrored ones.
  private let (samples, images, rows): (Int, Int, Int)
  private lazy var found = merged

  /// A search for the neighbors of samples, followed by held-out images.
  ///
  /// - Parameters:
  ///   - queries: All images.
  ///   - samples: The number of samples among them.
  ///   - excluded: For each held-out image the index of the training image to ignore, if they are training
  ///     images themselves.
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

  /// Compares the next training images.
  func add(_ images: ImageBatch) { search.add(space(images)) }

  /// The training images nearest to each sample, after all were compared.
  var sampleNeighbors: ArraySlice<[Neighbor]> { found[..<samples] }

  /// The result, after all training images were compared.
  private(set) lazy var closeness = Closeness(
    space: space.extractor.name,
    samples: sampleNeighbors.map { $0.map(\.distance) },
    heldOut: found[samples...].map { $0.map(\.distance) }
  )

  /// The neighbors of each image, including those of its mirrored version; distances are root mean squares.
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
