/// Makes tar archives byte by byte, wrong ones too.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format".
public struct TarBuilder {
  /// What an entry is.
  public enum Kind: String, CaseIterable, Sendable {
    /// A regular file.
    case file = "0"
    /// A hard link.
    case hardLink = "1"
    /// A symbolic link.
    case symbolicLink = "2"
    /// A character device.
    case device = "3"
    /// A folder.
    case folder = "5"
  }

  private var content: [UInt8] = []

  /// No entries.
  public init() {}

  /// Adds an entry; `claimedSize` is the size that its header tells.
  public mutating func add(
    _ name: String,
    _ bytes: [UInt8],
    kind: Kind = .file,
    claimedSize: Int? = nil
  ) {
    var header = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at offset: Int) {
      header.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8)
    }
    func octal(_ value: Int, width: Int) -> String {
      let digits = String(value, radix: 8)
      return String(repeating: "0", count: width - digits.count) + digits
    }
    put(name, at: 0)
    put(octal(0o644, width: 7), at: 100)
    put(octal(0, width: 7), at: 108)
    put(octal(0, width: 7), at: 116)
    put(octal(claimedSize ?? bytes.count, width: 11), at: 124)
    put(octal(0, width: 11), at: 136)
    put("        ", at: 148)
    put(kind.rawValue, at: 156)
    if kind == .hardLink || kind == .symbolicLink { put("/etc/passwd", at: 157) }
    put("ustar", at: 257)
    put("00", at: 263)
    put(octal(header.reduce(0) { $0 + Int($1) }, width: 6), at: 148)
    header[154] = 0
    content += header + bytes
    content += [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
  }

  /// The archive.
  public var bytes: [UInt8] { content + [UInt8](repeating: 0, count: 1024) }
}
