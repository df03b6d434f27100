internal import Foundation

extension ConvolutionCache {
  /// The CPU's name, as precisely as the system reports it: "AMD EPYC, AuthenticAMD 23 1 2".
  static var processor: String {
    #if canImport(Darwin)
    var length = 0
    guard sysctlbyname("machdep.cpu.brand_string", nil, &length, nil, 0) == 0, length > 1 else {
      return "unknown"
    }
    var name = [UInt8](repeating: 0, count: length)
    sysctlbyname("machdep.cpu.brand_string", &name, &length, nil, 0)
    return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    #else
    let file = FileHandle(forReadingAtPath: "/proc/cpuinfo")
    // Enough for the first processor's lines; a large machine has hundreds of processors.
    let data = (try? file?.read(upToCount: 4096)) ?? Data()
    return processor(in: String(decoding: data, as: UTF8.self))
    #endif
  }

  /// The same from the text of Linux's `/proc/cpuinfo`.
  package static func processor(in text: String) -> String {
    var values: [Substring: String] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let name = parts[0].prefix { $0 != "\t" }
      if values[name] == nil { values[name] = parts[1].trimmingCharacters(in: .whitespaces) }
    }
    // The first four on x86-64, the others on arm64, which has no names.
    let numbers = [
      "vendor_id", "cpu family", "model", "stepping", "CPU implementer", "CPU variant", "CPU part",
    ].compactMap { values[$0] }
    return [values["model name"] ?? "unknown", numbers.joined(separator: " ")]
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }
}
