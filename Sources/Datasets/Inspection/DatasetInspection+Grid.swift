import Imaging

extension DatasetInspection {
  // Sizes of cells and grids that fit a screen and memory, whatever the images' size.
  private static let largestCell = 128
  private static let largestGrid = 8192

  /// Writes a grid of images from all over the dataset, row by row and ordered by class, as PNG.
  ///
  /// If all classes have the same size and there are as many rows as classes, each class has its row. Large
  /// images are scaled down.
  ///
  /// - Returns: The number of images shown: fewer if the dataset has fewer.
  /// - Throws: If an image cannot be read or the file cannot be written.
  /// - Precondition: `rows` and `columns` are positive.
  public func writeGrid(rows: Int, columns: Int, to path: String) throws -> Int {
    let indices = sample(rows * columns)
    let small = dataset.adapted(to: cell(rows: rows, columns: columns))
    let images = try indices.map { index in
      Image(
        height: small.shape.height,
        width: small.shape.width,
        channels: small.shape.channels,
        pixels: try small.image(at: index)
      )
    }
    let filledColumns = min(columns, images.count)
    let filledRows = (images.count + filledColumns - 1) / filledColumns
    let grid = ImageGrid(rows: filledRows, columns: filledColumns, border: 1, background: 128)
    try PNG.write(grid.image(of: images), to: path)
    return images.count
  }

  /// Indices spread evenly over the dataset as ordered by label.
  private func sample(_ count: Int) -> [Int] {
    var order = Array(0..<dataset.count)
    if let labels = dataset.labels {
      order.sort { (labels[$0], $0) < (labels[$1], $1) }
    }
    let count = min(count, order.count)
    return (0..<count).map { order[$0 * order.count / count] }
  }

  /// The shape of images in the grid.
  private func cell(rows: Int, columns: Int) -> ImageShape {
    let side = max(1, min(Self.largestCell, Self.largestGrid / max(rows, columns) - 1))
    return dataset.shape.limited(toSide: side)
  }
}
