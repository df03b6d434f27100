/// e to the power of every element.
public func exp(_ x: Tensor) -> Tensor {
  let value = Kernels.exponential(x.storage)
  return .recorded("exp", Tensor(value, shape: x.shape), inputs: [x], keepsOutput: true) { pass in
    [pass.gradient * pass.output]
  }
}

/// The natural logarithm of every element; -∞ at 0, not a number below.
public func log(_ x: Tensor) -> Tensor {
  let value = Kernels.logarithm(x.storage)
  return .recorded("log", Tensor(value, shape: x.shape), inputs: [x], saving: [x]) { pass in
    [pass.gradient / pass.saved(0)]
  }
}
