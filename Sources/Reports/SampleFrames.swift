internal import Archives
internal import Imaging
internal import Recipes

/// Previews of a run as images that together take no more than so many bytes.
struct SampleFrames {
  /// An image of some samples at an iteration.
  struct Frame {
    /// The iteration.
    let iteration: Int
    /// The file.
    let png: [UInt8]
  }

  /// The last preview, smaller where it would take too much.
  private(set) var last: Frame?
  /// The first samples of the grid, at moments from the first preview to the last.
  private(set) var frames: [Frame] = []
  /// Single samples, one below the other, and from left to right how they came about.
  private(set) var history: (png: [UInt8], iterations: [Int])?
  /// Whether the frames show fewer samples than the last preview, or smaller ones.
  private(set) var isCropped = false
  /// The pixels of one sample.
  private(set) var cell: (height: Int, width: Int)?

  /// The frames of a run's previews.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - budget: The most bytes of all files.
  init(of run: RunRecord, budget: Int) {
    guard let (image, iteration) = Self.newest(of: run.previews) else { return }
    last = Frame(iteration: iteration, png: Self.shrunk(image, to: budget * 4 / 10))
    let previews = run.previews.filter { $0.iteration <= iteration }
    let grid = Self.grid(of: image, run.recipe)
    cell = (image.height / grid.rows, image.width / grid.columns)
    guard previews.count > 1 else { return }
    frames = Self.frames(of: previews, like: image, grid, budget: budget * 4 / 10)
    isCropped = frames.last?.png != last?.png
    history = Self.history(of: previews, like: image, grid, budget: budget * 2 / 10)
  }

  /// The first samples of a run's newest preview, as an image of no more than so many bytes.
  static func corner(
    of run: RunRecord,
    upTo bytes: Int
  ) -> (png: [UInt8], height: Int, width: Int)? {
    guard let (image, _) = newest(of: run.previews) else { return nil }
    let grid = grid(of: image, run.recipe)
    let height = image.height / grid.rows * min(grid.rows, 6)
    let width = image.width / grid.columns * min(grid.columns, 6)
    return (shrunk(image.part(height: height, width: width), to: bytes), height, width)
  }

  private typealias Preview = (path: String, iteration: Int)

  /// The newest preview that can be read.
  private static func newest(of previews: [Preview]) -> (Image, Int)? {
    for preview in previews.reversed() {
      if let image = try? ImageFile.read(preview.path) { return (image, preview.iteration) }
    }
    return nil
  }

  /// Rows and columns of a preview: the recipe's if they fit it.
  private static func grid(of image: Image, _ recipe: Recipe?) -> (rows: Int, columns: Int) {
    guard let preview = recipe?.preview, image.height % preview.rows == 0,
      image.width % preview.columns == 0
    else { return (1, 1) }
    return (preview.rows, preview.columns)
  }

  private static func shrunk(_ image: Image, to bytes: Int) -> [UInt8] {
    var image = image
    while true {
      let png = PNG.encode(image)
      if png.count <= bytes || min(image.height, image.width) < 32 { return png }
      image = image.resized(toHeight: image.height / 2, width: image.width / 2)
    }
  }

  private static func frames(
    of previews: [Preview],
    like last: Image,
    _ grid: (rows: Int, columns: Int),
    budget: Int
  ) -> [Frame] {
    for (rows, columns, scale) in Self.sizes {
      let height = last.height / grid.rows * min(rows, grid.rows)
      let width = last.width / grid.columns * min(columns, grid.columns)
      guard height / scale > 0, width / scale > 0 else { continue }
      for moments in [30, 20, 12] {
        var (frames, left): ([Frame], Int) = ([], budget)
        for preview in PreviewAnimation.thinned(previews, to: moments) where left >= 0 {
          guard let (image, iteration) = read([preview], like: last).first else { continue }
          let part = image.part(height: height, width: width)
            .resized(toHeight: height / scale, width: width / scale)
          frames.append(Frame(iteration: iteration, png: PNG.encode(part)))
          left -= frames.last?.png.count ?? 0
        }
        if left >= 0 { return frames }
      }
    }
    return []
  }

  /// Rows and columns that are shown, and by how much smaller: fewer moments before fewer samples, and smaller
  /// samples before a few large ones.
  private static let sizes = [
    (1000, 1000, 1), (4, 8, 1), (1000, 1000, 2), (4, 8, 2), (2, 6, 1), (2, 4, 1), (2, 4, 2),
    (1, 4, 1), (1, 2, 2), (1, 1, 4),
  ]

  private static func history(
    of previews: [Preview],
    like last: Image,
    _ grid: (rows: Int, columns: Int),
    budget: Int
  ) -> (png: [UInt8], iterations: [Int])? {
    let (height, width) = (last.height / grid.rows, last.width / grid.columns)
    let images = read(PreviewAnimation.thinned(previews, to: 10), like: last)
    let cells = (0..<min(5, grid.rows)).flatMap { row in
      images.map { $0.image.part(top: row * height, left: 0, height: height, width: width) }
    }
    guard !cells.isEmpty else { return nil }
    let image = ImageGrid(rows: cells.count / images.count, columns: images.count).image(of: cells)
    return (shrunk(image, to: budget), images.map(\.iteration))
  }

  /// The images that can be read and are as large as the last one.
  private static func read(
    _ previews: [Preview],
    like last: Image
  ) -> [(image: Image, iteration: Int)] {
    previews.compactMap { preview in
      guard let image = try? ImageFile.read(preview.path), image.height == last.height,
        image.width == last.width, image.channels == last.channels
      else { return nil }
      return (image, preview.iteration)
    }
  }
}

extension Image {
  /// A rectangle of the image, which must lie in it.
  func part(top: Int = 0, left: Int = 0, height: Int, width: Int) -> Image {
    let rows = (top..<top + height).flatMap { row in
      let start = (row * self.width + left) * channels
      return pixels[start..<start + width * channels]
    }
    return Image(height: height, width: width, channels: channels, pixels: rows)
  }
}
