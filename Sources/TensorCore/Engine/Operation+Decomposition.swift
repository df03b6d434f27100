extension Operation {
  /// The decomposition into simpler operations for operands of the given shapes; `nil` for a simple
  /// operation.
  ///
  /// The simpler operations may be fused as well. Results agree up to rounding.
  ///
  /// - Precondition: The shapes fit.
  public func decomposition(of shapes: [Shape]) -> Decomposition? {
    switch self {
    case .unary(.inverseSquareRoot(let epsilon)):
      Decomposition(shapes) { run, x in
        [run(.unary(.dividing(1)), run(.unary(.squareRoot), run(.unary(.plus(epsilon)), x[0])))]
      }
    case .binary(let function): function.decomposition(of: shapes)
    case .upsample(let factor):
      Decomposition(shapes) { run, x in
        let s = shapes[0]
        let wide: Shape = [s[0], s[1], factor, s[2], factor, s[3]]
        let apart = x[0].reshaped([s[0], s[1], 1, s[2], 1, s[3]])
        return [
          run(.broadcast(to: wide), apart)
            .reshaped([s[0], s[1] * factor, s[2] * factor, s[3]])
        ]
      }
    case .upsampleGradient(let factor):
      Decomposition(shapes) { run, x in
        let s = shapes[0]
        let (height, width) = (s[1] / factor, s[2] / factor)
        let apart = x[0].reshaped([s[0], height, factor, width, factor, s[3]])
        return [run(.sum(axes: [2, 4]), apart).reshaped([s[0], height, width, s[3]])]
      }
    case .matrixProduct, .convolution:
      shapes.count < 3
        ? nil
        : Decomposition(shapes) { run, x in
          [run(.binary(.add), run(self, x[0], x[1]), x[2])]
        }
    case .convolutionBiasGradient(let geometry):
      Decomposition(shapes) { run, x in
        [run(.sum(axes: [0, 1, 2]), x[1]).reshaped([geometry.output.channels])]
      }
    case .upsampledConvolution(let geometry, let pass):
      Decomposition(shapes) { run, x in
        switch pass {
        case .forward:
          let images = run(.upsample(factor: 2), x[0])
          return run.all(.convolution(geometry), [images] + x.dropFirst())
        case .inputGradient:
          let doubled = run(.convolutionInputGradient(geometry), x[0], x[1])
          return [run(.upsampleGradient(factor: 2), doubled)]
        case .weightGradient:
          let images = run(.upsample(factor: 2), x[0])
          return [run(.convolutionWeightGradient(geometry), images, x[1])]
        }
      }
    case .moments, .normalize, .normalizationSums, .normalizationGradient:
      normalizationDecomposition(of: shapes)
    case .addNoise(let noise):
      Decomposition(shapes) { run, x in
        let numbers: Decomposition.Value =
          switch noise.source {
          case .given: x[1]
          case .drawn(let blocks, let first):
            run(
              .random(
                RandomFill(
                  .normal(mean: 0, standardDeviation: 1),
                  blocks: blocks,
                  first: first
                ),
                shapes[0]
              )
            )
          }
        return [run(.binary(.addScaled(noise.standardDeviation)), x[0], numbers)]
      }
    case .rectifiedPass(let parts, let noise, let slope):
      Decomposition(shapes) { run, x in
        var value = x[0]
        if let parts { value = run(.normalize(parts: parts), x[0], x[1], x[2], x[3]) }
        if let noise {
          let given = noise.source == .given ? Array(x.suffix(1)) : []
          value = run.all(.addNoise(noise), [value] + given)[0]
        }
        return run.all(.leakyReLU(slope: slope), [value])
      }
    case .update(let update): update.decomposition(of: shapes)
    default: nil
    }
  }

  /// The decomposition of batch normalization's operations, on x as `[parts, rows, C]`.
  private func normalizationDecomposition(of shapes: [Shape]) -> Decomposition? {
    let parts: Int
    switch self {
    case .moments(let of), .normalize(let of): parts = of
    case .normalizationSums(let of, _), .normalizationGradient(let of, _): parts = of
    default: return nil
    }
    let (full, channels) = (shapes[0], shapes[0][-1])
    let rows = full.elementCount / max(channels * parts, 1)
    let apart: Shape = [parts, rows, channels]
    let column: Shape = [parts, 1, channels]
    let statistics: Shape = [parts, channels]
    return Decomposition(shapes) { run, x in
      switch self {
      case .moments:
        let values = x[0].reshaped(apart)
        let mean = run(.unary(.divided(by: Float(rows))), run(.sum(axes: [1]), values))
        let distance = run(.binary(.subtract), values, mean)
        let squares = run(.sum(axes: [1]), run(.binary(.multiply), distance, distance))
        let variance = run(.unary(.divided(by: Float(rows))), squares)
        return [mean.reshaped(statistics), variance.reshaped(statistics)]
      case .normalize:
        let distance = run(.binary(.subtract), x[0].reshaped(apart), x[1].reshaped(column))
        let scaled = run(.binary(.multiply), distance, x[2].reshaped(column))
        return [run(.binary(.add), scaled, x[3]).reshaped(full)]
      case .normalizationSums(_, let slope):
        let gradient = slope.map { run(.leakyReLUGradient(slope: $0), x[0], x[3]) } ?? x[0]
        let distance = run(.binary(.subtract), x[1].reshaped(apart), x[2].reshaped(column))
        let products = run(.binary(.multiply), gradient.reshaped(apart), distance)
        return [
          run(.sum(axes: [1]), gradient.reshaped(apart)).reshaped(statistics),
          run(.sum(axes: [1]), products).reshaped(statistics),
        ]
      case .normalizationGradient(_, let slope):
        let gradient = slope.map { run(.leakyReLUGradient(slope: $0), x[0], x[6]) } ?? x[0]
        let distance = run(.binary(.subtract), x[1].reshaped(apart), x[2].reshaped(column))
        let shifted = run(.binary(.subtract), gradient.reshaped(apart), x[3].reshaped(column))
        let spread = run(.binary(.multiply), distance, x[4].reshaped(column))
        let centered = run(.binary(.subtract), shifted, spread)
        return [run(.binary(.multiply), centered, x[5].reshaped(column)).reshaped(full)]
      default: return []
      }
    }
  }
}

