/// The hyperbolic tangent, in (-1, 1).
public func tanh(_ x: Tensor) -> Tensor {
  let value = Kernels.hyperbolicTangent(x.storage)
  return .recorded("tanh", Tensor(value, shape: x.shape), inputs: [x], keepsOutput: true) { pass in
    let y = pass.output
    if pass.createsGraph { return [pass.gradient * (1 - y.squared)] }
    let gradient = Kernels.map(pass.gradient.storage, y.storage) { $0 * (1 - $1 * $1) }
    return [Tensor(gradient, shape: y.shape)]
  }
}

/// The logistic function 1 / (1 + e⁻ˣ), in (0, 1).
public func sigmoid(_ x: Tensor) -> Tensor {
  let value = Kernels.logistic(x.storage)
  return .recorded(
    "sigmoid",
    Tensor(value, shape: x.shape),
    inputs: [x],
    keepsOutput: true
  ) { pass in
    let y = pass.output
    if pass.createsGraph { return [pass.gradient * y * (1 - y)] }
    let gradient = Kernels.map(pass.gradient.storage, y.storage) { $0 * $1 * (1 - $1) }
    return [Tensor(gradient, shape: y.shape)]
  }
}

/// log(1 + eˣ), without overflow.
public func softplus(_ x: Tensor) -> Tensor {
  let value = Kernels.softplus(x.storage)
  return .recorded("softplus", Tensor(value, shape: x.shape), inputs: [x], saving: [x]) { pass in
    [pass.gradient * sigmoid(pass.saved(0))]
  }
}
