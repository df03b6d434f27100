import TensorCore

/// What tells operations apart without their attributes.
///
/// The switches below name every case: who adds one to `Operation` adds a kind here, and
/// `OperationTests.everyKindIsChecked` asks for a check of it.
enum OperationKind: Hashable, CaseIterable {
  case fill, uniform, normal, truncatedNormal
  case negate, absolute, sign, squareRoot, exponential, logarithm, tanh, logistic, softplus
  case plus, subtracted, times, divided, dividing, inverseSquareRoot, clamp, isInside, isAtLeast
  case add, subtract, multiply, divide, maximumOfTwo, isEqual, addScaled, interpolate
  case tanhGradient, logisticGradient
  case isFinite, sum, maximum
  case broadcast, transpose, slice, place, concatenate, upsample, upsampleGradient
  case resample, resampleGradient, mixChannels
  case matrixProduct
  case convolution, convolutionInputGradient, convolutionWeightGradient, convolutionBiasGradient
  case upsampledConvolution, upsampledInputGradient, upsampledWeightGradient
  case maximumPool, pick, scatterAdd
  case moments, normalize, normalizationSums, normalizationGradient
  case leakyReLU, leakyReLUGradient, addNoise, rectifiedPass
  case adam, gradientDescent, momentum

  init(_ operation: TensorCore.Operation) {
    switch operation {
    case .fill: self = .fill
    case .random(let fill, _): self.init(fill.distribution)
    case .unary(let function): self.init(function)
    case .binary(let function): self.init(function)
    case .isFinite: self = .isFinite
    case .sum: self = .sum
    case .maximum: self = .maximum
    case .broadcast: self = .broadcast
    case .transpose: self = .transpose
    case .slice: self = .slice
    case .place: self = .place
    case .concatenate: self = .concatenate
    case .upsample: self = .upsample
    case .upsampleGradient: self = .upsampleGradient
    case .resample: self = .resample
    case .resampleGradient: self = .resampleGradient
    case .mixChannels: self = .mixChannels
    case .matrixProduct: self = .matrixProduct
    case .convolution: self = .convolution
    case .convolutionInputGradient: self = .convolutionInputGradient
    case .convolutionWeightGradient: self = .convolutionWeightGradient
    case .convolutionBiasGradient: self = .convolutionBiasGradient
    case .upsampledConvolution(_, .forward): self = .upsampledConvolution
    case .upsampledConvolution(_, .inputGradient): self = .upsampledInputGradient
    case .upsampledConvolution(_, .weightGradient): self = .upsampledWeightGradient
    case .maximumPool: self = .maximumPool
    case .pick: self = .pick
    case .scatterAdd: self = .scatterAdd
    case .moments: self = .moments
    case .normalize: self = .normalize
    case .normalizationSums: self = .normalizationSums
    case .normalizationGradient: self = .normalizationGradient
    case .leakyReLU: self = .leakyReLU
    case .leakyReLUGradient: self = .leakyReLUGradient
    case .addNoise: self = .addNoise
    case .rectifiedPass: self = .rectifiedPass
    case .update(let update):
      switch update.rule {
      case .adam: self = .adam
      case .gradientDescent: self = .gradientDescent
      case .momentum: self = .momentum
      }
    }
  }

  private init(_ distribution: RandomFill.Distribution) {
    switch distribution {
    case .uniform: self = .uniform
    case .normal: self = .normal
    case .truncatedNormal: self = .truncatedNormal
    }
  }

  private init(_ function: UnaryFunction) {
    switch function {
    case .negate: self = .negate
    case .absolute: self = .absolute
    case .sign: self = .sign
    case .squareRoot: self = .squareRoot
    case .exponential: self = .exponential
    case .logarithm: self = .logarithm
    case .tanh: self = .tanh
    case .logistic: self = .logistic
    case .softplus: self = .softplus
    case .plus: self = .plus
    case .subtracted: self = .subtracted
    case .times: self = .times
    case .divided: self = .divided
    case .dividing: self = .dividing
    case .inverseSquareRoot: self = .inverseSquareRoot
    case .clamp: self = .clamp
    case .isInside: self = .isInside
    case .isAtLeast: self = .isAtLeast
    }
  }

  private init(_ function: BinaryFunction) {
    switch function {
    case .add: self = .add
    case .subtract: self = .subtract
    case .multiply: self = .multiply
    case .divide: self = .divide
    case .maximum: self = .maximumOfTwo
    case .isEqual: self = .isEqual
    case .addScaled: self = .addScaled
    case .interpolate: self = .interpolate
    case .tanhGradient: self = .tanhGradient
    case .logisticGradient: self = .logisticGradient
    }
  }
}
