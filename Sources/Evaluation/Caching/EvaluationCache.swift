internal import Archives
internal import Datasets
internal import Foundation

/// The cache of classifiers and of real images' features: `forger/evaluation` in the user's cache,
/// `$XDG_CACHE_HOME` or `~/.cache`.
///
/// Entries are found by the content they were computed from, not by name: changed data is different data.
public struct EvaluationCache: Sendable {
  /// The path of its folder.
  public let path: String

  /// The cache in a folder.
  public init(at path: String) { self.path = path }

  /// The user's cache, or `nil` if neither `$XDG_CACHE_HOME` nor `$HOME` is set.
  public init?() {
    guard let folder = DatasetCatalog().cache else { return nil }
    path = folder + "/evaluation"
  }

  /// The folder of the classifier of some data, for the current version of the network.
  func classifierFolder(of dataHash: String) -> String {
    "\(path)/classifiers/\(dataHash.prefix(32))-\(ClassifierNetwork.architecture)"
  }

  /// The file with the features of some images.
  func featureFile(_ hash: String) -> String { "\(path)/features/\(hash.prefix(32)).npz" }

  /// Creates the folder of a file in the cache.
  ///
  /// - Throws: `FileProblem` if it cannot be created.
  func makeFolder(of file: String) throws(FileProblem) {
    try Archives.makeFolder((file as NSString).deletingLastPathComponent)
  }
}

extension ImageDataset {
  /// SHA-256 of the images' shape, number, labels and pixels: of all images, or of some spread evenly over more.
  ///
  /// - Throws: If an image cannot be read.
  package func contentHash(ofAtMost most: Int = 10_000) throws -> String {
    var sum = SHA256()
    sum.update("images \(count) of \(shape)")
    if let labels { sum.update(Self.bytes(of: labels)) }
    let sampled = min(count, most)
    for place in 0..<sampled { sum.update(try image(at: place * count / sampled)) }
    return try sum.finish(of: name)
  }

  /// One byte per label if all fit, which keeps what older versions cached; otherwise eight bytes each,
  /// little-endian.
  private static func bytes(of labels: [Int]) -> [UInt8] {
    let bytes = labels.compactMap { UInt8(exactly: $0) }
    if bytes.count == labels.count { return bytes }
    return labels.flatMap { label in (0..<8).map { UInt8(truncatingIfNeeded: label >> (8 * $0)) } }
  }
}
