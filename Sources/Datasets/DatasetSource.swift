/// Where a dataset can be fetched, and the files that it consists of.
public struct DatasetSource: Equatable, Sendable {
  /// The address that the files' names are appended to, after a slash.
  public let address: String
  /// The files.
  ///
  /// They are put in their place from the last to the first, so that a set is complete whose first file
  /// is there.
  public let files: [RemoteFile]

  /// A source.
  public init(address: String, files: [RemoteFile]) {
    self.address = address
    self.files = files
  }

  /// The bytes of all files.
  public var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }
}

extension DatasetSource {
  // The sizes and SHA-256 sums below are those of TensorFlow Datasets (url_checksums), agreeing with
  // other projects' that check the same files. Besides, the four of Fashion-MNIST were computed from
  // the files themselves, whose MD5 sums are the ones that its authors publish.

  /// The binary version, from its authors.
  static let cifar10 = DatasetSource(
    address: "https://www.cs.toronto.edu/~kriz",
    files: [
      RemoteFile(
        "cifar-10-binary.tar.gz",
        byteCount: 170_052_171,
        sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"
      )
    ]
  )

  /// The copy that PyTorch's users get too: the authors' own site hands it out no longer.
  static let mnist = DatasetSource(
    address: "https://ossci-datasets.s3.amazonaws.com/mnist",
    files: [
      RemoteFile(
        "train-images-idx3-ubyte.gz",
        byteCount: 9_912_422,
        sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
      ),
      RemoteFile(
        "train-labels-idx1-ubyte.gz",
        byteCount: 28_881,
        sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"
      ),
      RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        byteCount: 1_648_877,
        sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"
      ),
      RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        byteCount: 4_542,
        sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
      ),
    ]
  )

  /// From its authors, who have no HTTPS; the sums make up for it.
  static let fashionMNIST = DatasetSource(
    address: "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
    files: [
      RemoteFile(
        "train-images-idx3-ubyte.gz",
        byteCount: 26_421_880,
        sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"
      ),
      RemoteFile(
        "train-labels-idx1-ubyte.gz",
        byteCount: 29_515,
        sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"
      ),
      RemoteFile(
        "t10k-images-idx3-ubyte.gz",
        byteCount: 4_422_102,
        sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"
      ),
      RemoteFile(
        "t10k-labels-idx1-ubyte.gz",
        byteCount: 5_148,
        sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"
      ),
    ]
  )
}

/// A file that can be fetched: what it is called, and how to know that it is the right one.
public struct RemoteFile: Equatable, Sendable {
  /// Its name, both where it comes from and where it is kept.
  public let name: String
  /// The bytes that it has.
  public let byteCount: Int
  /// Its SHA-256, as 64 small hexadecimal digits.
  public let sha256: String

  /// A file.
  public init(_ name: String, byteCount: Int, sha256: String) {
    self.name = name
    self.byteCount = byteCount
    self.sha256 = sha256
  }
}
