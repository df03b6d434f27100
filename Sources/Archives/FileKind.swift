#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The kind of thing at a path.
public enum FileKind: Equatable, Sendable {
  /// A regular file.
  case file
  /// A folder.
  case folder
  /// A symbolic link, if links are not followed.
  case link
  /// A device, pipe or socket, which is never read or replaced.
  case special
  /// Nothing, or nothing accessible.
  case missing

  /// The kind of thing at `path`, following symbolic links unless `followingLinks` is false.
  public init(at path: String, followingLinks: Bool = true) {
    var information = stat()
    let status = followingLinks ? stat(path, &information) : lstat(path, &information)
    self = status == 0 ? FileKind(mode: information.st_mode) : .missing
  }

  init(mode: mode_t) {
    switch mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    case S_IFLNK: self = .link
    default: self = .special
    }
  }
}
