import Datasets
import FileTestSupport
import Imaging
import Testing

private func shape(_ height: Int, _ width: Int, _ channels: Int) -> ImageShape {
  ImageShape(height: height, width: width, channels: channels)
}

@Suite struct ImageFittingTests {
  @Test(
    arguments: [
      (
        shape(28, 28, 1), shape(32, 32, 3),
        "28×28×1 padded to 32×32 and gray repeated into 3 channels"
      ),
      (shape(32, 32, 3), shape(32, 32, 3), nil),
      (shape(32, 32, 3), shape(32, 32, 1), "32×32×3 color turned into gray"),
      (shape(28, 31, 3), shape(32, 32, 3), "28×31×3 padded to 32×32"),
      (shape(16, 16, 3), shape(32, 32, 3), "16×16×3 resized to 32×32"),
      (shape(64, 64, 3), shape(32, 32, 3), "64×64×3 resized to 32×32"),
      (
        shape(480, 640, 3), shape(32, 32, 3),
        "480×640×3 cropped to the central 480×480 and resized to 32×32"
      ),
      (shape(40, 32, 3), shape(32, 32, 3), "40×32×3 cropped to the central 32×32"),
    ] as [(ImageShape, ImageShape, String?)]
  )
  func saysWhatItDoes(_ original: ImageShape, _ wanted: ImageShape, _ summary: String?) {
    let fitting = ImageFitting(from: original, to: wanted)
    #expect(fitting.summary == summary)
    let image = Image(
      height: original.height,
      width: original.width,
      channels: original.channels,
      filledWith: 200
    )
    #expect(ImageShape(of: fitting(image)) == wanted)
  }

  @Test(
    arguments: [
      (shape(28, 28, 1), .init(crop: .none), "28×28×1 stretched to 32×32 and gray repeated into"),
      (shape(32, 64, 3), .init(crop: .none), "32×64×3 stretched to 32×32"),
      (shape(32, 32, 3), .init(crop: .none), nil),
      (
        shape(64, 128, 3), .init(resize: .lanczos),
        "64×128×3 cropped to the central 64×64 and resized by Lanczos' filter to 32×32"
      ),
      (shape(28, 28, 3), .init(resize: .lanczos), "28×28×3 padded to 32×32"),
      (
        shape(9, 5, 3), .init(crop: .none, resize: .lanczos),
        "9×5×3 stretched by Lanczos' filter to 32×32"
      ),
    ] as [(ImageShape, FittingRules, String?)]
  )
  func followsOtherRules(_ original: ImageShape, _ rules: FittingRules, _ summary: String?) {
    let fitting = ImageFitting(from: original, to: shape(32, 32, 3), by: rules)
    #expect(fitting.summary?.hasPrefix(summary ?? "-") ?? (summary == nil))
    let random = (0..<original.byteCount).map { UInt8(truncatingIfNeeded: $0 &* 97) }
    let image = Image(
      height: original.height,
      width: original.width,
      channels: original.channels,
      pixels: random
    )
    let fitted = fitting(image)
    #expect(ImageShape(of: fitted) == shape(32, 32, 3))
    if rules.crop == .none {
      let stretched = image.resized(toHeight: 32, width: 32, by: rules.resize).withChannels(3)
      #expect(fitted == stretched)
    }
  }

  @Test func digitsArePadded() throws {
    let digits = StoredDataset(
      name: "digits",
      shape: shape(28, 28, 1),
      pixels: idxPixels(3, 28, 28),
      labels: [7, 8, 9]
    )
    let adapted = digits.adapted(to: shape(32, 32, 3))
    #expect(adapted.labels == [7, 8, 9])
    #expect(adapted.count == 3)
    let padded = try adapted.image(at: 1)
    for row in 0..<32 {
      for column in 0..<32 {
        let isInside = (2..<30).contains(row) && (2..<30).contains(column)
        let expected = isInside ? digits.pixels[784 + (row - 2) * 28 + column - 2] : 0
        for channel in 0..<3 { #expect(padded[(row * 32 + column) * 3 + channel] == expected) }
      }
    }
  }

  @Test func wideImagesAreCroppedAroundTheCenter() {
    var pixels = [UInt8](repeating: 0, count: 8 * 16)
    for row in 0..<8 {
      for column in 4..<12 { pixels[row * 16 + column] = 100 }
    }
    let image = Image(height: 8, width: 16, channels: 1, pixels: pixels)
    let fitted = ImageFitting(from: shape(8, 16, 1), to: shape(4, 4, 1))(image)
    #expect(fitted.pixels == [UInt8](repeating: 100, count: 16))
  }

  @Test func adaptingTwiceAdaptsOnce() throws {
    let images = StoredDataset(
      name: "images",
      shape: shape(4, 4, 1),
      pixels: idxPixels(2, 4, 4)
    )
    let same = images.adapted(to: shape(2, 2, 1)).adapted(to: shape(4, 4, 1))
    #expect(same.adaptation == nil)
    #expect(try allPixels(same) == images.pixels)
  }

  @Test func anyShapeBecomesAnyOther() {
    var generator = SplitMix64(state: 11)
    for _ in 0..<300 {
      let shapes = (0..<2).map { _ in
        shape(
          .random(in: 1...40, using: &generator),
          .random(in: 1...40, using: &generator),
          Bool.random(using: &generator) ? 3 : 1
        )
      }
      let image = Image(
        height: shapes[0].height,
        width: shapes[0].width,
        channels: shapes[0].channels,
        filledWith: 3
      )
      let fitting = ImageFitting(from: shapes[0], to: shapes[1])
      #expect(ImageShape(of: fitting(image)) == shapes[1])
      #expect((fitting.summary == nil) == (shapes[0] == shapes[1]))
    }
  }
}
