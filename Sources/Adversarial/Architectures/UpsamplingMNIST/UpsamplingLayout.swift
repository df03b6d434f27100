/// The names and layouts of the Keras tutorial's networks.
extension UpsamplingGenerator: StoredNetwork {
  /// `dense1`, `dense2`, `bn`, `conv1`, `conv2`.
  public var layout: ModelLayout {
    var entries = keras("hidden", "dense1")
    entries += keras("project", "dense2")
    entries += ModelLayout.Entry.tensorFlowBatchNorm("norm", "bn")
    entries += keras("smooth", "conv1")
    entries += keras("toImage", "conv2")
    return ModelLayout(entries: entries, zeros: [])
  }
}

extension PoolingDiscriminator: StoredNetwork {
  /// `conv1`, `conv2`, `dense1`, `dense2`.
  public var layout: ModelLayout {
    var entries = keras("first", "conv1")
    entries += keras("second", "conv2")
    entries += keras("hidden", "dense1")
    entries += keras("toLogit", "dense2")
    return ModelLayout(entries: entries, zeros: [])
  }
}

private func keras(_ path: String, _ name: String) -> [ModelLayout.Entry] {
  [
    ModelLayout.Entry(path: "\(path).weight", name: "\(name)/kernel", layout: .same),
    ModelLayout.Entry(path: "\(path).bias", name: "\(name)/bias", layout: .same),
  ]
}
