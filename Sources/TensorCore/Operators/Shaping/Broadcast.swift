import Preconditions

extension Tensor {
  /// The elements repeated along axes that are missing or of length 1.
  ///
  /// - Precondition: The shape broadcasts to `target`.
  public func broadcast(to target: Shape) -> Tensor {
    if shape == target { return self }
    require(
      rank <= target.rank && shape.broadcast(with: target) == target,
      "broadcast: \(shape) does not stretch to \(target)"
    )
    let original = shape
    return .applying(.broadcast(to: target), to: self, shape: target) { pass in
      [pass.gradient.summed(to: original)]
    }
  }
}
