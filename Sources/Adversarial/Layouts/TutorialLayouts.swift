/// The names and layouts of the PyTorch, Keras and TensorFlow tutorials' networks.
extension MLPGenerator: StoredLayer {
  /// The keys of PyTorch's `nn.Sequential`, in which every other module is an activation.
  public var layout: ModelLayout { pyTorch(layers.count) }
}

extension MLPDiscriminator: StoredLayer {
  /// The keys of PyTorch's `nn.Sequential`, in which every other module is an activation.
  public var layout: ModelLayout { pyTorch(layers.count) }
}

extension UpsamplingGenerator: StoredLayer {
  /// `dense1`, `dense2`, `bn`, `conv1`, `conv2`.
  public var layout: ModelLayout {
    var entries = keras("hidden", "dense1")
    entries += keras("project", "dense2")
    entries += batchNorm("norm", "bn")
    entries += keras("smooth", "conv1")
    entries += keras("toImage", "conv2")
    return ModelLayout(entries: entries, zeros: [])
  }
}

extension PoolingDiscriminator: StoredLayer {
  /// `conv1`, `conv2`, `dense1`, `dense2`.
  public var layout: ModelLayout {
    var entries = keras("first", "conv1")
    entries += keras("second", "conv2")
    entries += keras("hidden", "dense1")
    entries += keras("toLogit", "dense2")
    return ModelLayout(entries: entries, zeros: [])
  }
}

extension StridedGenerator: StoredLayer {
  /// `project`, `bn0`…`bn3`, `h1`…`h4` where there are four convolutions.
  public var layout: ModelLayout {
    var entries = tensorFlow("project", "project")
    for index in norms.indices { entries += batchNorm("norms.\(index)", "bn\(index)") }
    entries += upsample.indices.map {
      ModelLayout.Entry(path: "upsample.\($0).weight", name: "h\($0 + 1)/w", layout: .same)
    }
    return ModelLayout(entries: entries, zeros: [])
  }
}

extension StridedDiscriminator: StoredLayer {
  /// `h0`…`h3`, `bn1`…`bn3`, `out` where there are four convolutions.
  public var layout: ModelLayout {
    var entries: [ModelLayout.Entry] = []
    for index in convolutions.indices {
      entries += tensorFlow("convolutions.\(index)", "h\(index)")
    }
    for index in norms.indices { entries += batchNorm("norms.\(index)", "bn\(index + 1)") }
    entries += tensorFlow("toLogit", "out")
    return ModelLayout(entries: entries, zeros: [])
  }
}

private func pyTorch(_ layers: Int) -> ModelLayout {
  let entries = (0..<layers).flatMap { index in
    [
      ModelLayout.Entry(
        path: "layers.\(index).weight",
        name: "\(2 * index).weight",
        layout: .linear
      ),
      ModelLayout.Entry(path: "layers.\(index).bias", name: "\(2 * index).bias", layout: .same),
    ]
  }
  return ModelLayout(entries: entries, zeros: [])
}

private func keras(_ path: String, _ name: String) -> [ModelLayout.Entry] {
  [
    ModelLayout.Entry(path: "\(path).weight", name: "\(name)/kernel", layout: .same),
    ModelLayout.Entry(path: "\(path).bias", name: "\(name)/bias", layout: .same),
  ]
}

private func tensorFlow(_ path: String, _ name: String) -> [ModelLayout.Entry] {
  [
    ModelLayout.Entry(path: "\(path).weight", name: "\(name)/w", layout: .same),
    ModelLayout.Entry(path: "\(path).bias", name: "\(name)/b", layout: .same),
  ]
}

private func batchNorm(_ path: String, _ name: String) -> [ModelLayout.Entry] {
  [
    ModelLayout.Entry(path: "\(path).gamma", name: "\(name)/gamma", layout: .same),
    ModelLayout.Entry(path: "\(path).beta", name: "\(name)/beta", layout: .same),
    ModelLayout.Entry(path: "\(path).runningMean", name: "\(name)/moving_mean", layout: .same),
    ModelLayout.Entry(
      path: "\(path).runningVariance",
      name: "\(name)/moving_variance",
      layout: .same
    ),
  ]
}
