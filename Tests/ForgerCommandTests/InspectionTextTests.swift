import Datasets
import FileTestSupport
import ForgerCommand
import Testing

@Suite struct InspectionTextTests {
  @Test func textIsPlain() throws {
    let folder = try TemporaryFolder()
    let images = [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 255, count: 8)
    let header: [UInt8] = [0, 0, 8, 3] + [4, 2, 2].flatMap { UInt32($0).bigEndianBytes }
    try folder.write(header + images, as: "fashion-mnist/train-images-idx3-ubyte")
    let labels: [UInt8] = [0, 0, 8, 1] + UInt32(4).bigEndianBytes + [1, 9, 1, 1]
    try folder.write(labels, as: "fashion-mnist/train-labels-idx1-ubyte")
    let catalog = DatasetCatalog(places: [folder.path])
    let found = try DatasetInspection(of: "fashion-mnist", in: catalog)
    let own = ImageShape(height: 2, width: 2, channels: 1)
    let other = ImageShape(height: 4, width: 4, channels: 3)
    #expect(
      found.text(for: [("a", own), ("b", other), ("c", own)]) == """
        fashion-mnist in \(folder("fashion-mnist"))
        pictures    4
        shape       2×2×1 (height, width, channels)
        mean        0.5000 (0 is black, 1 is full)
        deviation   0.5000
        classes     2
                 1  trouser     3
                 9  ankle boot  1
        for a, c: taken as they are
        for b: 2×2×1 resized to 4×4 and gray repeated into 3 channels
        """
    )
  }
}
