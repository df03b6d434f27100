internal import Datasets
internal import Randomness

extension ImageBatch {
  /// The images shifted by up to `reach` random pixels in each direction; border pixels fill the gaps.
  ///
  /// This data augmentation lets a network see each image in several places.
  func shifted(by reach: Int, using random: RandomStream) -> ImageBatch {
    var moved: [UInt8] = []
    moved.reserveCapacity(pixels.count)
    let (height, width, channels) = (shape.height, shape.width, shape.channels)
    for index in 0..<count {
      let down = random.uniformInt(below: 2 * reach + 1) - reach
      let right = random.uniformInt(below: 2 * reach + 1) - reach
      let start = index * shape.byteCount
      for row in 0..<height {
        let from = start + min(max(row - down, 0), height - 1) * width * channels
        for column in 0..<width {
          let pixel = from + min(max(column - right, 0), width - 1) * channels
          moved += pixels[pixel..<pixel + channels]
        }
      }
    }
    return ImageBatch(shape: shape, count: count, pixels: moved, labels: labels)
  }
}