extension BinaryFunction {
  fileprivate func decomposition(of shapes: [Shape]) -> Decomposition? {
    switch self {
    case .add, .subtract, .multiply, .divide, .maximum, .isEqual: nil
    case .addScaled(let factor):
      Decomposition(shapes) { run, x in
        [run(.binary(.add), x[0], run(.unary(.times(factor)), x[1]))]
      }
    case .interpolate(let share):
      Decomposition(shapes) { run, x in
        let way = run(.binary(.subtract), x[1], x[0])
        return [run(.binary(.add), x[0], run(.unary(.times(share)), way))]
      }
    case .tanhGradient:
      Decomposition(shapes) { run, x in
        let square = run(.binary(.multiply), x[1], x[1])
        return [run(.binary(.multiply), x[0], run(.unary(.subtracted(from: 1)), square))]
      }
    case .logisticGradient:
      Decomposition(shapes) { run, x in
        let product = run(.binary(.multiply), x[0], x[1])
        return [run(.binary(.multiply), product, run(.unary(.subtracted(from: 1)), x[1]))]
      }
    }
  }
}

extension ParameterUpdate {
  fileprivate func decomposition(of shapes: [Shape]) -> Decomposition {
    Decomposition(shapes) { run, x in
      let p = x[0]
      var g = x[1]
      for change in changes {
        switch change {
        case .weightDecay(let rate): g = run(.binary(.addScaled(rate)), g, p)
        case .clamp(let bound): g = run(.unary(.clamp(low: -bound, high: bound)), g)
        }
      }
      switch rule {
      case .adam(let rate, let rootScale, let beta1, let beta2, let epsilon, let remaining):
        let m = run(.binary(.interpolate(1 - beta1)), x[2], g)
        let square = run(.binary(.multiply), g, g)
        let v = run(.binary(.interpolate(1 - beta2)), x[3], square)
        let root = run(.unary(.times(rootScale)), run(.unary(.squareRoot), v))
        let denominator = run(.unary(.plus(epsilon)), root)
        let step = run(.binary(.divide), run(.unary(.times(rate)), m), denominator)
        return [run(.binary(.subtract), run(.unary(.times(remaining)), p), step), m, v]
      case .gradientDescent(let rate, let remaining):
        return [run(.binary(.addScaled(-rate)), run(.unary(.times(remaining)), p), g)]
      case .momentum(let momentum, let gathered, let ofVelocity, let ofGradient, let remaining):
        let v = run(
          .binary(.addScaled(gathered)),
          run(.unary(.times(momentum)), x[2]),
          g
        )
        let step = run(.binary(.addScaled(ofGradient)), run(.unary(.times(ofVelocity)), v), g)
        return [run(.binary(.add), run(.unary(.times(remaining)), p), step), v]
      }
    }
  }
}
