/// The number of letters to insert, delete or replace to turn one text into another.
///
/// Source: Levenshtein 1966, by the algorithm of Wagner and Fischer 1974.
func editDistance(_ first: String, _ second: String) -> Int {
  let (first, second) = (Array(first), Array(second))
  var row = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in second.enumerated() {
      let exchanged = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(exchanged, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[second.count]
}

extension Sequence<String> {
  /// The text nearest to another; the first of equals.
  func nearest(to text: String) -> String? { nearest(1, to: text).first }

  /// So many of the texts nearest to another, the nearest first; equals in their order.
  func nearest(_ count: Int, to text: String) -> [String] {
    let start = String(text.prefix(100))
    let distances = map { ($0, editDistance(String($0.prefix(100)), start)) }
    return distances.enumerated()
      .sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }
      .prefix(count)
      .map(\.element.0)
  }
}
