internal import Archives
internal import Datasets
internal import Foundation

/// Where classifiers and the features of real images are kept: `forger/evaluation` in the user's cache,
/// `$XDG_CACHE_HOME` or `~/.cache`.
///
/// What is there is found by what it was made of, not by name: data that changed are other data.
public struct EvaluationCache: Sendable {
  /// The path of its folder.
  public let path: String

  /// The cache in a folder.
  public init(at path: String) { self.path = path }

  /// The user's, or `nil` where there is neither `$XDG_CACHE_HOME` nor `$HOME`.
  public init?() {
    guard let folder = DatasetCatalog().cache else { return nil }
    path = folder + "/evaluation"
  }

  /// The folder of the classifier of some data, by the present network.
  func classifierFolder(of dataHash: String) -> String {
    "\(path)/classifiers/\(dataHash.prefix(32))-\(ClassifierNetwork.architecture)"
  }

  /// The file with the features of some images.
  func featureFile(_ hash: String) -> String { "\(path)/features/\(hash.prefix(32)).npz" }

  /// Makes the folder that a file of the cache lies in.
  ///
  /// - Throws: `FileProblem` where it cannot be made.
  func makeFolder(of file: String) throws(FileProblem) {
    try Archives.makeFolder((file as NSString).deletingLastPathComponent)
  }
}

extension ImageDataset {
  /// SHA-256 of shape, number, labels and pixels of the images: of all of them, or of 10,000 that are spread
  /// evenly over more.
  ///
  /// - Throws: Where an image cannot be read.
  func contentHash() throws -> String {
    var sum = SHA256()
    sum.update("images \(count) of \(shape)")
    if let labels { sum.update(Self.bytes(of: labels)) }
    let sampled = min(count, 10_000)
    for place in 0..<sampled { sum.update(try image(at: place * count / sampled)) }
    return try sum.finish(of: name)
  }

  /// A byte for each label while all fit into one, which keeps what older versions cached of such data; else
  /// eight bytes each, the lowest first.
  private static func bytes(of labels: [Int]) -> [UInt8] {
    let bytes = labels.compactMap { UInt8(exactly: $0) }
    if bytes.count == labels.count { return bytes }
    return labels.flatMap { label in (0..<8).map { UInt8(truncatingIfNeeded: label >> (8 * $0)) } }
  }
}
