/// The names and layouts of the TensorFlow tutorial's networks.
extension StridedGenerator: StoredNetwork {
  /// `project`, `bn0`…`bn3`, `h1`…`h4` for four convolutions.
  public var layout: ModelLayout {
    var entries = tensorFlow("project", "project")
    for index in norms.indices {
      entries += ModelLayout.Entry.tensorFlowBatchNorm("norms.\(index)", "bn\(index)")
    }
    entries += upsample.indices.map {
      ModelLayout.Entry(path: "upsample.\($0).weight", name: "h\($0 + 1)/w", layout: .same)
    }
    return ModelLayout(entries: entries, zeros: [])
  }
}

extension StridedDiscriminator: StoredNetwork {
  /// `h0`…`h3`, `bn1`…`bn3`, `out` for four convolutions.
  public var layout: ModelLayout {
    var entries: [ModelLayout.Entry] = []
    for index in convolutions.indices {
      entries += tensorFlow("convolutions.\(index)", "h\(index)")
    }
    for index in norms.indices {
      entries += ModelLayout.Entry.tensorFlowBatchNorm("norms.\(index)", "bn\(index + 1)")
    }
    entries += tensorFlow("toLogit", "out")
    return ModelLayout(entries: entries, zeros: [])
  }
}

private func tensorFlow(_ path: String, _ name: String) -> [ModelLayout.Entry] {
  [
    ModelLayout.Entry(path: "\(path).weight", name: "\(name)/w", layout: .same),
    ModelLayout.Entry(path: "\(path).bias", name: "\(name)/b", layout: .same),
  ]
}
