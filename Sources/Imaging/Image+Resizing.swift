import Preconditions

/// How new pixels are made of old ones when an image is resized.
public enum ResizingFilter: String, CaseIterable, Codable, Sendable {
  /// The average of the area that a new pixel covers; linear between pixels where the image grows.
  case area
  /// Lanczos' windowed sine with three lobes: sharper, and can overshoot at edges.
  ///
  /// Source: Turkowski 1990, "Filters for Common Resampling Tasks"; the same as Pillow's.
  case lanczos
}

extension Image {
  /// The image at another size: unless a filter is named, area averages where an axis shrinks, bilinear
  /// where it grows.
  ///
  /// - Precondition: The new size is at least 1×1.
  public func resized(
    toHeight newHeight: Int,
    width newWidth: Int,
    by filter: ResizingFilter = .area
  ) -> Image {
    require(
      newHeight > 0 && newWidth > 0,
      "Image: cannot be resized to \(newHeight)×\(newWidth)"
    )
    guard newHeight != height || newWidth != width else { return self }
    let rows = Resampling(from: height, to: newHeight, by: filter)
    let columns = Resampling(from: width, to: newWidth, by: filter)
    var resized: [UInt8] = []
    resized.reserveCapacity(newHeight * newWidth * channels)
    // One row of sums at a time: the rows first, which run along memory, then the columns.
    var sums = [Float](repeating: 0, count: width * channels)
    for row in rows.sources {
      addRows(row, to: &sums)
      for column in columns.sources {
        for channel in 0..<channels {
          var value: Float = 0.5
          for (offset, weight) in column.weights.enumerated() {
            value += weight * sums[(column.start + offset) * channels + channel]
          }
          resized.append(UInt8(min(max(value, 0), 255)))
        }
      }
    }
    return Image(height: newHeight, width: newWidth, channels: channels, pixels: resized)
  }

  /// Sets `sums` to the weighted sum of some rows.
  private func addRows(_ source: Resampling.Source, to sums: inout [Float]) {
    let rowBytes = width * channels
    for index in 0..<rowBytes { sums[index] = 0 }
    for (offset, weight) in source.weights.enumerated() {
      let start = (source.start + offset) * rowBytes
      for index in 0..<rowBytes { sums[index] += weight * Float(pixels[start + index]) }
    }
  }
}
