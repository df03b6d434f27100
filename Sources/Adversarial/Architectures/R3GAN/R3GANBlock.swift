internal import Foundation
internal import NeuralNetworks
internal import Randomness
internal import TensorCore

/// A residual block: x + C₃(a(C₂(a(C₁(x))))), with a 3×3 convolution in groups between two of single pixels.
///
/// Source: Huang et al. 2024, "The GAN is dead; long live the GAN!", section 3; Zhang, Dauphin and Ma 2019,
/// "Fixup Initialization", for the first weights.
final class R3GANBlock: Layer {
  let expand: Conv2D
  let mix: Conv2D
  let project: Conv2D

  /// A block that is the identity at first.
  ///
  /// - Parameters:
  ///   - stage: Its width and groups.
  ///   - blockCount: The blocks of the whole network.
  ///   - random: Where the weights come from.
  init(_ stage: R3GANStages.Stage, blockCount: Int, using random: RandomStream) {
    let slope = R3GANStages.slope
    let gain = (2 / (1 + slope * slope)).squareRoot() * pow(Float(blockCount), -0.25)
    let weights = Initializer.fanInNormal(gain: gain)
    let expanded = R3GANStages.expansion * stage.width
    expand = Conv2D(stage.width, expanded, kernel: 1, weights: weights, using: random)
    mix = Conv2D(
      expanded,
      expanded,
      kernel: 3,
      ConvolutionSettings(padding: 1, groups: stage.groups),
      weights: weights,
      using: random
    )
    project = Conv2D(
      expanded,
      stage.width,
      kernel: 1,
      hasBias: false,
      weights: .zeros,
      using: random
    )
  }

  /// Maps `[N, H, W, width]` to the same shape.
  func callAsFunction(_ x: Tensor) -> Tensor {
    let slope = R3GANStages.slope
    return x + project(leakyReLU(mix(leakyReLU(expand(x), slope: slope)), slope: slope))
  }
}

/// A convolution of single pixels without bias, between images of two widths.
func pixelwise(_ inputs: Int, _ outputs: Int, using random: RandomStream) -> Conv2D {
  Conv2D(inputs, outputs, kernel: 1, hasBias: false, weights: .fanInNormal(), using: random)
}
