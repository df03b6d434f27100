/// tanh, with values in (-1, 1).
public func tanh(_ x: Tensor) -> Tensor {
  .applying(.unary(.tanh), to: x, shape: x.shape, keepsOutput: true) { pass in
    let y = pass.output
    if pass.createsGraph { return [pass.gradient * (1 - y.squared)] }
    return [.computed(.binary(.tanhGradient), pass.gradient, y, shape: y.shape)]
  }
}

/// The sigmoid 1 / (1 + e⁻ˣ), with values in (0, 1).
public func sigmoid(_ x: Tensor) -> Tensor {
  .applying(.unary(.logistic), to: x, shape: x.shape, keepsOutput: true) { pass in
    let y = pass.output
    if pass.createsGraph { return [pass.gradient * y * (1 - y)] }
    return [.computed(.binary(.logisticGradient), pass.gradient, y, shape: y.shape)]
  }
}

/// log(1 + eˣ), without overflow.
public func softplus(_ x: Tensor) -> Tensor {
  .applying(.unary(.softplus), to: x, shape: x.shape, saving: [x]) { pass in
    [pass.gradient * sigmoid(pass.saved(0))]
  }
}
