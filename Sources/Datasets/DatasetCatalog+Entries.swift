extension DatasetCatalog {
  /// A dataset known by name.
  public struct Entry: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// The images of the training split and of the test split.
    public let counts: [Int]
    /// The shape of every image.
    public let shape: ImageShape
    /// The meanings of the labels 0, 1, ….
    public let classNames: [String]
    /// Where it can be downloaded.
    public let source: DatasetSource
    /// The names of files or folders that can hold it.
    let fileNames: [String]
    /// How to get it.
    let advice: String

    /// A short description: "60000 + 10000 images of 28×28×1, 10 classes".
    public var summary: String {
      let numbers = counts.map(String.init).joined(separator: " + ")
      return "\(numbers) images of \(shape), \(classNames.count) classes"
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

  /// The entry with a name, if there is one.
  public static func entry(named name: String) -> Entry? { entries.first { $0.name == name } }
}
