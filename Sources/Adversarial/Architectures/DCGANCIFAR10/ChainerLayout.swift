/// The names and layouts of Chainer's DCGAN example, which can load the exported files. Deeper and shallower
/// networks are named in the same way.
extension DCGANGenerator: StoredNetwork {
  /// `l0`, `dc1`…`dc4`, `bn0`…`bn3` for 32×32 pixels.
  public var layout: ModelLayout {
    let (height, width) = (ladder.first.height, ladder.first.width)
    let image = ArrayLayout.imageVector(height: height, width: width)
    var entries = [
      ModelLayout.Entry(
        path: "project.weight",
        name: "l0/W",
        layout: .linearToImage(height: height, width: width)
      ),
      ModelLayout.Entry(path: "project.bias", name: "l0/b", layout: image),
    ]
    for index in upsample.indices { entries += convolution("upsample.\(index)", "dc\(index + 1)") }
    entries += convolution("toImage", "dc\(upsample.count + 1)")
    for index in norms.indices {
      entries += batchNorm(
        "norms.\(index)",
        "bn\(index)",
        hasGamma: true,
        layout: index == 0 ? image : .same
      )
    }
    return ModelLayout(entries: entries, zeros: norms.indices.map { "bn\($0)/N" })
  }
}

extension DCGANDiscriminator: StoredNetwork {
  /// `c0_0`…`c3_0`, `bn0_1`…`bn3_0`, `l4` for 32×32 pixels.
  public var layout: ModelLayout {
    // Pairs for each image size: the convolution that keeps it, then the one that halves it.
    let names = convolutions.indices.map { "\($0 / 2)_\($0 % 2)" }
    var entries: [ModelLayout.Entry] = []
    for (index, name) in names.enumerated() {
      entries += convolution("convolutions.\(index)", "c\(name)")
    }
    for (index, name) in names.dropFirst().enumerated() {
      entries += batchNorm("norms.\(index)", "bn\(name)", hasGamma: false, layout: .same)
    }
    let last = "l\(ladder.halvings + 1)"
    entries += [
      ModelLayout.Entry(
        path: "toLogit.weight",
        name: "\(last)/W",
        layout: .linearFromImage(height: ladder.first.height, width: ladder.first.width)
      ),
      ModelLayout.Entry(path: "toLogit.bias", name: "\(last)/b", layout: .same),
    ]
    return ModelLayout(entries: entries, zeros: names.dropFirst().map { "bn\($0)/N" })
  }
}

private func convolution(_ path: String, _ name: String) -> [ModelLayout.Entry] {
  [
    ModelLayout.Entry(path: "\(path).weight", name: "\(name)/W", layout: .convolution),
    ModelLayout.Entry(path: "\(path).bias", name: "\(name)/b", layout: .same),
  ]
}

private func batchNorm(
  _ path: String,
  _ name: String,
  hasGamma: Bool,
  layout: ArrayLayout
) -> [ModelLayout.Entry] {
  let gamma = ModelLayout.Entry(path: "\(path).gamma", name: "\(name)/gamma", layout: layout)
  return (hasGamma ? [gamma] : []) + [
    ModelLayout.Entry(path: "\(path).beta", name: "\(name)/beta", layout: layout),
    ModelLayout.Entry(path: "\(path).runningMean", name: "\(name)/avg_mean", layout: layout),
    ModelLayout.Entry(path: "\(path).runningVariance", name: "\(name)/avg_var", layout: layout),
  ]
}
