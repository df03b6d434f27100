import Preconditions

extension Tensor {
  /// The mean of all elements, a scalar.
  public func mean() -> Tensor { mean(along: Array(0..<rank)) }

  /// Means along the given axes.
  ///
  /// - Precondition: The axes hold at least one element.
  public func mean(along axes: [Int], keepingAxes: Bool = false) -> Tensor {
    let count = Set(axes.map(shape.resolved)).reduce(1) { $0 * shape.dimensions[$1] }
    require(count > 0, "mean: no elements along axes \(axes) of \(shape)")
    return sum(along: axes, keepingAxes: keepingAxes) / Float(count)
  }

  /// Variances along the given axes: the mean squared distance from the mean (biased), or that
  /// scaled by n / (n − 1) (unbiased).
  public func variance(
    along axes: [Int],
    keepingAxes: Bool = false,
    isUnbiased: Bool = false
  ) -> Tensor {
    let count = Set(axes.map(shape.resolved)).reduce(1) { $0 * shape.dimensions[$1] }
    let distance = self - mean(along: axes, keepingAxes: true)
    let biased = distance.squared.mean(along: axes, keepingAxes: keepingAxes)
    guard isUnbiased else { return biased }
    require(count > 1, "variance: an unbiased one of a single element")
    return biased * (Float(count) / Float(count - 1))
  }
}
