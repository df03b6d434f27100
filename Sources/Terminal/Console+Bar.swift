extension Console {
  /// A share in 0...1 as a bar with its percentage: of 50 marks, or fewer if the terminal is too narrow.
  package func bar(_ share: Double) -> String {
    let length = min(50, max(width - 22, 1))
    let done = Int(share * Double(length))
    let marks = String(repeating: "#", count: done) + String(repeating: ".", count: length - done)
    return "[\(marks)] " + NumberText.percentage(share).rightAligned(in: 6)
  }
}
