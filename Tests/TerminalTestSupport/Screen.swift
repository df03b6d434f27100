/// As much of a terminal as the console needs: lines, cursor up, erase line, erase below.
public enum Screen {
  /// The lines on an endless terminal that was sent `text`, without the empty one of the cursor.
  public static func lines(after text: String) -> [String] {
    var lines = [""]
    var row = 0
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\n":
        row += 1
        if row == lines.count { lines.append("") }
      case "\r": continue
      case "\u{1B}":
        rest.removeFirst()
        let digits = rest.prefix { ("0"..."9").contains($0) }
        rest.removeFirst(digits.count)
        switch rest.removeFirst() {
        case "A": row = max(row - (Int(String(digits)) ?? 1), 0)
        case "K": lines[row] = ""
        default: lines.replaceSubrange(row..., with: [""])
        }
      default: lines[row].unicodeScalars.append(scalar)
      }
    }
    return lines.last == "" ? Array(lines.dropLast()) : lines
  }
}
