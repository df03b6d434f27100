import Preconditions
public import TensorCore

/// The mean cross entropy of constant targets in [0, 1] and probabilities.
///
/// −t·log p − (1 − t)·log(1 − p), with derivative (p − t) / (p·(1 − p)). As in PyTorch's `BCELoss`,
/// a logarithm is never less than −100 and the denominator never less than 10⁻¹², so that a
/// probability of exactly 0 or 1 spoils nothing. Where there is a choice, `sigmoidCrossEntropy` on
/// logits loses less precision.
/// - Precondition: Both have the same shape.
public func binaryCrossEntropy(probabilities: Tensor, targets: Tensor) -> Tensor {
  require(
    probabilities.shape == targets.shape,
    "binaryCrossEntropy: probabilities of \(probabilities.shape), targets of \(targets.shape)"
  )
  let (p, t) = (probabilities.detached, targets.detached)
  let least = Tensor(-100)
  let mean = -(t * maximum(log(p), least) + (1 - t) * maximum(log(1 - p), least)).mean()
  let count = Float(p.elementCount)
  return .recorded(
    "binaryCrossEntropy",
    mean,
    inputs: [probabilities],
    saving: [probabilities, t]
  ) { pass in
    let (p, t) = (pass.saved(0), pass.saved(1))
    return [pass.gradient * ((p - t) / maximum(p * (1 - p), Tensor(1e-12))) / count]
  }
}

/// The mean cross entropy of one target in [0, 1] for all and probabilities; see the other form.
public func binaryCrossEntropy(probabilities: Tensor, target: Float) -> Tensor {
  binaryCrossEntropy(
    probabilities: probabilities,
    targets: Tensor(repeating: target, shape: probabilities.shape)
  )
}
