import Preconditions
public import TensorCore

/// The mean squared difference.
///
/// - Precondition: Both have the same shape.
public func meanSquaredError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
  require(
    prediction.shape == target.shape,
    "meanSquaredError: a prediction of \(prediction.shape) for a target of \(target.shape)"
  )
  return (prediction - target).squared.mean()
}

/// The mean absolute difference.
///
/// - Precondition: Both have the same shape.
public func meanAbsoluteError(_ prediction: Tensor, _ target: Tensor) -> Tensor {
  require(
    prediction.shape == target.shape,
    "meanAbsoluteError: a prediction of \(prediction.shape) for a target of \(target.shape)"
  )
  return (prediction - target).absolute.mean()
}
