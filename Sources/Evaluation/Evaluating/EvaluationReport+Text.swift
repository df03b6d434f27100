internal import Foundation
internal import Terminal

extension EvaluationReport {
  /// The facts and a table, for people.
  public var text: String { lines.joined(separator: "\n") }

  /// The same line by line.
  public var lines: [String] {
    let width = (facts.map(\.name.count).max() ?? 0) + 2
    let head = facts.map { "  " + $0.name.padded(to: width) + $0.value }
    let hasIntervals = rows.contains { $0.spread.confidence != nil }
    let hasReal = rows.contains { $0.real != nil }
    var columns = [["metric"] + rows.map(\.quantity.title)]
    columns.append(["value"] + rows.map { Self.number($0.spread.mean) })
    if hasIntervals {
      columns.append(["± (95 %)"] + rows.map { $0.spread.confidence.map(Self.number) ?? "" })
    }
    if hasReal { columns.append(["real images"] + rows.map { $0.real.map(Self.number) ?? "" }) }
    columns.append(["better"] + rows.map(\.quantity.better.rawValue))
    return head + [""] + TextTable.lines(of: columns) + classLines
  }

  /// The duration: "12.3 s", "0:01:12".
  public var duration: String {
    seconds < 60
      ? NumberText.fixed(seconds, decimals: 1) + " s" : NumberText.duration(seconds)
  }

  /// Four decimals, or four significant digits for small numbers.
  static func number(_ value: Double) -> String {
    if value == 0 { return "0.0000" }
    if abs(value) >= 1e9 { return NumberText.general(value) }
    if abs(value) >= 1000 { return NumberText.fixed(value, decimals: 1) }
    if abs(value) >= 10 { return NumberText.fixed(value, decimals: 3) }
    return abs(value) >= 0.01
      ? NumberText.fixed(value, decimals: 4) : NumberText.fixed(value, decimals: 6)
  }
}
