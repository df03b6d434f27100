public import Accelerators
public import PJRT
public import StableHLO
public import Testing

/// The CPU by XLA, where its plugin is installed: what the tests of graphs run on.
public enum XLADevice {
  /// The device; `nil` if the plugin is not installed.
  public static let client: Client? = try? PluginSearch().client(for: DeviceName(.xla))

  /// A new engine on the device.
  ///
  /// - Parameter precision: How exactly products are computed.
  /// - Returns: The engine.
  /// - Throws: If the plugin is not installed.
  public static func engine(_ precision: Program.Precision = .highest) throws -> GraphEngine {
    GraphEngine(try #require(client), named: "XLA", precision: precision)
  }
}

extension Trait where Self == ConditionTrait {
  /// Leaves a test out, and says so, where XLA's CPU plugin is not installed.
  public static var needsXLA: Self {
    .enabled(
      if: XLADevice.client != nil,
      "XLA's CPU plugin is not installed; 'make setup-xla' installs it"
    )
  }
}
