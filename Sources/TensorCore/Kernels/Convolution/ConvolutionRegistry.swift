import Synchronization

/// The convolution algorithms chosen in a context.
final class ConvolutionRegistry: Sendable {
  /// What determines a choice.
  struct Key: Hashable, Sendable {
    let geometry: ConvolutionGeometry
    let pass: ConvolutionPass
    let threads: Int

    /// The key as text, for files.
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

  private struct State {
    /// The choices made so far.
    var known: [Key: ConvolutionAlgorithm] = [:]
    /// Choices that were adopted or measured, by name.
    var choices: ConvolutionChoices
    /// The measured choices.
    var measured = ConvolutionChoices()
  }

  /// The least work, in floating-point operations, for which measuring pays off.
  private static let muchWork = 2e7

  /// How algorithms are chosen.
  let policy: ConvolutionPolicy
  private let state: Mutex<State>

  /// A registry with only earlier choices.
  init(_ policy: ConvolutionPolicy, _ choices: ConvolutionChoices = ConvolutionChoices()) {
    self.policy = policy
    state = Mutex(State(choices: choices))
  }

  /// Chooses the algorithm for a pass in the current context, or returns the earlier choice.
  ///
  /// - Parameters:
  ///   - geometry: The sizes.
  ///   - pass: The pass.
  ///   - measure: Finds the fastest of some candidates.
  /// - Returns: An algorithm that covers the pass.
  func algorithm(
    for geometry: ConvolutionGeometry,
    _ pass: ConvolutionPass,
    measure: ([ConvolutionAlgorithm]) -> ConvolutionAlgorithm
  ) -> ConvolutionAlgorithm {
    let key = Key(geometry: geometry, pass: pass, threads: ThreadPool.threadCount)
    if let known = state.withLock({ $0.known[key] }) { return known }
    if let kept = kept(for: key) { return remember(kept, for: key) }
    guard policy == .automatic, geometry.floatingPointOperations >= Self.muchWork else {
      return remember(.usual(for: geometry, pass), for: key)
    }
    let candidates = ConvolutionAlgorithm.candidates(for: geometry, pass)
    guard candidates.count > 1 else {
      return remember(.usual(for: geometry, pass), for: key)
    }
    return remember(measure(candidates), for: key, wasMeasured: true)
  }

  /// The forced algorithm or an earlier choice, if it covers the convolution.
  private func kept(for key: Key) -> ConvolutionAlgorithm? {
    if let forced = policy.forced { return forced.orOneDNN(for: key.geometry, key.pass) }
    guard let kept = state.withLock({ $0.choices.algorithms[key.name] }) else { return nil }
    return kept.orOneDNN(for: key.geometry, key.pass) == kept ? kept : nil
  }

  /// The choices that were adopted or measured.
  var all: ConvolutionChoices { state.withLock { $0.choices } }

  /// Stores a choice unless another thread was first.
  ///
  /// - Returns: The choice that is kept.
  private func remember(
    _ algorithm: ConvolutionAlgorithm,
    for key: Key,
    wasMeasured: Bool = false
  ) -> ConvolutionAlgorithm {
    state.withLock { state in
      if let first = state.known[key] { return first }
      state.known[key] = algorithm
      if wasMeasured {
        let choice = ConvolutionChoices([key.name: algorithm])
        state.choices.merge(choice)
        state.measured.merge(choice)
      }
      return algorithm
    }
  }

  /// The algorithm last used for a pass in the current context, if there is one.
  func lastUsed(
    for geometry: ConvolutionGeometry,
    _ pass: ConvolutionPass
  ) -> ConvolutionAlgorithm? {
    let key = Key(geometry: geometry, pass: pass, threads: ThreadPool.threadCount)
    return state.withLock { $0.known[key] }
  }

  /// All choices made so far.
  var used: ConvolutionChoices {
    let known = state.withLock { $0.known }
    return ConvolutionChoices(
      Dictionary(uniqueKeysWithValues: known.map { ($0.key.name, $0.value) })
    )
  }

  /// The choices made by measurement.
  var measured: ConvolutionChoices { state.withLock { $0.measured } }

  func adopt(_ choices: ConvolutionChoices) {
    state.withLock {
      $0.choices.merge(choices)
      $0.known = [:]
    }
  }
}
