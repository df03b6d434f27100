import Randomness

/// The distributions that a stream fills buffers with, in their standard form.
enum Distribution: CaseIterable {
  case uniform, normal, truncatedNormal

  /// Numbers of this distribution from `block` on, computed in parts of the given size.
  func numbers(_ count: Int, of blocks: RandomBlocks, from block: UInt64, part: Int) -> [Float] {
    var numbers = [Float](repeating: .nan, count: count)
    numbers.withUnsafeMutableBufferPointer { buffer in
      for start in stride(from: 0, to: count, by: part) {
        let part = UnsafeMutableBufferPointer(rebasing: buffer[start..<min(start + part, count)])
        let first = RandomBlocks.block(ofNumber: start, after: block)
        switch self {
        case .uniform: blocks.fillUniform(part, from: first)
        case .normal: blocks.fillNormal(part, from: first)
        case .truncatedNormal: blocks.fillTruncatedNormal(part, from: first)
        }
      }
    }
    return numbers
  }
}

extension RandomStream {
  /// The next `count` numbers of a distribution in its standard form.
  func draw(_ count: Int, _ distribution: Distribution) -> [Float] {
    var numbers = [Float](repeating: .nan, count: count)
    numbers.withUnsafeMutableBufferPointer {
      switch distribution {
      case .uniform: fillUniform($0)
      case .normal: fillNormal($0)
      case .truncatedNormal: fillTruncatedNormal($0)
      }
    }
    return numbers
  }
}
