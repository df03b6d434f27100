import Foundation
import TensorCore
import TestSupport
import Testing

/// How convolutions get their algorithms, and how choices are kept.
@Suite struct ConvolutionChoicesTests {
  @Test func theFastestIsFound() {
    let seconds = ["a": 2.0, "b": 1.0, "c": 1.5]
    #expect(Stopwatch.fastest(of: ["a", "b", "c"], seconds: { seconds[$0] ?? 0 }) == "b")
    #expect(Stopwatch.fastest(of: ["a"], seconds: { seconds[$0] ?? 0 }) == "a")
  }

  @Test func ofEqualsTheFirstIsTaken() {
    let seconds = ["a": 1.02, "b": 1.0, "c": 1.01]
    #expect(Stopwatch.fastest(of: ["a", "b", "c"], seconds: { seconds[$0] ?? 0 }) == "a")
    #expect(Stopwatch.fastest(of: ["c", "b", "a"], seconds: { seconds[$0] ?? 0 }) == "c")
  }

  /// The first time, in which code is generated and memory taken, does not count, nor does a hiccup.
  @Test func theBestTimeCounts() {
    var times = ["a": [9.0, 5, 5, 1], "b": [1.0, 2, 2, 2]]
    let fastest = Stopwatch.fastest(of: ["a", "b"]) { name in times[name]?.removeFirst() ?? 7 }
    #expect(fastest == "a")
  }

  @Test func choicesAreKeptAsText() throws {
    let choices = ConvolutionChoices(["x": .winograd, "y": .oneDNN, "z": .narrow])
    let data = try JSONEncoder().encode(choices)
    #expect(try JSONDecoder().decode(ConvolutionChoices.self, from: data) == choices)
    let names = try JSONDecoder().decode([String: String].self, from: data)
    #expect(names == ["x": "winograd", "y": "onednn", "z": "narrow"])
  }

  @Test func unknownAlgorithmsArePassedOver() throws {
    let text = Data(#"{"x": "winograd", "y": "of the future"}"#.utf8)
    let choices = try JSONDecoder().decode(ConvolutionChoices.self, from: text)
    #expect(choices == ConvolutionChoices(["x": .winograd]))
  }

  @Test func theSummaryCounts() {
    let choices = ConvolutionChoices(["a": .oneDNN, "b": .winograd, "c": .winograd])
    #expect(choices.summary == "2 winograd, 1 onednn")
    #expect(ConvolutionChoices().summary == "")
  }

  /// A convolution of 23 million operations.
  private static let images = Tensor.sample([6, 11, 13, 32], seed: 1)
  private static let weights = Tensor.sample([3, 3, 32, 46], seed: 2)

  private func convolution(in context: Context) -> [Float] {
    context.run { conv2D(Self.images, Self.weights, ConvolutionSettings(padding: .same)).scalars }
  }

  private func convolution(_ policy: ConvolutionPolicy) -> [Float] {
    convolution(in: Context(policy: policy))
  }

  /// What is met first is measured, and reported; the next time it is known.
  @Test func measuredChoicesAreReportedAndUsed() throws {
    let context = Context(threadCount: 2, policy: .automatic)
    let found = convolution(in: context)
    let name = """
      forward 6x11x13x32 to 11x13x46 kernel 3x3 stride 1x1 dilation 1x1 padding 1x1 1x1 \
      groups 1 threads 2
      """
    let choices = context.measuredChoices
    let choice = try #require(choices.algorithms[name])
    #expect(choices.algorithms.count == 1)
    #expect(context.usedChoices == choices)
    #expect(convolution(.winograd) != convolution(.oneDNN))
    let policy: ConvolutionPolicy = choice == .winograd ? .winograd : .oneDNN
    #expect(found == convolution(in: Context(threadCount: 2, policy: policy)))
    #expect(convolution(in: context) == found)
  }

  /// What was chosen earlier is used, whatever is usual, unless something is forced.
  @Test func earlierChoicesAreFollowed() throws {
    let automatic = Context(policy: .automatic)
    _ = convolution(in: automatic)
    let name = try #require(automatic.measuredChoices.algorithms.keys.first)
    for (algorithm, policy) in [
      (ConvolutionAlgorithm.winograd, ConvolutionPolicy.winograd), (.oneDNN, .oneDNN),
    ] {
      let choices = ConvolutionChoices([name: algorithm])
      automatic.adopt(choices)
      let new = Context(policy: .automatic, choices: choices)
      #expect(convolution(in: automatic) == convolution(policy))
      #expect(convolution(in: new) == convolution(policy))
      #expect(convolution(in: Context(choices: choices)) == convolution(policy))
      #expect(new.measuredChoices == ConvolutionChoices(), "measured without need")
      #expect(new.usedChoices == choices)
      let forced = Context(policy: .winograd, choices: choices)
      #expect(convolution(in: forced) == convolution(.winograd), "what is forced is forced")
    }
    // Dense products do not cover it.
    let narrow = ConvolutionChoices([name: .narrow])
    #expect(convolution(in: Context(choices: narrow)) == convolution(.winograd))
  }

  @Test func aContextOfAnotherPolicyChoosesAnew() throws {
    let context = Context(policy: .oneDNN)
    _ = convolution(in: context)
    #expect(convolution(in: context.with(policy: .winograd)) == convolution(.winograd))
    #expect(context.usedChoices.algorithms.values.allSatisfy { $0 == .oneDNN })
  }

  @Test func measuringLeavesOperandsAndResultsAlone() throws {
    let (images, weights) = (Self.images.scalars, Self.weights.scalars)
    let sizes = ConvolutionSettings(padding: .symmetric(2, 2))
    let bias = Tensor.sample([46], seed: 3)
    func result(in context: Context) -> [Float] {
      context.run { conv2D(Self.images * 2, Self.weights, bias: bias, sizes).scalars }
    }
    let automatic = Context(policy: .automatic)
    let found = result(in: automatic)
    let choice = try #require(automatic.measuredChoices.algorithms.values.first)
    #expect(found == result(in: Context(policy: choice == .winograd ? .winograd : .oneDNN)))
    #expect(Self.images.scalars == images)
    #expect(Self.weights.scalars == weights)
  }
}
