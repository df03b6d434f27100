internal import Terminal

/// Something that is wrong with a machine, or could be faster.
public struct MachineFinding: Codable, Equatable, Sendable {
  /// How bad it is.
  public enum Severity: String, Codable, Sendable {
    /// Something will not work.
    case problem
    /// Something could be faster or better.
    case advice
  }

  /// How bad it is.
  public let severity: Severity
  /// What was found.
  public let found: String
  /// What helps.
  public let remedy: String

  init(_ severity: Severity, _ found: String, _ remedy: String) {
    (self.severity, self.found, self.remedy) = (severity, found, remedy)
  }
}

extension MachineFacts {
  /// What is wrong or could be faster, the worst first.
  public var findings: [MachineFinding] {
    let all = processorFindings + memoryFindings + fileFindings
    return all.filter { $0.severity == .problem } + all.filter { $0.severity == .advice }
  }

  private var processorFindings: [MachineFinding] {
    var findings: [MachineFinding] = []
    if allowedCores < cores {
      findings.append(
        .init(
          .advice,
          "This process may use \(allowedCores) of \(cores) cores.",
          "That is right beside other processes of a run; otherwise, mpirun --bind-to none or taskset gives it all."
        )
      )
    }
    if let grantedCores, grantedCores < Double(threads) - 0.01 {
      let granted = NumberText.general(grantedCores, digits: 3)
      findings.append(
        .init(
          .advice,
          "The container grants the time of \(granted) cores to \(threads) threads, which wait for each other.",
          "Use --threads \(max(1, Int(grantedCores)))."
        )
      )
    } else if threads < allowedCores {
      findings.append(
        .init(
          .advice,
          "Training uses \(threads) threads on \(allowedCores) cores.",
          variables["OMP_NUM_THREADS"] == nil
            ? "Use --threads \(allowedCores)."
            : "Unset OMP_NUM_THREADS, or use --threads \(allowedCores)."
        )
      )
    } else if threads > allowedCores {
      findings.append(
        .init(
          .advice,
          "Training uses \(threads) threads on \(allowedCores) cores, where they wait for each other.",
          "Use --threads \(allowedCores)."
        )
      )
    }
    if load > 0.5 * Double(allowedCores) {
      findings.append(
        .init(
          .advice,
          "Other programs are at work: \(NumberText.fixed(load, decimals: 1)) processes want \(allowedCores) cores.",
          "Training is faster when they are done; fewer --threads leave them room."
        )
      )
    }
    if let limit = variables["ONEDNN_MAX_CPU_ISA"] ?? variables["DNNL_MAX_CPU_ISA"] {
      findings.append(
        .init(.advice, "oneDNN is limited to \(limit).", "Unset ONEDNN_MAX_CPU_ISA.")
      )
    } else if !library.contains("AVX2"), !library.contains("AVX-512") {
      findings.append(
        .init(
          .advice,
          "The processor has no AVX2: training is slow.",
          "Use another machine, if there is one."
        )
      )
    }
    return findings
  }

  private var memoryFindings: [MachineFinding] {
    let free = min(freeMemory, grantedMemory ?? .max)
    guard free < 2 << 30 else { return [] }
    return [
      .init(
        .advice,
        "Only \(NumberText.bytes(Double(free))) of memory are free; recipes at full width take 1 to 2 GB.",
        "Close other programs, or use fewer --channels or a smaller --batch-size."
      )
    ]
  }

  private var fileFindings: [MachineFinding] {
    var findings: [MachineFinding] = []
    if freeDisk < 1 << 30 {
      findings.append(
        .init(
          freeDisk < 64 << 20 ? .problem : .advice,
          "Only \(NumberText.bytes(Double(freeDisk))) are free on the disk of this folder.",
          "Make room, train elsewhere with --out, or keep fewer snapshots with --keep 2."
        )
      )
    }
    if !isCacheWritable {
      findings.append(
        .init(
          .advice,
          cache.map { "The cache, \($0), cannot be written to." }
            ?? "There is no cache: neither XDG_CACHE_HOME nor HOME is set.",
          "Set XDG_CACHE_HOME to a folder that can: otherwise each run measures its convolutions anew."
        )
      )
    }
    if datasets.values.allSatisfy(\.isEmpty) {
      findings.append(
        .init(
          .advice,
          "None of the datasets known by name is here.",
          "Fetch one, such as fashion-mnist; images of your own need none."
        )
      )
    }
    return findings
  }
}
