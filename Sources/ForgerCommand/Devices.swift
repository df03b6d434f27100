import Accelerators
import ArgumentParser
import PJRT
import TensorCore
import Terminal

/// `forger devices`.
struct Devices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List what can compute, and what to install for the rest.",
    discussion: """
      EXAMPLES:
        See what --device and --gpu can be:
          forger devices

        Train on the second GPU of NVIDIA:
          forger train --device cuda:1
      """
  )

  func run() throws {
    let console = Console.standardOutput()
    let search = PluginSearch()
    for kind in DeviceName.Kind.allCases {
      for (index, line) in Self.lines(for: kind, search).enumerated() {
        let label = index == 0 ? kind.rawValue : ""
        try console.printResult(label.padded(to: 8) + line)
      }
    }
    try console.printResult("")
    try console.printResult("Plugins of XLA are looked for in")
    for folder in search.folders { try console.printResult("  \(folder)") }
  }

  /// What is known of a kind of device.
  private static func lines(for kind: DeviceName.Kind, _ search: PluginSearch) -> [String] {
    if kind == .cpu { return [ComputeDevice.description] }
    guard let path = search.path(for: kind) else {
      let packages = kind.packages.map { "'pip install \($0)'" }.joined(separator: " or ")
      let script = kind == .xla ? "'make setup-xla' or " : ""
      return ["no plugin: \(script)\(packages), or \(kind.variable)=PATH"]
    }
    do {
      let plugin = try Plugin(loading: path)
      let client = try Client(plugin)
      let devices = client.kinds.enumerated().map { index, name in
        (index == 0 ? kind.rawValue : "\(kind.rawValue):\(index)") + " is \(name)"
      }
      return devices + ["plugin \(path), version \(plugin.version) of PJRT"]
    } catch {
      return ["\(error)", "plugin \(path)"]
    }
  }
}
