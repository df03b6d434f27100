import Archives
import Imaging

/// The headers of many image files, read on all cores.
struct ImageScan {
  /// The indices of the images with valid headers.
  let readable: [Int]
  /// Their headers.
  let headers: [ImageHeader]
  /// The problems of the others.
  let problems: [FileProblem]

  /// Reads all headers of a store.
  init(_ store: any ImageStore, limits: ImageLimits) {
    let results = concurrently(store.names.count) { index in
      Result { () throws(FileProblem) in try store.header(of: index, limits: limits) }
    }
    var readable: [Int] = []
    var headers: [ImageHeader] = []
    var problems: [FileProblem] = []
    for (index, result) in results.enumerated() {
      switch result {
      case .success(let header):
        readable.append(index)
        headers.append(header)
      case .failure(let problem): problems.append(problem)
      }
    }
    (self.readable, self.headers, self.problems) = (readable, headers, problems)
  }

  /// Checks that there are images, and that most of them are readable, since otherwise the wrong folder was
  /// probably given; `name` stands for all of them in messages.
  func check(_ name: String, otherFormats: [String: Int]) throws(FileProblem) {
    guard readable.count >= max(1, problems.count) else {
      if problems.isEmpty {
        throw FileProblem(
          name,
          found: "holds no images" + (Self.list(otherFormats).map { " but \($0)" } ?? ""),
          expected: "at least one .png, .jpg or .jpeg file"
        )
      }
      throw FileProblem(
        name,
        found: "holds \(problems.count) unreadable of \(problems.count + readable.count) images: "
          + Self.list(problems),
        expected: "PNG or JPEG images, most of them readable"
      )
    }
  }

  /// The first few problems by name and reason.
  static func list(_ problems: [FileProblem]) -> String {
    var named = problems.prefix(5).map { "\($0.path) \($0.found)" }
    if problems.count > named.count { named.append("and \(problems.count - named.count) more") }
    return named.joined(separator: "; ")
  }

  /// "3 .gif, 1 .webp", or `nil` for none.
  static func list(_ formats: [String: Int]) -> String? {
    guard !formats.isEmpty else { return nil }
    return formats.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\($0.value) .\($0.key)" }.joined(separator: ", ")
  }
}
