import Foundation
public import TensorCore
public import Testing

/// Compares a replay with a golden run and remembers the largest deviation of each kind of number.
public struct GoldenReport {
  private let name: String
  private let sourceLocation: SourceLocation
  private var largest: [(kind: String, deviation: Double, allowed: Double)] = []

  /// A report on a file.
  public init(_ run: GoldenRun, sourceLocation: SourceLocation = #_sourceLocation) {
    name = "\(run.name) (\(run.iterationCount) iterations)"
    self.sourceLocation = sourceLocation
  }

  /// Compares an iteration's losses with the recorded ones, to a part in 100,000: float32's roundings.
  public mutating func expectLosses(
    _ losses: [(name: String, value: Float)],
    of iteration: Int,
    in run: GoldenRun
  ) throws {
    for (name, value) in losses {
      let recorded = try run.tensor("iter\(iteration)/\(name)")
      expect("losses", "iter\(iteration)/\(name)", Tensor(value), recorded, relative: 1e-5)
    }
  }

  /// Records an issue where an element is further from the recorded one than
  /// `absolute + relative · |recorded|`.
  ///
  /// - Parameters:
  ///   - kind: The line of the report that it counts for, such as "losses".
  ///   - label: What it is, for messages.
  ///   - found: What the replay came to.
  ///   - recorded: What the framework came to.
  ///   - absolute: The deviation allowed for every element.
  ///   - relative: The deviation allowed besides, in parts of the recorded element.
  public mutating func expect(
    _ kind: String,
    _ label: String,
    _ found: Tensor,
    _ recorded: Tensor,
    absolute: Double = 0,
    relative: Double = 0
  ) {
    guard found.shape == recorded.shape else {
      Issue.record(
        "\(name): \(label) is of shape \(found.shape), recorded \(recorded.shape)",
        sourceLocation: sourceLocation
      )
      return
    }
    let first = recorded.scalars.first.map { abs(Double($0)) } ?? 0
    var worst = (deviation: 0.0, allowed: absolute + relative * first)
    for (found, recorded) in zip(found.scalars, recorded.scalars) {
      let deviation = abs(Double(found) - Double(recorded))
      let allowed = absolute + relative * abs(Double(recorded))
      // Not `>`: what is not a number must fail.
      if !(deviation * worst.allowed <= worst.deviation * allowed) {
        worst = (deviation, allowed)
      }
      if !(deviation <= allowed) {
        Issue.record(
          "\(name): \(label) has \(found), recorded \(recorded); allowed \(allowed)",
          sourceLocation: sourceLocation
        )
        break
      }
    }
    note(kind, worst.deviation, allowed: worst.allowed)
  }

  /// Records an issue where more than a thousandth of all elements are further from the recorded ones than
  /// `allowed`.
  ///
  /// - Parameters:
  ///   - kind: The line of the report that it counts for.
  ///   - pairs: What the replay came to, and what the framework came to.
  ///   - allowed: The deviation of the element that 99.9 % are no further off than.
  public mutating func expectMost(
    _ kind: String,
    of pairs: [(found: Tensor, recorded: Tensor)],
    within allowed: Double
  ) {
    let deviations = pairs.flatMap { pair in
      zip(pair.found.scalars, pair.recorded.scalars).map { abs(Double($0) - Double($1)) }
    }
    // What is not a number counts as the farthest off.
    let sorted = deviations.map { $0.isNaN ? .infinity : $0 }.sorted()
    guard !sorted.isEmpty else { return }
    let deviation = sorted[(sorted.count - 1) * 999 / 1000]
    if deviation > allowed {
      Issue.record(
        "\(name): a thousandth of the \(kind) is off by \(deviation); allowed \(allowed)",
        sourceLocation: sourceLocation
      )
    }
    note("99.9 % of the \(kind)", deviation, allowed: allowed)
  }

  /// Adds a deviation to the report; those nearest to what is allowed are printed.
  public mutating func note(_ kind: String, _ deviation: Double, allowed: Double) {
    guard let index = largest.firstIndex(where: { $0.kind == kind }) else {
      largest.append((kind, deviation, allowed))
      return
    }
    if deviation * largest[index].allowed > largest[index].deviation * allowed {
      largest[index] = (kind, deviation, allowed)
    }
  }

  /// Prints one line.
  public func print() {
    let parts = largest.map { part in
      part.kind + String(format: " %.1e of %.1e", part.deviation, part.allowed)
    }
    Swift.print("Golden \(name): \(parts.joined(separator: ", "))")
  }
}
