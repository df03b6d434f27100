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
  func nearest(to text: String) -> String? {
    let start = String(text.prefix(100))
    return map { ($0, editDistance($0, start)) }.min { $0.1 < $1.1 }?.0
  }
}
