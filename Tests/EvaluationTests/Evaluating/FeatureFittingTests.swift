import Datasets
import Evaluation
import Terminal
import Testing

@Suite struct FeatureFittingTests {
  private func shape(_ side: Int, _ channels: Int) -> ImageShape {
    ImageShape(height: side, width: side, channels: channels)
  }

  /// Digits padded for a network and colored are what they were.
  @Test func takesPaddingOffAgain() throws {
    let pixels = (0..<2 * 784).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let digits = StoredDataset(name: "digits", shape: shape(28, 1), pixels: pixels)
    let padded = try digits.adapted(to: shape(32, 3)).batch(of: [0, 1])
    let fitting = FeatureFitting(from: shape(32, 3), to: shape(28, 1))
    #expect(fitting(padded).pixels == pixels)
    #expect(fitting.summary == "32×32×3 cropped to the central 28×28×1")
  }

  @Test func resizesWhatIsMuchLarger() {
    let fitting = FeatureFitting(from: shape(64, 3), to: shape(32, 3))
    #expect(fitting.summary == "64×64×3 resized to 32×32")
    let batch = ImageBatch(
      shape: shape(64, 3),
      count: 1,
      pixels: .init(repeating: 9, count: 64 * 64 * 3)
    )
    #expect(fitting(batch).pixels == .init(repeating: 9, count: 32 * 32 * 3))
  }

  @Test func leavesTheRightShapeAlone() {
    #expect(FeatureFitting(from: shape(28, 1), to: shape(28, 1)).summary == nil)
  }
}
