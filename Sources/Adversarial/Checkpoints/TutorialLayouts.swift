/// The names and layouts of the PyTorch, Keras and TensorFlow tutorials' networks.
extension ModelLayout {
  /// The layout of `MLPGenerator` and `MLPDiscriminator`: the keys of PyTorch's `nn.Sequential`, in
  /// which every other module is an activation.
  public static let pyTorchMLP = ModelLayout(
    entries: (0..<4).flatMap { index in
      [
        Entry(path: "layers.\(index).weight", name: "\(2 * index).weight", layout: .linear),
        Entry(path: "layers.\(index).bias", name: "\(2 * index).bias", layout: .same),
      ]
    },
    zeros: []
  )

  /// The layout of `UpsamplingGenerator`: `dense1`, `dense2`, `bn`, `conv1`, `conv2`.
  public static let kerasGenerator = ModelLayout(
    entries: keras("hidden", "dense1") + keras("project", "dense2") + norm("norm", "bn")
      + keras("smooth", "conv1") + keras("toImage", "conv2"),
    zeros: []
  )

  /// The layout of `PoolingDiscriminator`: `conv1`, `conv2`, `dense1`, `dense2`.
  public static let kerasDiscriminator = ModelLayout(
    entries: keras("first", "conv1") + keras("second", "conv2") + keras("hidden", "dense1")
      + keras("toLogit", "dense2"),
    zeros: []
  )

  /// The layout of `StridedGenerator`: `project`, `bn0`…`bn3`, `h1`…`h4`.
  public static let tensorFlowGenerator = ModelLayout(
    entries: tensorFlow("project", "project")
      + (0..<4).flatMap { norm("norms.\($0)", "bn\($0)") }
      + (0..<4).map {
        Entry(path: "upsample.\($0).weight", name: "h\($0 + 1)/w", layout: .same)
      },
    zeros: []
  )

  /// The layout of `StridedDiscriminator`: `h0`…`h3`, `bn1`…`bn3`, `out`.
  public static let tensorFlowDiscriminator = ModelLayout(
    entries: (0..<4).flatMap { tensorFlow("convolutions.\($0)", "h\($0)") }
      + (0..<3).flatMap { norm("norms.\($0)", "bn\($0 + 1)") } + tensorFlow("toLogit", "out"),
    zeros: []
  )

  private static func keras(_ path: String, _ name: String) -> [Entry] {
    [
      Entry(path: "\(path).weight", name: "\(name)/kernel", layout: .same),
      Entry(path: "\(path).bias", name: "\(name)/bias", layout: .same),
    ]
  }

  private static func tensorFlow(_ path: String, _ name: String) -> [Entry] {
    [
      Entry(path: "\(path).weight", name: "\(name)/w", layout: .same),
      Entry(path: "\(path).bias", name: "\(name)/b", layout: .same),
    ]
  }

  private static func norm(_ path: String, _ name: String) -> [Entry] {
    [
      Entry(path: "\(path).gamma", name: "\(name)/gamma", layout: .same),
      Entry(path: "\(path).beta", name: "\(name)/beta", layout: .same),
      Entry(path: "\(path).runningMean", name: "\(name)/moving_mean", layout: .same),
      Entry(path: "\(path).runningVariance", name: "\(name)/moving_variance", layout: .same),
    ]
  }
}
