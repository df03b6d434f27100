extension DatasetCatalog {
  /// A dataset known by name.
  public struct Entry: Equatable, Sendable {
    /// What users call it.
    public let name: String
    /// The images of the training split and of the test split.
    public let counts: [Int]
    /// The shape of every image.
    public let shape: ImageShape
    /// What the labels 0, 1, … mean.
    public let classNames: [String]
    /// Where it can be fetched.
    public let source: DatasetSource
    /// The files or folders in a place that can hold it.
    let fileNames: [String]
    /// How to come by it.
    let advice: String

    /// What it is, in a few words: "60000 + 10000 pictures of 28×28×1, 10 classes".
    public var summary: String {
      let numbers = counts.map(String.init).joined(separator: " + ")
      return "\(numbers) pictures of \(shape), \(classNames.count) classes"
    }
  }

  /// All datasets known by name.
  public static let entries = [
    Entry(
      name: "cifar10",
      counts: [50_000, 10_000],
      shape: CIFAR10.shape,
      classNames: [
        "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
      ],
      source: .cifar10,
      fileNames: ["cifar10", "cifar-10", "cifar-10-batches-bin", "cifar-10-binary.tar.gz"],
      advice: """
        download the binary version, cifar-10-binary.tar.gz, from https://www.cs.toronto.edu/~kriz/cifar.html into one of them
        """
    ),
    Entry(
      name: "mnist",
      counts: [60_000, 10_000],
      shape: ImageShape(height: 28, width: 28, channels: 1),
      classNames: (0...9).map(String.init),
      source: .mnist,
      fileNames: ["mnist"],
      advice: """
        put train-images-idx3-ubyte.gz and its \
        labels into a folder 'mnist' in one of them
        """
    ),
    Entry(
      name: "fashion-mnist",
      counts: [60_000, 10_000],
      shape: ImageShape(height: 28, width: 28, channels: 1),
      classNames: [
        "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag",
        "ankle boot",
      ],
      source: .fashionMNIST,
      fileNames: ["fashion-mnist"],
      advice: """
        'apt install dataset-fashion-mnist' puts it there, or put train-images-idx3-ubyte.gz and its labels into \
        a folder 'fashion-mnist' in one of them
        """
    ),
  ]

  /// The entry of a name, or `nil`.
  public static func entry(named name: String) -> Entry? { entries.first { $0.name == name } }
}
