internal import Archives

/// Features of real images and the radii of their neighborhoods, computed once and cached.
struct KeptFeatures {
  let features: FeatureMatrix
  let manifold: RealManifold?

  /// The features of the images with a hash, from the cache or from `compute`.
  ///
  /// A damaged file in the cache is ignored, and failing to write one is not an error.
  init(
    of imagesHash: String,
    reader: SampleReader,
    count: Int,
    withManifold: Bool,
    in cache: EvaluationCache?,
    compute: () throws -> FeatureMatrix?
  ) throws {
    var sum = SHA256()
    let parts = ["features 2", imagesHash, "\(reader.shape)", reader.extractor.hash]
    for part in parts { sum.update(part + "\n") }
    let path = cache?.featureFile(try sum.finish(of: "features"))
    let stored = path.flatMap { try? NPZ.read($0) } ?? NamedArrays()
    let features: FeatureMatrix
    var isNew = false
    if let array = stored["features"], let kept = try? FeatureMatrix(array, path: path ?? ""),
      kept.count == count, kept.size == reader.extractor.featureSize
    {
      features = kept
    } else if let computed = try compute() {
      features = computed
      isNew = true
    } else {
      fatalError("KeptFeatures: no features were computed")
    }
    self.features = features
    guard withManifold else {
      manifold = nil
      if isNew, let path, let cache { Self.keep(features, nil, at: path, cache) }
      return
    }
    let reaches = isNew ? nil : Self.reaches(in: stored, count: count)
    let manifold =
      if let reaches {
        RealManifold(features, reaches: reaches)
      } else {
        try RealManifold(features)
      }
    self.manifold = manifold
    if isNew || reaches == nil, let path, let cache {
      Self.keep(features, manifold, at: path, cache)
    }
  }

  private static func reaches(in arrays: NamedArrays, count: Int) -> [[Double]]? {
    let names = ["precision_reach", "coverage_reach"]
    let reaches = names.compactMap { name -> [Double]? in
      guard let array = arrays[name], case .float64(let values) = array.elements,
        values.count == count, values.allSatisfy({ $0.isFinite && $0 >= 0 })
      else { return nil }
      return values
    }
    return reaches.count == names.count ? reaches : nil
  }

  private static func keep(
    _ features: FeatureMatrix,
    _ manifold: RealManifold?,
    at path: String,
    _ cache: EvaluationCache
  ) {
    var arrays = NamedArrays()
    arrays["features"] = NumpyArray(
      shape: [features.count, features.size],
      elements: .float32(features.values)
    )
    if let manifold {
      for (name, values) in [
        ("precision_reach", manifold.precisionReach), ("coverage_reach", manifold.coverageReach),
      ] {
        arrays[name] = NumpyArray(shape: [values.count], elements: .float64(values))
      }
    }
    guard (try? cache.makeFolder(of: path)) != nil else { return }
    AtomicFile.removeAbandoned(of: path)
    try? NPZ.write(arrays, to: path)
  }
}
