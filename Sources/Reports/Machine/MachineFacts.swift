internal import Archives
internal import Datasets
internal import Foundation
internal import Recipes
internal import TensorCore

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// What a training would find on this machine.
public struct MachineFacts: Codable, Equatable, Sendable {
  /// Forger's version.
  public var forger = ForgerVersion.current
  /// The operating system: "Debian GNU/Linux 12 (bookworm)".
  public var system = ""
  /// The processor's name.
  public var processor = ""
  /// oneDNN's version and the widest vectors that it uses: "oneDNN 3.2.0, AVX-512".
  public var library = ""
  /// The machine's cores, with those that share one counted singly.
  public var cores = 1
  /// The cores that this process may run on.
  public var allowedCores = 1
  /// The cores' worth of time that a container grants, if it limits it.
  public var grantedCores: Double?
  /// The threads that a training uses unless `--threads` tells otherwise.
  public var threads = 1
  /// The average number of running processes in the last minute.
  public var load = 0.0
  /// The bytes of memory.
  public var memory = 0
  /// The bytes of memory that are free or can be freed.
  public var freeMemory = 0
  /// The bytes that a container grants, if it limits them.
  public var grantedMemory: Int?
  /// Free bytes on the disk of the current folder.
  public var freeDisk = 0
  /// The MPI that several processes would share a run by, if one is found.
  public var mpi: String?
  /// Environment variables that change how Forger computes, with their values.
  public var variables: [String: String] = [:]
  /// Where each dataset that is known by name is; empty where it is not.
  public var datasets: [String: String] = [:]
  /// The user's cache folder, if there can be one.
  public var cache: String?
  /// Whether it can be written.
  public var isCacheWritable = false
  /// The bytes that it takes.
  public var cacheBytes = 0

  /// The facts without any, for tests.
  package init(library: String) { self.library = library }

  /// Looks at the machine.
  public init() {
    system = Self.system
    processor = Self.value(of: "model name", in: "/proc/cpuinfo") ?? Self.architecture
    library = ComputeDevice.library
    cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    threads = Context.current.threadCount
    allowedCores = Self.allowed ?? cores
    var loads = [0.0, 0, 0]
    if getloadavg(&loads, 3) > 0 { load = loads[0] }
    memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    freeMemory =
      Self.value(of: "MemAvailable", in: "/proc/meminfo")
      .flatMap { Int($0.split(separator: " ")[0]) }.map { $0 << 10 } ?? memory
    (grantedCores, grantedMemory) = (Self.grantedCores, Self.grantedMemory)
    freeDisk = Self.freeDisk(at: ".")
    mpi = ["mpirun", "mpiexec"].compactMap(Self.program).first
    let names = [
      "OMP_NUM_THREADS", "OMP_PROC_BIND", "OMP_THREAD_LIMIT", "GOMP_CPU_AFFINITY", "GOMP_SPINCOUNT",
      "ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ONEDNN_PRIMITIVE_CACHE_CAPACITY", "FORGER_DATA",
      "XDG_CACHE_HOME", "TMPDIR",
    ]
    let environment = ProcessInfo.processInfo.environment
    for name in names { variables[name] = environment[name] }
    let catalog = DatasetCatalog()
    for entry in DatasetCatalog.entries { datasets[entry.name] = catalog.find(entry) ?? "" }
    cache = catalog.cache
    if let cache {
      isCacheWritable = Self.isWritable(cache)
      cacheBytes = CacheContents(of: cache).items.reduce(0) { $0 + $1.byteCount }
    }
  }

  private static var system: String {
    let name = value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=")
    return name?.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
      ?? ProcessInfo.processInfo
      .operatingSystemVersionString
  }

  private static var architecture: String {
    #if arch(x86_64)
    "x86-64"
    #elseif arch(arm64)
    "arm64"
    #else
    "unknown"
    #endif
  }

  /// The cores in the process's affinity mask.
  private static var allowed: Int? {
    guard let list = value(of: "Cpus_allowed_list", in: "/proc/self/status") else { return nil }
    let counts = list.split(separator: ",").map { part -> Int in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      return ends.count == 2 ? ends[1] - ends[0] + 1 : ends.count
    }
    let count = counts.reduce(0, +)
    return count > 0 ? count : nil
  }

  private static var grantedCores: Double? {
    guard let text = text(of: "/sys/fs/cgroup/cpu.max") else { return nil }
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    return numbers.count == 2 && numbers[1] > 0 ? numbers[0] / numbers[1] : nil
  }

  private static var grantedMemory: Int? {
    text(of: "/sys/fs/cgroup/memory.max").flatMap {
      Int($0.trimmingCharacters(in: .whitespacesAndNewlines))
    }
  }

  private static func freeDisk(at path: String) -> Int {
    var state = statvfs()
    guard statvfs(path, &state) == 0 else { return 0 }
    return Int(clamping: UInt64(state.f_bavail) * UInt64(state.f_frsize))
  }

  /// The first of the folder and those above it that exists can be written to.
  private static func isWritable(_ path: String) -> Bool {
    var folder = path
    while FileKind(at: folder) == .missing, let slash = folder.lastIndex(of: "/"),
      slash != folder.startIndex
    {
      folder = String(folder[..<slash])
    }
    return FileKind(at: folder) == .folder && access(folder, W_OK) == 0
  }

  private static func program(_ name: String) -> String? {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
      "\($0)/\(name)"
    }
    .first { access($0, X_OK) == 0 }
  }

  /// The value of a line "NAME: VALUE".
  private static func value(
    of name: String,
    in path: String,
    separator: Character = ":"
  ) -> String? {
    guard let lines = text(of: path)?.split(separator: "\n"),
      let line = lines.first(where: { $0.hasPrefix(name) }),
      let index = line.firstIndex(of: separator)
    else { return nil }
    return line[line.index(after: index)...].trimmingCharacters(in: .whitespaces)
  }

  private static func text(of path: String) -> String? {
    // The system's files have no size.
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }
}
