internal import Recipes
internal import Terminal
internal import Training

/// Runs side by side: in which settings they differ, and what came of it.
public struct RunComparison {
  /// A row of the table: what it is of, and its text for each run.
  public struct Row: Equatable, Sendable {
    /// What it is of.
    public let label: String
    /// The text for each run.
    public let texts: [String]
  }

  /// What curves are drawn over.
  public enum Axis: String, CaseIterable, Sendable {
    /// Iterations.
    case iterations
    /// Seconds of training, for runs whose iterations take different times.
    case time
  }

  /// The runs.
  public let runs: [RunRecord]

  /// A comparison of runs.
  ///
  /// - Parameter runs: The runs, at most 26: they are called A, B, …
  public init(of runs: [RunRecord]) { self.runs = Array(runs.prefix(Self.most)) }

  /// The most runs that are compared.
  public static let most = 26

  /// What a run is called: "A" for the first.
  static func letter(of index: Int) -> String {
    String(Unicode.Scalar(UInt8(ascii: "A") + UInt8(index)))
  }

  /// The settings in which the recipes differ.
  public var settings: [Row] {
    RecipeDifferences.between(runs.map(\.recipe)).map { Row(label: $0.name, texts: $0.values) }
  }

  /// How long each run was, and its last and best values.
  public var results: [Row] {
    let ends = runs.map(\.entries.last)
    var rows = [
      Row(label: "iterations", texts: ends.map { $0.map { grouped($0.iteration) } ?? "–" }),
      Row(label: "epochs", texts: ends.map { $0.map { grouped($0.epoch) } ?? "–" }),
      Row(
        label: "time",
        texts: ends.map { $0.map { NumberText.duration($0.elapsedTime) } ?? "–" }
      ),
    ]
    for name in quantities {
      let quantity = Quantity(name)
      let last = runs.map { run in run.values(of: name).last.map { Self.number($0.value) } ?? "–" }
      rows.append(Row(label: quantity.title, texts: last))
      guard quantity.better != nil else { continue }
      let best = runs.map { run in
        run.best(of: name).map { "\(Self.number($0.value)) at \(grouped($0.iteration))" } ?? "–"
      }
      rows.append(Row(label: "  best", texts: best))
    }
    return rows
  }

  /// The names of all that any of the runs observed, the losses first.
  var quantities: [String] {
    var names: [String] = []
    for name in runs.flatMap(\.quantities) where !names.contains(name) { names.append(name) }
    return Array(names.prefix(32))
  }

  private static func number(_ value: Double) -> String { NumberText.general(value, digits: 4) }

  /// The tables as lines of a terminal.
  public var lines: [String] {
    let heads = runs.indices.map { "\(Self.letter(of: $0))  \(runs[$0].path)" }
    let letters = Row(label: "", texts: runs.indices.map(Self.letter(of:)))
    let (settings, results) = (settings, results)
    let width = (settings + results).map(\.label.count).max() ?? 0
    let columns = runs.indices.map { run in
      min(([letters] + settings + results).map { $0.texts[run].count }.max() ?? 0, 40)
    }
    func line(_ row: Row) -> String {
      let cells = zip(row.texts, columns).map { text, width in
        text.cut(to: 40).padded(to: width)
      }
      let line = ([row.label.padded(to: width)] + cells).joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
    let differences =
      settings.isEmpty
      ? [
        runs.allSatisfy { $0.recipe == nil } ? "No recipes are known." : "The recipes are the same."
      ]
      : [line(letters)] + settings.map(line)
    return heads + [""] + differences + ["", line(letters)] + results.map(line)
  }
}
