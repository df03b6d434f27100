import Foundation
import Synchronization
import TensorCore
import TestSupport
import Testing

/// How convolutions get their algorithms, and how choices are kept.
@Suite(.oneAtATime) struct ConvolutionChoicesTests {
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

  /// A convolution of 23 million operations, which no other test computes.
  private static let images = Tensor.sample([6, 11, 13, 32], seed: 1)
  private static let weights = Tensor.sample([3, 3, 32, 46], seed: 2)

  private func convolution(_ algorithms: ConvolutionAlgorithms) -> [Float] {
    ConvolutionAlgorithms.$ofTask.withValue(algorithms) {
      conv2D(Self.images, Self.weights, ConvolutionSettings(padding: .same)).scalars
    }
  }

  /// What is met first is measured, and told; what was told is used, here the opposite of what is usual.
  @Test func measuredChoicesAreToldAndUsed() throws {
    let told = Mutex<[String: ConvolutionAlgorithm]>([:])
    ConvolutionChoices.whenMeasured { name, algorithm in
      told.withLock { $0[name] = algorithm }
      return .oneDNN
    }
    defer { ConvolutionChoices.whenMeasured { $1 } }
    #expect(convolution(.automatic) == convolution(.oneDNN))
    let choices = ConvolutionChoices(told.withLock { $0 })
    let name = try #require(choices.algorithms.keys.first { $0.contains("6x11x13x32") })
    #expect(
      name == """
        forward 6x11x13x32 to 11x13x46 kernel 3x3 stride 1x1 dilation 1x1 padding 1x1 1x1 \
        groups 1 threads \(ThreadPool.threadCount)
        """
    )
    #expect(convolution(.winograd) != convolution(.oneDNN))

    told.withLock { $0 = [:] }
    ConvolutionChoices.take(ConvolutionChoices([name: .winograd]))
    #expect(convolution(.automatic) == convolution(.winograd))
    #expect(convolution(.fixed) == convolution(.winograd))
    ConvolutionChoices.take(ConvolutionChoices([name: .oneDNN]))
    #expect(convolution(.automatic) == convolution(.oneDNN))
    #expect(convolution(.winograd) != convolution(.oneDNN), "what is forced is forced")
    // Dense products do not cover it.
    ConvolutionChoices.take(ConvolutionChoices([name: .narrow]))
    #expect(convolution(.fixed) == convolution(.winograd))
    #expect(told.withLock { $0.isEmpty }, "measured again, without need")
  }

  @Test func measuringLeavesOperandsAndResultsAlone() {
    let (images, weights) = (Self.images.scalars, Self.weights.scalars)
    let sizes = ConvolutionSettings(padding: .symmetric(2, 2))
    ConvolutionChoices.whenMeasured { _, _ in .winograd }
    defer { ConvolutionChoices.whenMeasured { $1 } }
    let bias = Tensor.sample([46], seed: 3)
    func result(_ algorithms: ConvolutionAlgorithms) -> [Float] {
      ConvolutionAlgorithms.$ofTask.withValue(algorithms) {
        conv2D(Self.images * 2, Self.weights, bias: bias, sizes).scalars
      }
    }
    #expect(result(.automatic) == result(.winograd))
    #expect(Self.images.scalars == images)
    #expect(Self.weights.scalars == weights)
  }
}
