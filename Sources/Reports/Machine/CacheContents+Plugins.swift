internal import Archives
internal import Foundation

extension CacheContents {
  /// The packages that pip has installed in a folder: the files that its records, `X.dist-info/RECORD`, name.
  static func plugins(in folder: String) -> [Item] {
    let packages = names(in: folder).sorted().filter { $0.hasSuffix(".dist-info") }
    return packages.map { package in
      let path = "\(folder)/\(package)/RECORD"
      let isRecord = FileKind(at: path, followingLinks: false) == .file
      let record = isRecord ? try? String(contentsOfFile: path, encoding: .utf8) : nil
      // "path,hash,size" each; a path with a comma would be in quotes.
      let paths = (record ?? "").split(whereSeparator: \.isNewline)
        .compactMap { $0.split(separator: ",").first.map(String.init) }
        .filter { !$0.hasPrefix("\"") }
      let inner = Set(paths).sorted().filter { isInside($0, folder) }
      var item = item(.plugins, "\(folder)/\(package)", inner.map { "\(folder)/\($0)" })
      let folders = Set(inner.flatMap { parents(of: $0) })
      item.folders =
        folders.sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }.map { "\(folder)/\($0)" }
        + [folder]
      return item
    }
  }

  /// The folders that a relative path leads through: of `a/b/c`, these are `a` and `a/b`.
  private static func parents(of path: String) -> [String] {
    let parts = path.split(separator: "/")
    return parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
  }

  /// Whether a relative path stays in a folder, and leads through no link.
  private static func isInside(_ path: String, _ folder: String) -> Bool {
    !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
      && ([folder] + parents(of: path).map { "\(folder)/\($0)" }).allSatisfy {
        FileKind(at: $0, followingLinks: false) == .folder
      }
  }
}
