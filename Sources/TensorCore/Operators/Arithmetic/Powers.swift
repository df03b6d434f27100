extension Tensor {
  /// The square of every element.
  public var squared: Tensor { self * self }

  /// The square root of every element; NaN for negative ones.
  ///
  /// d√x = dx / (2√x), infinite at 0.
  public var squareRoot: Tensor {
    .applying(.unary(.squareRoot), to: self, shape: shape, keepsOutput: true) { pass in
      [pass.gradient / (pass.output * 2)]
    }
  }

  /// The absolute value of every element; its derivative at 0 is 0.
  public var absolute: Tensor {
    .applying(.unary(.absolute), to: self, shape: shape, saving: [self]) { pass in
      [pass.gradient * pass.saved(0).sign]
    }
  }

  /// 1 for positive elements, -1 for negative ones, 0 for zeros; without a gradient.
  public var sign: Tensor { .computed(.unary(.sign), self, shape: shape) }
}
