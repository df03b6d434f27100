package import Datasets
import Terminal

extension DatasetInspection {
  /// All that there is to say, in lines.
  ///
  /// - Parameter users: Who might take the images, with the shape that each wants.
  /// - Returns: Several lines, without a line's end after the last.
  package func text(for users: [(name: String, shape: ImageShape)]) -> String {
    lines(for: users).joined(separator: "\n")
  }

  /// The same line by line.
  package func lines(for users: [(name: String, shape: ImageShape)]) -> [String] {
    var lines = [path == name ? name : "\(name) in \(path)"]
    let parts = testCount.map { "\(dataset.count) for training, \($0) for testing" }
    lines.append("pictures    \(parts ?? "\(dataset.count)")")
    lines.append("shape       \(shape) (height, width, channels)")
    lines += dataset.findings.map { "            " + $0 }
    lines.append("mean        \(Self.text(pixels.means)) (0 is black, 1 is full)")
    lines.append("deviation   \(Self.text(pixels.deviations))")
    lines.append("classes     \(classes.isEmpty ? "none: no labels" : "\(classes.count)")")
    let width = classes.map { $0.name?.count ?? 0 }.max() ?? 0
    let digits = max(3, classes.last.map { "\($0.label)".count } ?? 0)
    lines += classes.map { entry in
      let label = "\(entry.label)".rightAligned(in: digits)
      let name = width > 0 ? (entry.name ?? "").padded(to: width + 2) : ""
      return "       \(label)  \(name)\(entry.count)"
    }
    let ways = users.map { dataset.adapted(to: $0.shape).adaptation ?? "taken as they are" }
    for way in Set(ways).sorted(by: { ways.firstIndex(of: $0) ?? 0 < ways.firstIndex(of: $1) ?? 0 })
    {
      let names = zip(users, ways).filter { $0.1 == way }.map(\.0.name)
      lines.append("for \(names.joined(separator: ", ")): \(way)")
    }
    return lines
  }

  /// Numbers from 0 to 1 with four decimals.
  private static func text(_ values: [Double]) -> String {
    values.map { NumberText.fixed($0, decimals: 4) }.joined(separator: ", ")
  }
}
