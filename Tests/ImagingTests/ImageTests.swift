import ExitTestSupport
import FileTestSupport
import Imaging
import Testing

@Suite struct ImageTests {
  @Test func grayIsRepeatedAndColorWeighted() {
    let gray = grayPicture.withChannels(3)
    #expect(gray == image(7, 10, 3) { row, column, _ in Int(grayPicture[row, column]) })
    #expect(gray.withChannels(1) == grayPicture)
    let luma = image(7, 10, 1) { row, column, _ in
      let red = 0.299 * Double(colorPicture[row, column, 0])
      let green = 0.587 * Double(colorPicture[row, column, 1])
      let blue = 0.114 * Double(colorPicture[row, column, 2])
      return Int((red + green + blue).rounded())
    }
    #expect(colorPicture.withChannels(1) == luma)
    #expect(colorPicture.withChannels(3) == colorPicture)
  }

  @Test(arguments: [(7, 10, 0, 0), (9, 12, 1, 1), (8, 11, 0, 0), (20, 10, 6, 0)])
  func paddingIsCentered(_ height: Int, _ width: Int, _ top: Int, _ left: Int) {
    let padded = colorPicture.padded(toHeight: height, width: width, value: 9)
    let expected = image(height, width, 3) { row, column, channel in
      let (row, column) = (row - top, column - left)
      let isInside = (0..<7).contains(row) && (0..<10).contains(column)
      return isInside ? Int(colorPicture[row, column, channel]) : 9
    }
    #expect(padded == expected)
    #expect(padded.centerCropped(toHeight: 7, width: 10) == colorPicture)
  }

  @Test func preconditionsAreChecked() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Image(height: 2, width: 2, channels: 1, pixels: [1, 2, 3])
      },
      "Image: 3 bytes do not hold 2×2×1"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Image(height: 2, width: 2, channels: 2, pixels: [UInt8](repeating: 0, count: 8))
      },
      "Image: no image is 2×2×2"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let image = Image(height: 2, width: 2, channels: 1, filledWith: 0)
        _ = image.padded(toHeight: 1, width: 2)
      },
      "Image: 2×2 cannot be padded to 1×2"
    )
  }
}
