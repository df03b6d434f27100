#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Finds a port that no other program has.
enum FreePort {
  private static let tried = 50

  /// The first free port of some in a row; the first of all where none is, which the server then says.
  ///
  /// - Parameters:
  ///   - port: The first.
  ///   - host: The IPv4 address; for others, the first port is taken to be free.
  /// - Returns: The port.
  static func first(from port: Int, at host: String) -> Int {
    for candidate in port..<(port + tried) where isFree(candidate, at: host) { return candidate }
    return port
  }

  private static func isFree(_ port: Int, at host: String) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return true }
    #if canImport(Darwin) || canImport(Musl)
    let kind = SOCK_STREAM
    #else
    let kind = Int32(SOCK_STREAM.rawValue)
    #endif
    let descriptor = socket(AF_INET, kind, 0)
    guard descriptor >= 0 else { return true }
    defer { close(descriptor) }
    var reuses: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &reuses, socklen_t(MemoryLayout<Int32>.size))
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
