import ExitTestSupport
import Imaging
import Testing

@Suite struct ImageGridTests {
  @Test(arguments: [0, 1, 3])
  func imagesStandRowByRow(_ border: Int) {
    let images = (0..<6).map { index in
      image(4, 5, 3) { row, column, channel in index * 40 + row * 5 + column + channel }
    }
    let grid = ImageGrid(rows: 2, columns: 3, border: border, background: 255)
    let expected = image(2 * 4 + 3 * border, 3 * 5 + 4 * border, 3) { row, column, channel in
      let (row, column) = (row - border, column - border)
      guard row >= 0, column >= 0, row % (4 + border) < 4, column % (5 + border) < 5,
        row / (4 + border) < 2, column / (5 + border) < 3
      else { return 255 }
      let index = row / (4 + border) * 3 + column / (5 + border)
      return Int(images[index][row % (4 + border), column % (5 + border), channel])
    }
    #expect(grid.picture(of: images) == expected)
  }

  @Test func missingImagesAreBackground() {
    let white = Image(height: 1, width: 1, channels: 1, filledWith: 255)
    let picture = ImageGrid(rows: 2, columns: 2).picture(of: [white, white, white])
    #expect(picture.pixels == [255, 255, 255, 0])
  }

  @Test func imagesMustFit() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let white = Image(height: 1, width: 1, channels: 1, filledWith: 255)
        _ = ImageGrid(rows: 1, columns: 1).picture(of: [white, white])
      },
      "ImageGrid: 2 images do not fit 1×1 places"
    )
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let images = [1, 2].map { Image(height: 1, width: $0, channels: 1, filledWith: 255) }
        _ = ImageGrid(rows: 1, columns: 2).picture(of: images)
      },
      "ImageGrid: image 1 is 1×2×1, the first 1×1×1"
    )
  }
}
