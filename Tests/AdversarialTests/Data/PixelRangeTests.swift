import Adversarial
import Datasets
import Imaging
import TensorCore
import Testing

@Suite struct PixelRangeTests {
  /// Every byte, in images of the given number of channels.
  private func batch(channels: Int) -> ImageBatch {
    let bytes = (0..<(2 * 128 * channels)).map { UInt8(truncatingIfNeeded: $0) }
    return ImageBatch(
      shape: ImageShape(height: 8, width: 16, channels: channels),
      count: 2,
      pixels: bytes
    )
  }

  @Test(arguments: [PixelRange.unit, .symmetric], [1, 3])
  func bytesComeBack(_ range: PixelRange, _ channels: Int) {
    let batch = batch(channels: channels)
    let tensor = range.tensor(batch)
    #expect(tensor.shape == [2, 8, 16, channels])
    let images = range.images(tensor)
    #expect(images.map(\.height) == [8, 8] && images.map(\.width) == [16, 16])
    #expect(images.map(\.channels) == [channels, channels])
    #expect(images.flatMap(\.pixels) == batch.pixels)
  }

  @Test func theEndsOfARangeAreDarkAndBright() {
    let batch = ImageBatch(
      shape: ImageShape(height: 1, width: 2, channels: 1),
      count: 1,
      pixels: [0, 255]
    )
    #expect(PixelRange.unit.tensor(batch).scalars == [0, 1])
    #expect(PixelRange.symmetric.tensor(batch).scalars == [-1, 1])
  }

  @Test func numbersAreRoundedAndCutOff() {
    let unit = Tensor([-0.5, 1.5, 0.5, 0.501], shape: [1, 2, 2, 1])
    #expect(PixelRange.unit.images(unit)[0].pixels == [0, 255, 128, 128])
    let symmetric = Tensor([-1.5, 1.5, 0, -0.99], shape: [1, 2, 2, 1])
    #expect(PixelRange.symmetric.images(symmetric)[0].pixels == [0, 255, 128, 1])
  }
}
