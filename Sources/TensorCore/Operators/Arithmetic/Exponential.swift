/// e to the power of every element.
public func exp(_ x: Tensor) -> Tensor {
  .applying(.unary(.exponential), to: x, shape: x.shape, keepsOutput: true) { pass in
    [pass.gradient * pass.output]
  }
}

/// The natural logarithm of every element; -∞ at 0, NaN below.
public func log(_ x: Tensor) -> Tensor {
  .applying(.unary(.logarithm), to: x, shape: x.shape, saving: [x]) { pass in
    [pass.gradient / pass.saved(0)]
  }
}
