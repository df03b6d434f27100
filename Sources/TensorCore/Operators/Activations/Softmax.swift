/// The logarithm of `softmax(_:)`, without overflow or loss of small probabilities.
public func logSoftmax(_ x: Tensor) -> Tensor {
  let shifted = x - x.detached.maximum(along: -1, keepingAxis: true)
  return shifted - log(exp(shifted).sum(along: [-1], keepingAxes: true))
}

/// Probabilities proportional to eˣ along the last axis.
public func softmax(_ x: Tensor) -> Tensor { exp(logSoftmax(x)) }
