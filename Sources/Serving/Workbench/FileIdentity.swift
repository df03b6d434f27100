#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What tells a file from the one that takes its place: by it one knows whether to read it again.
struct FileIdentity: Equatable, CustomStringConvertible {
  /// Device, number, size and time, as a text.
  let description: String

  /// The identity of the file at a path; `nil` where there is none.
  init?(_ path: String) {
    var information = stat()
    guard stat(path, &information) == 0 else { return nil }
    #if canImport(Darwin)
    let time = information.st_mtimespec
    #else
    let time = information.st_mtim
    #endif
    description =
      "\(information.st_dev) \(information.st_ino) \(information.st_size) "
      + "\(time.tv_sec).\(time.tv_nsec)"
  }
}
