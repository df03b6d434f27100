/// The names and layouts of Chainer's DCGAN example, which loads what is written by them.
extension ModelLayout {
  /// The layout of `DCGANGenerator`: `l0`, `dc1`…`dc4`, `bn0`…`bn3`.
  public static let chainerGenerator: ModelLayout = {
    let size = DCGANGenerator.firstSize
    let image = ArrayLayout.imageVector(height: size, width: size)
    var entries = [
      Entry(
        path: "project.weight",
        name: "l0/W",
        layout: .linearToImage(height: size, width: size)
      ),
      Entry(path: "project.bias", name: "l0/b", layout: image),
    ]
    for index in 0..<3 { entries += convolution("upsample.\(index)", "dc\(index + 1)") }
    entries += convolution("toImage", "dc4")
    for index in 0..<4 {
      entries += norm(
        "norms.\(index)",
        "bn\(index)",
        hasGamma: true,
        layout: index == 0 ? image : .same
      )
    }
    return ModelLayout(entries: entries, zeros: (0..<4).map { "bn\($0)/N" })
  }()

  /// The layout of `DCGANDiscriminator`: `c0_0`…`c3_0`, `bn0_1`…`bn3_0`, `l4`.
  public static let chainerDiscriminator: ModelLayout = {
    let size = DCGANGenerator.firstSize
    let names = ["0_0", "0_1", "1_0", "1_1", "2_0", "2_1", "3_0"]
    var entries: [Entry] = []
    for (index, name) in names.enumerated() {
      entries += convolution("convolutions.\(index)", "c\(name)")
    }
    for (index, name) in names.dropFirst().enumerated() {
      entries += norm("norms.\(index)", "bn\(name)", hasGamma: false, layout: .same)
    }
    entries += [
      Entry(
        path: "toLogit.weight",
        name: "l4/W",
        layout: .linearFromImage(height: size, width: size)
      ),
      Entry(path: "toLogit.bias", name: "l4/b", layout: .same),
    ]
    return ModelLayout(entries: entries, zeros: names.dropFirst().map { "bn\($0)/N" })
  }()

  private static func convolution(_ path: String, _ name: String) -> [Entry] {
    [
      Entry(path: "\(path).weight", name: "\(name)/W", layout: .convolution),
      Entry(path: "\(path).bias", name: "\(name)/b", layout: .same),
    ]
  }

  private static func norm(
    _ path: String,
    _ name: String,
    hasGamma: Bool,
    layout: ArrayLayout
  ) -> [Entry] {
    let gamma = Entry(path: "\(path).gamma", name: "\(name)/gamma", layout: layout)
    return (hasGamma ? [gamma] : []) + [
      Entry(path: "\(path).beta", name: "\(name)/beta", layout: layout),
      Entry(path: "\(path).runningMean", name: "\(name)/avg_mean", layout: layout),
      Entry(path: "\(path).runningVariance", name: "\(name)/avg_var", layout: layout),
    ]
  }
}
