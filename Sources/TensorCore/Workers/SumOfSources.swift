/// Adds up numbers one by one, in the order of sources.
///
/// - Parameters:
///   - sources: Where the first numbers of at least one source are.
///   - start: The number to begin with in each of them.
///   - count: How many.
///   - sums: Where the first sum goes, which may be where a source has the first number.
package func addUp(
  _ sources: [UnsafeMutablePointer<Float>],
  from start: Int,
  _ count: Int,
  into sums: UnsafeMutablePointer<Float>
) {
  if sources.count == 2 {
    let (first, second) = (sources[0] + start, sources[1] + start)
    for index in 0..<count { sums[index] = first[index] + second[index] }
    return
  }
  let wholeEnd = count / 8 * 8
  for index in stride(from: 0, to: wholeEnd, by: 8) {
    var sum = vector(sources[0] + start + index)
    for source in sources.dropFirst() { sum += vector(source + start + index) }
    UnsafeMutableRawPointer(sums + index).storeBytes(of: sum, as: SIMD8<Float>.self)
  }
  for index in wholeEnd..<count {
    sums[index] = sources.dropFirst().reduce(sources[0][start + index]) { $0 + $1[start + index] }
  }
}

private func vector(_ numbers: UnsafeMutablePointer<Float>) -> SIMD8<Float> {
  UnsafeRawPointer(numbers).loadUnaligned(as: SIMD8<Float>.self)
}
