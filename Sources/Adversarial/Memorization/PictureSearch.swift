internal import Evaluation
internal import Imaging

/// The search for the training pictures nearest to samples and to held-out pictures, in one space.
final class PictureSearch {
  private let space: PictureFeatures
  private let search: NeighbourSearch
  /// The number of samples, of all pictures, and of all rows, mirrored ones included.
  private let (samples, pictures, rows): (Int, Int, Int)
  private lazy var found = merged

  /// A search for the neighbours of pictures of one shape.
  ///
  /// - Parameters:
  ///   - samples: Generated pictures.
  ///   - heldOut: Others.
  ///   - space: What they are compared by.
  ///   - alsoMirrored: Whether a picture's mirror image counts, too: where training saw mirrored pictures.
  init(
    of samples: [Image],
    _ heldOut: HeldOutPictures,
    in space: PictureFeatures,
    alsoMirrored: Bool
  ) {
    let pictures = samples + heldOut.pictures
    let all = alsoMirrored ? pictures + pictures.map(\.mirrored) : pictures
    let excluded = heldOut.excluded.map { numbers in
      let once = Array(repeating: -1, count: samples.count) + numbers
      return alsoMirrored ? once + once : once
    }
    var features = space(Array(all.prefix(NearestSettings.blockLength)))
    for first in stride(from: features.count, to: all.count, by: NearestSettings.blockLength) {
      let end = min(first + NearestSettings.blockLength, all.count)
      features.append(space(Array(all[first..<end])))
    }
    self.space = space
    (self.samples, self.pictures, rows) = (samples.count, pictures.count, all.count)
    search = NeighbourSearch(
      of: features,
      keeping: NearestSettings.comparedNeighbours,
      excluding: excluded
    )
  }

  /// Looks at the next training pictures.
  func add(_ pictures: [Image]) { search.add(space(pictures)) }

  /// The training pictures nearest to each sample, once all were looked at.
  var sampleNeighbours: ArraySlice<[Neighbour]> { found[..<samples] }

  /// The figures, once all training pictures were looked at.
  private(set) lazy var closeness = Closeness(
    space: space.extractor.name,
    samples: sampleNeighbours.map { $0.map(\.distance) },
    heldOut: found[samples...].map { $0.map(\.distance) }
  )

  /// The neighbours of each picture, those of its mirror image included; distances are root mean squares.
  private var merged: [[Neighbour]] {
    let (all, scale) = (search.neighbours, Double(space.extractor.featureSize).squareRoot())
    return (0..<pictures).map { index in
      let both = stride(from: index, to: rows, by: pictures).flatMap { all[$0] }
      return both.sorted { ($0.distance, $0.index) < ($1.distance, $1.index) }
        .prefix(NearestSettings.comparedNeighbours)
        .map { Neighbour(index: $0.index, distance: $0.distance / scale) }
    }
  }
}
