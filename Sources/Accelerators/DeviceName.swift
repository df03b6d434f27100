internal import PJRT

/// A device as it is named on a command line: "cpu", "xla", "cuda:1".
public struct DeviceName: Hashable, Sendable, CustomStringConvertible {
  /// A kind of device.
  public enum Kind: String, CaseIterable, Sendable {
    /// The CPU, by Forger's own engine.
    case cpu
    /// The CPU, by XLA.
    case xla
    /// GPUs of NVIDIA.
    case cuda
    /// GPUs of AMD.
    case rocm
    /// Tensor processing units of Google.
    case tpu
  }

  /// The kind.
  public let kind: Kind
  /// The number among those of its kind, from 0; `nil` if any will do.
  public let index: Int?

  /// A device of a kind.
  public init(_ kind: Kind, _ index: Int? = nil) { (self.kind, self.index) = (kind, index) }

  /// The device of a text; `nil` if it names none.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard let kind = Kind(rawValue: String(parts[0])), parts.count <= 2 else { return nil }
    guard parts.count == 2 else {
      self.init(kind)
      return
    }
    guard kind != .cpu, let index = Int(parts[1]), (0...1023).contains(index) else { return nil }
    self.init(kind, index)
  }

  /// The name as on a command line.
  public var description: String {
    index.map { "\(kind.rawValue):\($0)" } ?? kind.rawValue
  }

  /// What such names look like.
  public static let expected = "cpu, xla, cuda, rocm or tpu, or one of several, such as cuda:1"
}

extension DeviceName.Kind {
  /// What the devices are, in words.
  public var title: String {
    switch self {
    case .cpu: "CPU"
    case .xla: "CPU by XLA"
    case .cuda: "CUDA"
    case .rocm: "ROCm"
    case .tpu: "TPU"
    }
  }

  /// The packages of Python's package index that have the plugin.
  public var packages: [String] {
    switch self {
    case .cpu: []
    case .xla: ["xla-cpu-pjrt"]
    case .cuda: ["jax-cuda12-pjrt", "jax-cuda13-pjrt"]
    case .rocm: ["jax-rocm7-pjrt"]
    case .tpu: ["libtpu"]
    }
  }

  /// Where those packages have it, in a folder of Python packages.
  var files: [String] {
    switch self {
    case .cpu: []
    case .xla: ["xla_plugins/xla_cpu_pjrt/xla_cpu_pjrt.so"]
    case .cuda:
      ["jax_plugins/xla_cuda13/xla_cuda_plugin.so", "jax_plugins/xla_cuda12/xla_cuda_plugin.so"]
    case .rocm:
      ["jax_plugins/xla_rocm7/xla_rocm_plugin.so", "jax_plugins/xla_rocm60/xla_rocm_plugin.so"]
    case .tpu: ["libtpu/libtpu.so"]
    }
  }

  /// The environment variable that names a plugin.
  public var variable: String { "FORGER_PJRT_\(rawValue.uppercased())" }
}
