import Preconditions

extension RandomStream {
  /// The next 32 random bits.
  public func nextUInt32() -> UInt32 {
    blocks[reserve(blocks: 1)].x
  }

  /// The next 64 random bits.
  public func nextUInt64() -> UInt64 {
    let words = blocks[reserve(blocks: 1)]
    return UInt64(words.x) | UInt64(words.y) << 32
  }

  /// An integer in 0..<bound, each with the same probability.
  ///
  /// Source: Lemire 2019, "Fast Random Integer Generation in an Interval", arXiv:1805.10941.
  ///
  /// - Precondition: `bound` is positive.
  public func uniformInt(below bound: Int) -> Int {
    require(bound > 0, "no integer lies in 0..<\(bound)")
    let width = UInt64(bound)
    var product = nextUInt64().multipliedFullWidth(by: width)
    if product.low < width {
      // The first 2^64 mod width of the low halves are dealt out once too often.
      let surplus = (0 &- width) % width
      while product.low < surplus { product = nextUInt64().multipliedFullWidth(by: width) }
    }
    return Int(product.high)
  }

  /// A random order of the integers in 0..<count, each order with the same probability.
  ///
  /// Source: Durstenfeld 1964, Algorithm 235: Random permutation (Fisher and Yates's shuffle).
  ///
  /// - Precondition: `count` is not negative.
  public func permutation(of count: Int) -> [Int] {
    require(count >= 0, "a permutation has no negative count: \(count)")
    var order = Array(0..<count)
    var remaining = count
    while remaining > 1 {
      order.swapAt(uniformInt(below: remaining), remaining - 1)
      remaining -= 1
    }
    return order
  }
}
