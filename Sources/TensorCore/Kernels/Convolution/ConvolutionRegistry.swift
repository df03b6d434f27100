import OneDNN
import Synchronization

/// Remembers which algorithm computes which convolution.
final class ConvolutionRegistry: Sendable {
  static let shared = ConvolutionRegistry()

  /// What is chosen for.
  struct Key: Hashable, Sendable {
    let geometry: ConvolutionGeometry
    let pass: ConvolutionPass
    let threads: Int

    /// The key in words, for files.
    var name: String {
      let g = geometry
      return """
        \(pass.rawValue) \(g.batch)x\(g.input.height)x\(g.input.width)x\(g.input.channels) \
        to \(g.output.height)x\(g.output.width)x\(g.output.channels) \
        kernel \(text(g.kernel)) stride \(text(g.stride)) dilation \(text(g.dilation)) \
        padding \(text(g.paddingBefore)) \(text(g.paddingAfter)) groups \(g.groups) \
        threads \(threads)
        """
    }

    private func text(_ pair: ConvolutionGeometry.Pair) -> String {
      "\(pair.vertical)x\(pair.horizontal)"
    }
  }

  private typealias Observer = @Sendable (String, ConvolutionAlgorithm) -> ConvolutionAlgorithm

  private struct State {
    /// What was chosen, and how.
    var known: [Key: (algorithm: ConvolutionAlgorithm, by: ConvolutionAlgorithms)] = [:]
    /// Choices that were taken over or measured.
    var choices = ConvolutionChoices()
    var observer: Observer?
  }

  /// The least work, in floating-point operations, for which measuring may pay.
  private static let muchWork = 2e7

  private let state = Mutex(State())

  /// Chooses the algorithm for a pass, or remembers what was chosen.
  ///
  /// - Parameters:
  ///   - geometry: The sizes.
  ///   - pass: What is computed.
  ///   - measure: Finds the fastest of some candidates.
  /// - Returns: One that covers it.
  func algorithm(
    for geometry: ConvolutionGeometry,
    _ pass: ConvolutionPass,
    measure: ([ConvolutionAlgorithm]) -> ConvolutionAlgorithm
  ) -> ConvolutionAlgorithm {
    let algorithms = ConvolutionAlgorithms.current
    let key = Key(geometry: geometry, pass: pass, threads: ThreadPool.threadCount)
    if let known = state.withLock({ $0.known[key] }), known.by == algorithms {
      return known.algorithm
    }
    let algorithm: ConvolutionAlgorithm
    if let forced = algorithms.forced {
      algorithm = forced.orOneDNN(for: geometry, pass)
    } else if let kept = state.withLock({ $0.choices.algorithms[key.name] }),
      kept.orOneDNN(for: geometry, pass) == kept
    {
      algorithm = kept
    } else if algorithms == .automatic {
      algorithm = measured(key, measure)
    } else {
      algorithm = .usual(for: geometry, pass)
    }
    state.withLock { $0.known[key] = (algorithm, algorithms) }
    return algorithm
  }

  private func measured(
    _ key: Key,
    _ measure: ([ConvolutionAlgorithm]) -> ConvolutionAlgorithm
  ) -> ConvolutionAlgorithm {
    let (geometry, pass, name) = (key.geometry, key.pass, key.name)
    let candidates = ConvolutionAlgorithm.candidates(for: geometry, pass)
    guard candidates.count > 1, geometry.floatingPointOperations >= Self.muchWork else {
      return .usual(for: geometry, pass)
    }
    let fastest = measure(candidates)
    let observer = state.withLock { $0.observer }
    let choice = observer?(name, fastest).orOneDNN(for: geometry, pass) ?? fastest
    state.withLock { $0.choices.merge(ConvolutionChoices([name: choice])) }
    return choice
  }

  /// What computed a pass the last time, if it was computed before with as many threads.
  func lastUsed(
    for geometry: ConvolutionGeometry,
    _ pass: ConvolutionPass
  ) -> ConvolutionAlgorithm? {
    let key = Key(geometry: geometry, pass: pass, threads: ThreadPool.threadCount)
    return state.withLock { $0.known[key]?.algorithm }
  }

  /// What was chosen by the way that counts now.
  var used: ConvolutionChoices {
    let algorithms = ConvolutionAlgorithms.current
    let known = state.withLock { $0.known }.filter { $0.value.by == algorithms }
    return ConvolutionChoices(
      Dictionary(uniqueKeysWithValues: known.map { ($0.key.name, $0.value.algorithm) })
    )
  }

  func take(_ choices: ConvolutionChoices) {
    state.withLock {
      $0.choices.merge(choices)
      $0.known = [:]
    }
  }

  func whenMeasured(
    _ observer: @escaping @Sendable (String, ConvolutionAlgorithm) -> ConvolutionAlgorithm
  ) {
    state.withLock { $0.observer = observer }
  }
}
