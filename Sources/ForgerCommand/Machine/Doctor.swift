import ArgumentParser
import Reports
import Terminal

/// `forger doctor`.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what this machine offers, and what could be faster.",
    discussion: """
      Looks at the processor, memory, disk, libraries, datasets and caches, and says what is wrong or slows training \
      down. Add the output of --json to a report of a bug.

      EXAMPLES:
        On a screen:
          forger doctor

        For a report:
          forger doctor --json > machine.json
      """
  )

  @Flag(help: "Print JSON on one line.")
  var json = false

  func run() throws {
    let facts = MachineFacts()
    let console = Console.standardOutput()
    try console.printResult(
      json ? [Report(machine: facts, findings: facts.findings).jsonLine] : Self.lines(facts)
    )
  }

  private struct Report: Encodable {
    let machine: MachineFacts
    let findings: [MachineFinding]
  }

  private static func lines(_ facts: MachineFacts) -> [String] {
    func row(_ label: String, _ text: String) -> String { "  " + label.padded(to: 12) + text }
    func bytes(_ count: Int) -> String { NumberText.bytes(Double(count)) }
    var lines = [
      "Forger \(facts.forger)",
      row("system", facts.system),
      row("processor", "\(facts.processor), \(facts.cores) cores"),
      row("", "\(facts.threads) threads on \(facts.allowedCores) cores; \(facts.library)"),
      row("memory", "\(bytes(facts.memory)), \(bytes(facts.freeMemory)) free"),
      row("disk", "\(bytes(facts.freeDisk)) free in this folder"),
      row(
        "MPI",
        facts.mpi ?? "none; a run can be shared by several processes with Open MPI or MPICH"
      ),
    ]
    for (index, dataset) in facts.datasets.sorted(by: { $0.key < $1.key }).enumerated() {
      let place = dataset.value.isEmpty ? "not here" : dataset.value
      lines.append(row(index == 0 ? "datasets" : "", "\(dataset.key.padded(to: 15))\(place)"))
    }
    lines.append(row("cache", facts.cache.map { "\(bytes(facts.cacheBytes)) in \($0)" } ?? "none"))
    for (index, variable) in facts.variables.sorted(by: { $0.key < $1.key }).enumerated() {
      lines.append(row(index == 0 ? "environment" : "", "\(variable.key)=\(variable.value)"))
    }
    lines.append("")
    let findings = facts.findings
    if findings.isEmpty { return lines + ["Nothing is wrong."] }
    for finding in findings {
      lines.append("\(finding.severity == .problem ? "Problem: " : "")\(finding.found)")
      lines.append("  \(finding.remedy)")
    }
    return lines
  }
}
