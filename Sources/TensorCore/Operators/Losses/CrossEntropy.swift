import Preconditions

/// The mean cross entropy of targets in [0, 1] and logits, without overflow.
///
/// −t·log σ(x) − (1 − t)·log(1 − σ(x)) = t·softplus(−x) + (1 − t)·softplus(x).
///
/// The shorter softplus(x) − t·x is the same in numbers without rounding only: it cancels where a large logit is
/// right.
/// - Precondition: Both have the same shape.
public func sigmoidCrossEntropy(logits: Tensor, targets: Tensor) -> Tensor {
  require(
    logits.shape == targets.shape,
    "sigmoidCrossEntropy: logits of \(logits.shape), targets of \(targets.shape)"
  )
  return (targets * softplus(-logits) + (1 - targets) * softplus(logits)).mean()
}

/// The mean cross entropy of logits and one target in [0, 1] for all of them, without overflow.
public func sigmoidCrossEntropy(logits: Tensor, target: Float) -> Tensor {
  switch target {
  case 0: softplus(logits).mean()
  case 1: softplus(-logits).mean()
  default: (target * softplus(-logits) + (1 - target) * softplus(logits)).mean()
  }
}

/// The mean cross entropy of class labels and logits `[N, classes]`, without overflow.
///
/// - Precondition: There are N labels, all in `0..<classes`.
public func softmaxCrossEntropy(logits: Tensor, labels: [Int]) -> Tensor {
  require(
    logits.rank == 2 && labels.count == logits.shape[0]
      && labels.allSatisfy { $0 >= 0 && $0 < logits.shape[1] },
    "softmaxCrossEntropy: \(labels.count) labels for logits of \(logits.shape)"
  )
  var oneHot = [Float](repeating: 0, count: logits.elementCount)
  for (row, label) in labels.enumerated() { oneHot[row * logits.shape[1] + label] = 1 }
  let targets = Tensor(oneHot, shape: logits.shape)
  return -(logSoftmax(logits) * targets).sum() / Float(labels.count)
}
