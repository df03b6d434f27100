/// The names and layouts of the paper's code, which is PyTorch's.
extension R3GANGenerator: StoredNetwork {
  /// `stage0/layer0/Basis`, `stage0/layer1/LinearLayer1/weight` and so on.
  public var layout: ModelLayout {
    var entries = [
      ModelLayout.Entry(path: "basis", name: "stage0/layer0/Basis", layout: .image),
      linear("toBasis", "stage0/layer0/LinearLayer"),
    ]
    for (index, stage) in stages.enumerated() {
      if stage.change != nil {
        entries.append(convolution("stages.\(index).change", "stage\(index)/layer0/LinearLayer"))
      }
      for block in stage.blocks.indices {
        entries += blockEntries(
          "stages.\(index).blocks.\(block)",
          "stage\(index)/layer\(block + 1)"
        )
      }
    }
    entries.append(convolution("toImage", "AggregationLayer"))
    if embedding != nil { entries.append(linear("embedding", "EmbeddingLayer")) }
    return ModelLayout(entries: entries)
  }
}

extension R3GANDiscriminator: StoredNetwork {
  /// `ExtractionLayer/weight`, `stage0/layer0/LinearLayer1/weight` and so on.
  public var layout: ModelLayout {
    var entries = [convolution("fromImage", "ExtractionLayer")]
    for (index, stage) in stages.enumerated() {
      for block in stage.blocks.indices {
        entries += blockEntries(
          "stages.\(index).blocks.\(block)",
          "stage\(index)/layer\(block)"
        )
      }
      let last = "stage\(index)/layer\(stage.blocks.count)"
      if stage.change != nil {
        entries.append(convolution("stages.\(index).change", "\(last)/LinearLayer"))
      }
      if index == stages.count - 1 {
        entries += [
          convolution("basis", "\(last)/Basis"), linear("toLogit", "\(last)/LinearLayer"),
        ]
      }
    }
    if embedding != nil { entries.append(linear("embedding", "EmbeddingLayer")) }
    return ModelLayout(entries: entries)
  }
}

/// A block's convolutions are called layers there, and the biases belong to activations.
private func blockEntries(_ path: String, _ name: String) -> [ModelLayout.Entry] {
  [
    convolution("\(path).expand", "\(name)/LinearLayer1"),
    ModelLayout.Entry(
      path: "\(path).expand.bias",
      name: "\(name)/NonLinearity1/Bias",
      layout: .same
    ),
    convolution("\(path).mix", "\(name)/LinearLayer2"),
    ModelLayout.Entry(path: "\(path).mix.bias", name: "\(name)/NonLinearity2/Bias", layout: .same),
    convolution("\(path).project", "\(name)/LinearLayer3"),
  ]
}

private func convolution(_ path: String, _ name: String) -> ModelLayout.Entry {
  ModelLayout.Entry(path: "\(path).weight", name: "\(name)/weight", layout: .convolution)
}

private func linear(_ path: String, _ name: String) -> ModelLayout.Entry {
  ModelLayout.Entry(path: "\(path).weight", name: "\(name)/weight", layout: .linear)
}
