/// The names and layouts of the PyTorch tutorial's networks.
extension MLPGenerator: StoredNetwork {
  /// The keys of PyTorch's `nn.Sequential`, in which every other module is an activation.
  public var layout: ModelLayout { pyTorch(layers.count) }
}

extension MLPDiscriminator: StoredNetwork {
  /// The keys of PyTorch's `nn.Sequential`, in which every other module is an activation.
  public var layout: ModelLayout { pyTorch(layers.count) }
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
