internal import Terminal

extension EvaluationReport {
  /// What was measured of a class, over all seeds.
  public struct ClassRow: Encodable, Sendable {
    /// Its number.
    public let label: Int
    /// Its name, if it has one.
    public let name: String?
    /// The number of real images.
    public let realCount: Int
    /// The number of samples that were asked to be of it; the mean of all seeds, rounded.
    public let sampleCount: Int
    /// The mean Fréchet distance of its samples and its real images; `nil` where there were too few.
    public let frechet: Double?
    /// The distance of other real images.
    public let realFrechet: Double?
    /// The mean share of its samples that a classifier sees as of this class.
    public let agreement: Double?
    /// The share of other real images.
    public let realAgreement: Double?

    enum CodingKeys: String, CodingKey {
      case label
      case name
      case realCount = "real_images"
      case sampleCount = "samples"
      case frechet
      case realFrechet = "frechet_real"
      case agreement
      case realAgreement = "agreement_real"
    }

    /// A row for each class of the scores for each seed, and for other real images.
    static func rows(
      of observed: [ClassScores],
      real: ClassScores?,
      names: [String]
    ) -> [ClassRow] {
      guard let first = observed.first else { return [] }
      return first.classes.indices.map { label in
        let scores = observed.map { $0.classes[label] }
        let others = real?.classes[label]
        func mean(_ values: [Double]) -> Double? {
          values.isEmpty ? nil : Spread(of: values).mean
        }
        return ClassRow(
          label: label,
          name: names.indices.contains(label) ? names[label] : nil,
          realCount: scores[0].realCount,
          sampleCount: Int(mean(scores.map { Double($0.sampleCount) })?.rounded() ?? 0),
          frechet: mean(scores.compactMap(\.frechet)),
          realFrechet: others?.frechet,
          agreement: mean(scores.compactMap(\.agreement)),
          realAgreement: others?.agreement
        )
      }
    }

    /// Its name, or its number.
    var title: String { name ?? "\(label)" }
  }

  /// The most classes that are listed, and that are named as left out.
  private static let (mostListed, mostNamed) = (100, 10)

  /// The table of classes, for people, after an empty line; nothing if there are none.
  var classLines: [String] {
    if classes.isEmpty { return [] }
    let listed = classes.prefix(Self.mostListed)
    var columns = [
      ["class"] + listed.map(\.title),
      ["images"] + listed.map { grouped($0.realCount) },
      ["samples"] + listed.map { grouped($0.sampleCount) },
    ]
    func add(_ title: String, _ value: (ClassRow) -> Double?, _ real: (ClassRow) -> Double?) {
      guard classes.contains(where: { value($0) != nil }) else { return }
      columns.append([title] + listed.map { value($0).map(Self.number) ?? "–" })
      guard classes.contains(where: { real($0) != nil }) else { return }
      columns.append(["of real images"] + listed.map { real($0).map(Self.number) ?? "–" })
    }
    add("Fréchet distance", \.frechet, \.realFrechet)
    add("as asked for", \.agreement, \.realAgreement)
    // The last column of a table is text.
    columns.append([String](repeating: "", count: listed.count + 1))
    var lines = [""] + TextTable.lines(of: columns)
    let rest = classes.count - listed.count
    if rest > 0 { lines.append("  and \(grouped(rest)) more classes") }
    return lines + leftOutLine
  }

  /// The classes that have no distance, and why.
  private var leftOutLine: [String] {
    let leftOut = classes.filter { $0.frechet == nil }
    if leftOut.isEmpty { return [] }
    let named = leftOut.prefix(Self.mostNamed).map { row in
      "\(row.title) (\(grouped(row.realCount)) and \(grouped(row.sampleCount)))"
    }
    let rest = leftOut.count - named.count
    let more = rest > 0 ? " and \(grouped(rest)) more" : ""
    return [
      "  left out, with fewer than \(ClassScores.leastCount) real images or samples: "
        + named.joined(separator: ", ") + more
    ]
  }
}
