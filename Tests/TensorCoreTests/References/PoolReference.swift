import TensorCore

/// Pooling from the definition: the pixels of every window.
struct PoolReference {
  let geometry: ConvolutionReference

  /// Windows of `kernel` over images `[N, H, W, C]`.
  init(
    images: [Int],
    kernel: (Int, Int),
    stride: (Int, Int),
    padding: ConvolutionSettings.Padding
  ) {
    geometry = ConvolutionReference(
      images: images,
      weights: [kernel.0, kernel.1, 1, images[3]],
      ConvolutionSettings(stride: stride, padding: padding, groups: images[3])
    )
  }

  /// The places in the images of the real pixels of each window, in the output's order.
  var windows: [[Int]] {
    let g = geometry
    let channels = g.input[2]
    var windows: [[Int]] = []
    for n in 0..<g.batch {
      for i in 0..<g.output[0] {
        for j in 0..<g.output[1] {
          for c in 0..<channels {
            var places: [Int] = []
            for row
              in (i * g.stride[0] - g.before[0])..<(i * g.stride[0] - g.before[0] + g.kernel[0])
            where row >= 0 && row < g.input[0] {
              for column
                in (j * g.stride[1] - g.before[1])..<(j * g.stride[1] - g.before[1] + g.kernel[1])
              where column >= 0 && column < g.input[1] {
                places.append(((n * g.input[0] + row) * g.input[1] + column) * channels + c)
              }
            }
            windows.append(places)
          }
        }
      }
    }
    return windows
  }

  func maximum(_ images: Tensor) -> [Double] {
    let x = images.scalars
    return windows.map { $0.reduce(-.infinity) { max($0, Double(x[$1])) } }
  }

  /// Gradients go to the first of the largest pixels of each window.
  func maximumGradient(_ images: Tensor, _ outputGradient: Tensor) -> [Double] {
    let x = images.scalars
    var gradient = [Double](repeating: 0, count: x.count)
    for (places, slope) in zip(windows, outputGradient.scalars) {
      guard var winner = places.first else { continue }
      for place in places where x[place] > x[winner] { winner = place }
      gradient[winner] += Double(slope)
    }
    return gradient
  }

  func average(_ images: Tensor, countsPadding: Bool) -> [Double] {
    let x = images.scalars
    let area = geometry.kernel.reduce(1, *)
    return windows.map { places in
      places.reduce(0) { $0 + Double(x[$1]) } / Double(countsPadding ? area : places.count)
    }
  }
}
