/// Columns of cells with a rule below the first row.
package enum TextTable {
  /// The lines: the first column is texts, the others are right-aligned, so that their decimal points line up.
  ///
  /// - Parameters:
  ///   - columns: The cells of each column, as many in each.
  ///   - endsWithText: Whether the last column is texts, too.
  /// - Returns: The lines, indented.
  package static func lines(of columns: [[String]], endingWithText endsWithText: Bool = true)
    -> [String]
  {
    let widths = columns.map { $0.map(\.count).max() ?? 0 }
    func line(_ index: Int) -> String {
      let cells = zip(columns, widths).enumerated().map { place, column in
        let isNumber = place > 0 && !(endsWithText && place == columns.count - 1)
        return isNumber
          ? column.0[index].rightAligned(in: column.1) : column.0[index].padded(to: column.1)
      }
      return "  " + cells.joined(separator: "   ").trimmedEnd
    }
    let rule = "  " + widths.map { String(repeating: "─", count: $0) }.joined(separator: "   ")
    return [line(0), rule.trimmedEnd] + (columns.first ?? []).indices.dropFirst().map(line)
  }
}

extension String {
  fileprivate var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
