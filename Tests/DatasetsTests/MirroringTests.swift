import Archives
import Datasets
import FileTestSupport
import Randomness
import Testing

/// Images of 1×3 pixels: image `i` holds `i`, 100, 200.
private let dataset = StoredDataset(
  name: "images",
  shape: ImageShape(height: 1, width: 3, channels: 1),
  pixels: (0..<40).flatMap { [UInt8($0), 100, 200] }
)

private func batches(
  seed: UInt64 = 4,
  mirroring: Bool = true
) throws -> ShuffledBatches {
  try ShuffledBatches(
    dataset,
    batchSize: 7,
    stream: RandomStream(seed: seed, purpose: "shuffling"),
    mirroring: mirroring
  )
}

/// Which images of so many epochs are mirrored, by their numbers.
private func mirrored(_ batches: ShuffledBatches, epochs: Int) throws -> [[Int: Bool]] {
  var result = [[Int: Bool]](repeating: [:], count: epochs + 1)
  var handedOut = 0
  while handedOut < epochs * 40 {
    let pixels = try batches.next().pixels
    for start in stride(from: 0, to: pixels.count, by: 3) {
      let isMirrored = pixels[start] == 200
      let number = Int(isMirrored ? pixels[start + 2] : pixels[start])
      #expect(pixels[start + 1] == 100)
      result[handedOut / 40][number] = isMirrored
      handedOut += 1
    }
  }
  return result.dropLast()
}

@Suite struct MirroringTests {
  @Test func halfOfTheImagesAreMirroredAnewInEachEpoch() throws {
    let epochs = try mirrored(batches(), epochs: 50)
    for epoch in epochs { #expect(epoch.count == 40) }
    #expect(Set(epochs).count == 50)
    let count = epochs.reduce(0) { $0 + $1.values.count { $0 } }
    // 2000 throws of a coin: a standard deviation is 22.
    #expect((1000 - 110...1000 + 110).contains(count))
    #expect(try mirrored(batches(), epochs: 50) == epochs)
    #expect(try mirrored(batches(seed: 5), epochs: 50) != epochs)
  }

  @Test func theOrderIsThatWithoutMirroring() throws {
    let (plain, mirrored) = (try batches(mirroring: false), try batches())
    for _ in 0..<30 {
      let (a, b) = (try plain.next().pixels, try mirrored.next().pixels)
      for start in stride(from: 0, to: a.count, by: 3) {
        let image = Array(b[start..<start + 3])
        #expect(Array(a[start..<start + 3]) == (image[0] == 200 ? image.reversed() : image))
      }
      #expect(plain.state() == mirrored.state(), "there is no more to save")
    }
  }

  @Test(arguments: 0..<14)
  func continuesFromAnyState(_ count: Int) throws {
    let original = try batches()
    for _ in 0..<count { _ = try original.next() }
    let restored = PrefetchedBatches(try batches(), threads: 3)
    for _ in 0..<5 { _ = try restored.next() }
    try restored.restore(from: StateReader(original.state(), file: "saved"))
    for _ in 0..<20 { #expect(try restored.next() == original.next()) }
  }

  @Test func everyRowAndChannelIsMirrored() throws {
    let colors = StoredDataset(
      name: "image",
      shape: ImageShape(height: 2, width: 4, channels: 3),
      pixels: (0..<24).map { UInt8($0) }
    )
    let batches = try ShuffledBatches(
      colors,
      batchSize: 1,
      stream: RandomStream(seed: 0, purpose: "shuffling"),
      mirroring: true
    )
    let expected: [UInt8] = [
      9, 10, 11, 6, 7, 8, 3, 4, 5, 0, 1, 2, 21, 22, 23, 18, 19, 20, 15, 16, 17, 12, 13, 14,
    ]
    let seen = Set(try (0..<40).map { _ in try batches.next().pixels })
    #expect(seen == [colors.pixels, expected])
  }
}
