import Archives
import ArgumentParser

/// Where a search's pictures go.
struct SearchOutputs {
  /// The strip.
  let strip: String
  /// The animation.
  let animation: String
  /// The numbers.
  let arrays: String

  /// Files beside the strip, unless they are named.
  init(strip: String, animation: String?, arrays: String?) {
    let base = strip.hasSuffix(".png") ? String(strip.dropLast(4)) : strip
    self.strip = strip
    self.animation = animation ?? base + ".gif"
    self.arrays = arrays ?? base + ".npz"
  }

  /// Checks that there are three files.
  ///
  /// - Throws: `ValidationError` where a path is empty or given twice.
  func validate() throws {
    let files = [("--out", strip), ("--gif", animation), ("--arrays", arrays)]
    for (option, path) in files { try check(path, isNotEmpty: option) }
    for (index, (option, path)) in files.enumerated() {
      if let (other, _) = files[..<index].first(where: { $0.1 == path }) {
        throw ValidationError("\(other) and \(option) are both \(printable(path)); give two files")
      }
    }
  }

  /// The three paths, as people read them.
  var text: String { printable("\(strip), \(animation), \(arrays)") }
}
