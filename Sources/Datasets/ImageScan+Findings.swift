import Archives
import Imaging

extension ImageScan {
  /// Findings for people: sizes, modes and what was skipped.
  func findings(
    classNames: [String]?,
    gap: String?,
    otherFormats: [String: Int]
  ) -> [String] {
    var lines = [sizes, modes]
    if let gap { lines.append("no classes, since \(gap)") }
    if let classNames {
      lines.append(
        "\(classNames.count) classes by folder: " + Self.few(classNames, of: classNames.count)
      )
    }
    let turned = headers.count { $0.orientation != .upright }
    if turned > 0 { lines.append("\(turned) rotated upright by their Exif data") }
    if !problems.isEmpty {
      lines.append("\(problems.count) unreadable, skipped: " + Self.list(problems))
    }
    if let others = Self.list(otherFormats) {
      lines.append("\(others) skipped: only PNG and JPEG can be read")
    }
    return lines
  }

  /// "sizes from 16×16 to 1080×1920, most often 48×48 (31 %)".
  private var sizes: String {
    var counts: [Size: Int] = [:]
    for header in headers { counts[Size(header), default: 0] += 1 }
    let sorted = counts.keys.sorted { $0.isSmaller(than: $1) }
    guard let smallest = sorted.first, let largest = sorted.last, smallest != largest else {
      return "size \(sorted.first?.text ?? "")"
    }
    let often = sorted.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) } ?? smallest
    let share = 100 * (counts[often] ?? 0) / headers.count
    return "sizes from \(smallest.text) to \(largest.text), most often \(often.text) (\(share) %)"
  }

  /// "18000 RGBA PNG, 1200 palette PNG", the most frequent ones.
  private var modes: String {
    var counts: [String: Int] = [:]
    for header in headers { counts[header.mode.description, default: 0] += 1 }
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    var listed = sorted.prefix(4).map { "\($0.value) \($0.key)" }
    let others = sorted.dropFirst(4).reduce(0) { $0 + $1.value }
    if others > 0 { listed.append("\(others) in other modes") }
    return listed.joined(separator: ", ")
  }

  private static func few(_ names: [String], of count: Int) -> String {
    names.prefix(6).joined(separator: ", ") + (count > 6 ? ", …" : "")
  }
}

/// The sides of an image.
private struct Size: Hashable {
  let height: Int
  let width: Int

  init(_ header: ImageHeader) { (height, width) = (header.height, header.width) }

  var text: String { "\(height)×\(width)" }

  func isSmaller(than other: Size) -> Bool {
    (height * width, height) < (other.height * other.width, other.height)
  }
}
