internal import Foundation
public import TensorCore
internal import Terminal

/// Where an iteration's time goes, kernel by kernel, beside what this machine can do at most.
public struct Profile: Sendable {
  /// The kernels, the longest first; all numbers are of one iteration.
  public let rows: [Profiler.Row]
  /// Iterations that were measured.
  public let iterations: Int
  /// The time of an iteration, in seconds.
  public let seconds: Double
  /// The most operations a second that a large matrix product reached here.
  public let productCeiling: Double
  /// The most bytes a second, read and written, that a loop over a large array reached here.
  public let memoryCeiling: Double

  /// A table for people.
  public var text: String {
    let total = max(seconds, .leastNormalMagnitude)
    let shown = rows.filter { $0.seconds / Double(iterations) >= total * Self.leastShare }
    let others = rows.dropFirst(shown.count)
    var lines = [Self.heading] + shown.map(line)
    let rest = others.reduce(0) { $0 + $1.seconds } / Double(iterations)
    lines.append(line("\(others.count) more kernels", calls: "", seconds: rest, tail: ""))
    let known = rows.reduce(0) { $0 + $1.seconds } / Double(iterations)
    lines.append(line("between kernels", calls: "", seconds: max(total - known, 0), tail: ""))
    return lines.joined(separator: "\n") + """
      \n
      an iteration      \(NumberText.fixed(seconds * 1000, decimals: 2)) ms
      ceilings here     products \(NumberText.fixed(productCeiling / 1e9, decimals: 0)) GFLOP/s, \
      memory \(NumberText.fixed(memoryCeiling / 1e9, decimals: 1)) GB/s
      GFLOP/s count the operations of the definition: fast algorithms can pass 100 %.
      """
  }

  /// Kernels with less than this share of the time are summed up in a line.
  private static let leastShare = 0.005

  private static let nameWidth = 66
  private static let heading =
    "kernel".padded(to: nameWidth) + "  calls      ms   share  GFLOP/s    GB/s  of ceiling"

  private func line(_ row: Profiler.Row) -> String {
    let time = max(row.seconds, .leastNormalMagnitude)
    let (speed, traffic) = (row.operations / time, row.bytes / time)
    let share = max(speed / productCeiling, traffic / memoryCeiling)
    let operations = row.operations > 0 ? NumberText.fixed(speed / 1e9, decimals: 1) : ""
    return line(
      row.name,
      calls: "\((row.calls + iterations - 1) / iterations)",
      seconds: row.seconds / Double(iterations),
      tail: right(operations, 9) + right(NumberText.fixed(traffic / 1e9, decimals: 1), 8)
        + right(NumberText.fixed(share * 100, decimals: 0) + " %", 12)
    )
  }

  private func line(_ name: String, calls: String, seconds: Double, tail: String) -> String {
    let share = NumberText.fixed(100 * seconds / self.seconds, decimals: 1) + " %"
    return name.padded(to: Self.nameWidth) + right(calls, 7)
      + right(NumberText.fixed(seconds * 1000, decimals: 2), 8) + right(share, 8) + tail
  }

  private func right(_ text: String, _ width: Int) -> String {
    " " + text.rightAligned(in: width - 1)
  }
}

extension Profile {
  /// What a large matrix product reaches on this machine, in operations a second.
  static func measuredProductCeiling() -> Double {
    let size = 1024
    let (left, right) = (Tensor.ones([size, size]), Tensor.ones([size, size]))
    let seconds = shortest { withExtendedLifetime(matrixProduct(left, right)) {} }
    return 2 * Double(size * size * size) / seconds
  }

  /// What changing values in place reaches where no cache holds them, in bytes read and written a second.
  ///
  /// In place, as what is written elsewhere is first read there, which nobody asked for.
  static func measuredMemoryCeiling() -> Double {
    let values = Parameter(Tensor.ones([16 << 20]))
    let seconds = shortest {
      values.update { elements in
        nonisolated(unsafe) let elements = elements
        ThreadPool.forEach(elements.count, grain: 16384) { range in
          for index in range { elements[index] += 1 }
        }
      }
    }
    return 2 * Double(values.shape.elementCount * MemoryLayout<Float>.stride) / seconds
  }

  private static func shortest(_ body: () -> Void) -> Double {
    body()
    let clock = ContinuousClock()
    return (0..<5).map { _ in clock.measure(body) / .seconds(1) }.min() ?? .infinity
  }
}
