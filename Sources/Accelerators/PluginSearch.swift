public import Foundation
public import PJRT

/// Where plugins of devices are looked for, and what is found.
public struct PluginSearch: Sendable {
  /// The folders of Python packages that are looked through, in order.
  public let folders: [String]
  private let environment: [String: String]

  /// A search in the folders of this user and machine.
  ///
  /// - Parameter environment: The environment, which may name plugins and folders.
  public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    self.environment = environment
    var folders = [Self.ownFolder(environment)]
    let home = environment["HOME"] ?? "/"
    let roots = [environment["VIRTUAL_ENV"], "\(home)/.local", "/usr/local", "/usr"]
    for root in roots.compactMap(\.self) {
      let lib = "\(root)/lib"
      let names = (try? FileManager.default.contentsOfDirectory(atPath: lib)) ?? []
      for name in names.sorted().reversed() where name.hasPrefix("python3") {
        folders += ["\(lib)/\(name)/site-packages", "\(lib)/\(name)/dist-packages"]
      }
    }
    self.folders = folders.filter { folder in
      folder == folders[0] || FileManager.default.fileExists(atPath: folder)
    }
  }

  /// The folder that Forger's own script installs plugins to.
  private static func ownFolder(_ environment: [String: String]) -> String {
    let cache = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    return (cache ?? "\(environment["HOME"] ?? "/")/.cache") + "/forger/plugins"
  }

  /// The path of the plugin for a kind of device; `nil` if there is none.
  public func path(for kind: DeviceName.Kind) -> String? {
    if let named = environment[kind.variable], !named.isEmpty { return named }
    for folder in folders {
      for file in kind.files where FileManager.default.fileExists(atPath: "\(folder)/\(file)") {
        return "\(folder)/\(file)"
      }
    }
    return nil
  }

  /// Connects to a device.
  ///
  /// - Parameters:
  ///   - device: The device; not Forger's own CPU engine.
  ///   - rank: The number of this process among those on this machine: which GPU it takes if `device` does not say.
  /// - Returns: The device.
  /// - Throws: `DeviceProblem` if there is no plugin, `PJRTProblem` if it finds no device.
  public func client(for device: DeviceName, rank: Int = 0) throws -> Client {
    guard let path = path(for: device.kind) else { throw DeviceProblem(device, folders) }
    let plugin = try Plugin(loading: path)
    let isGPU = device.kind == .cuda || device.kind == .rocm
    return try Client(plugin, device: device.index ?? (isGPU ? rank : 0))
  }
}

/// A device that cannot be used because its plugin is not installed.
public struct DeviceProblem: Error, CustomStringConvertible, Sendable {
  /// The device.
  public let device: DeviceName
  /// Where its plugin was looked for.
  public let folders: [String]

  init(_ device: DeviceName, _ folders: [String]) {
    (self.device, self.folders) = (device, folders)
  }

  /// The problem in one line.
  public var description: String {
    let packages = device.kind.packages.joined(separator: " or ")
    return "device \(device): found no plugin of XLA in \(folders.joined(separator: ", ")); "
      + "expected Python's package \(packages) there, or \(device.kind.variable) to name one"
  }
}
