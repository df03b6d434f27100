internal import TensorCore

extension ReferenceInterpreter {
  /// The results of one of batch normalization's operations.
  ///
  /// Source: Ioffe and Szegedy 2015, "Batch Normalization", algorithm 1 and the six equations of the
  /// backward pass in section 3, whose sums and coefficients the operations' operands are.
  func normalized(_ operation: Operation, _ x: [ReferenceValue]) -> [ReferenceValue] {
    switch operation {
    case .moments(let parts): return moments(x[0], parts)
    case .normalize(let parts):
      return [normalize(x[0], mean: x[1], scale: x[2], shift: x[3], parts: parts)]
    case .normalizationSums(let parts, let slope):
      let dy = slope.map { leakyReLUGradient(x[0], signs: x[3], $0) } ?? x[0]
      var sums = ReferenceValue(repeating: 0, shape: x[2].shape)
      var products = sums
      forEachElement(of: dy, parts: parts) { place, statistic, _ in
        sums.values[statistic] += dy.values[place]
        products.values[statistic] +=
          dy.values[place] * (x[1].values[place] - x[2].values[statistic])
      }
      return [sums, products]
    case .normalizationGradient(let parts, let slope):
      var dx = slope.map { leakyReLUGradient(x[0], signs: x[6], $0) } ?? x[0]
      forEachElement(of: dx, parts: parts) { place, statistic, _ in
        let distance = x[1].values[place] - x[2].values[statistic]
        dx.values[place] -= x[3].values[statistic] + distance * x[4].values[statistic]
        dx.values[place] *= x[5].values[statistic]
      }
      return [dx]
    default: fatalError("\(operation.name) is not a normalization")
    }
  }

  /// (x − μ) · scale + shift.
  func normalize(
    _ x: ReferenceValue,
    mean: ReferenceValue,
    scale: ReferenceValue,
    shift: ReferenceValue,
    parts: Int
  ) -> ReferenceValue {
    var y = x
    forEachElement(of: x, parts: parts) { place, statistic, channel in
      y.values[place] =
        (x.values[place] - mean.values[statistic]) * scale.values[statistic] + shift.values[channel]
    }
    return y
  }

  /// Mean and biased variance of each part's channels.
  private func moments(_ x: ReferenceValue, _ parts: Int) -> [ReferenceValue] {
    let channels = x.shape[-1]
    let count = Double(x.values.count / parts / channels)
    var means = ReferenceValue(repeating: 0, shape: [parts, channels])
    var variances = means
    forEachElement(of: x, parts: parts) { place, statistic, _ in
      means.values[statistic] += x.values[place] / count
    }
    forEachElement(of: x, parts: parts) { place, statistic, _ in
      let distance = x.values[place] - means.values[statistic]
      variances.values[statistic] += distance * distance / count
    }
    return [means, variances]
  }

  /// Calls `body` with the place of each element, that of its part's and channel's statistic, and its
  /// channel.
  private func forEachElement(
    of x: ReferenceValue,
    parts: Int,
    _ body: (_ place: Int, _ statistic: Int, _ channel: Int) -> Void
  ) {
    let channels = x.shape[-1]
    let perPart = x.values.count / parts
    for place in 0..<x.values.count {
      let channel = place % channels
      body(place, place / perPart * channels + channel, channel)
    }
  }
}
