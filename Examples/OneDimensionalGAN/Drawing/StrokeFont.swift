/// Letters as lines, for a canvas that has no fonts.
///
/// Small letters are 5 units high, capitals and digits 8. Letters that it does not know leave a gap.
enum StrokeFont {
  /// The units between two letters.
  private static let gap = 2.0
  private static let spaceWidth = 3.0

  /// The lines of a text from its left end, upwards from the ground that the letters stand on.
  static func strokes(of text: String) -> [[SIMD2<Double>]] {
    var left = 0.0
    var strokes: [[SIMD2<Double>]] = []
    for letter in text {
      strokes += lines(of: letter).map { line in line.map { SIMD2($0.x + left, $0.y) } }
      left += width(of: letter) + gap
    }
    return strokes
  }

  /// The width of a text.
  static func width(of text: String) -> Double {
    max(text.reduce(0) { $0 + width(of: $1) + gap } - gap, 0)
  }

  private static func width(of letter: Character) -> Double {
    if letter == " " { return spaceWidth }
    // So that numbers of as many digits are of one width.
    if letter.isNumber { return 4 }
    return lines(of: letter).joined().map(\.x).max() ?? 0
  }

  private static func lines(of letter: Character) -> [[SIMD2<Double>]] {
    (letters[letter] ?? "").split(separator: " ").map { line in
      let digits = line.compactMap(\.hexDigitValue)
      return stride(from: 0, to: digits.count - 1, by: 2).map {
        SIMD2(Double(digits[$0]), Double(digits[$0 + 1] - ground))
      }
    }
  }

  /// The ground's height in the table, which leaves room for what hangs below.
  private static let ground = 4

  /// Lines apart by spaces; each point is its place from the left and its height, in hexadecimal digits.
  private static let letters: [Character: String] = [
    "a": "4839190805143445 4944", "b": "0c04 0514344548391908", "c": "4839190805143445",
    "d": "4c44 4534140508193948", "e": "07474839190805143445", "f": "3c2c1b14 0939",
    "g": "4839190805143445 4942311102", "h": "0c04 0819394844", "i": "0904 0b0b",
    "j": "191201 1b1b", "k": "0c04 3906 1734", "l": "0c04", "m": "0904 0819293834 3849596864",
    "n": "0904 0819394844", "o": "143445483919080514", "p": "0901 0819394845341405",
    "q": "4941 4839190805143445", "r": "0904 071939", "s": "48391908173645341405",
    "t": "1c152434 0939", "u": "0905143445 4944", "v": "092449", "w": "0914385469",
    "x": "0944 0449", "y": "0924 49241101", "z": "09490444",
    "A": "042c44 1737", "D": "040c2c4a462404", "E": "4c0c0444 0838", "G": "4b3c1c0a061434454828",
    "I": "040c", "J": "3c35241405", "N": "040c444c", "O": "1434464a3c1c0a0614",
    "S": "4b3c1c0b0918384745341405", "T": "0c4c 2c24", "V": "0c244c",
    "0": "1434464a3c1c0a0614", "1": "1a2c24 1434", "2": "0a0b1c3c4b490444",
    "3": "0b1c3c4b493818 384745341405", "4": "343c0646", "5": "4c0c0819394845341405",
    "6": "4b3c1c0b05143445473818 1807", "7": "0c4c14", "8": "18090b1c3c4b49381807051434454738",
    "9": "493818090b1c3c4b45341405",
    ".": "0404", ",": "140402", ":": "0404 0808", "/": "023d", "(": "2d1b061422", ")": "0d1b261402",
    "+": "0848 2a26", "−": "0838", "=": "0949 0747",
  ]
}
