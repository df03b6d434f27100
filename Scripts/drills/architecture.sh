#!/usr/bin/env bash
# Shows that an architecture can come from elsewhere: a package that depends on Forger adds one source file with an
# architecture, its recipe and a command, which lists, trains, resumes, generates and evaluates like Forger's own.
#
# usage: Scripts/drills/architecture.sh [CONFIGURATION]     debug (the default of `swift build`) or release
source "$(dirname "$0")/scaffold.sh"

make_package spiral "$standing" Forger ForgerCommand <<'SWIFT'
import Adversarial
import Datasets
import ForgerCommand
import NeuralNetworks
import Optimizers
import Randomness
import Recipes
import TensorCore
import Training

@main
struct SpiralForger {
  static func main() { Forger.main(adding: [SpiralArchitecture.self]) }
}

/// Generators that see no pixels: each image is a linear map of the latent vector, bent once.
enum SpiralArchitecture: TrainableArchitecture {
  static let name = "spiral"
  static let summary = "the smallest networks that learn anything"

  static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator {
    SpiralGenerator(shape, using: random.weights)
  }

  static func discriminator(
    _ shape: NetworkShape, using random: NetworkStreams
  ) -> any Discriminator {
    SpiralDiscriminator(shape, using: random.weights)
  }

  static var recipe: Recipe {
    let adam = OptimizerSettings(.adam(Adam(learningRate: 1e-3, beta1: 0.5)))
    return Recipe(
      name: RecipeName(Self.self), dataset: "mnist",
      image: ImageShape(height: 28, width: 28, channels: 1), pixelRange: .symmetric,
      latent: Latent(size: 8, distribution: .normal), channels: 16, batchSize: 8,
      length: .iterations(20), generatorOptimizer: adam, discriminatorOptimizer: adam)
  }
}

final class SpiralGenerator: UnconditionalGenerator {
  let hidden: Linear
  let toImage: Linear
  private let image: ImageShape

  init(_ shape: NetworkShape, using random: RandomStream) {
    image = shape.image
    hidden = Linear(shape.latentSize, shape.width, using: random)
    toImage = Linear(shape.width, image.byteCount, using: random)
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    tanh(toImage(leakyReLU(hidden(z), slope: 0.2)))
      .reshaped(to: [z.shape[0], image.height, image.width, image.channels])
  }
}

final class SpiralDiscriminator: UnconditionalDiscriminator {
  let hidden: Linear
  let toLogit: Linear

  init(_ shape: NetworkShape, using random: RandomStream) {
    hidden = Linear(shape.image.byteCount, shape.width, using: random)
    toLogit = Linear(shape.width, 1, using: random)
  }

  func features(of images: Tensor) -> Tensor { leakyReLU(hidden(images.flattened), slope: 0.2) }
  func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }
}
SWIFT
build_package spiral

mkdir digits
python3 - <<'PYTHON'
# 64 images of 28×28 pixels with a bright bar each, as an IDX file.
import struct
with open("digits/train-images-idx3-ubyte", "wb") as file:
    file.write(struct.pack(">IIII", 2051, 64, 28, 28))
    for index in range(64):
        file.write(bytes(255 if (x + index) % 28 < 6 else 0 for y in range(28) for x in range(28)))
PYTHON

says "spiral            the smallest networks" recipes
says "  spiral            mnist    8      8       16        20 iterations" train --help
says "recipe: spiral" recipes show spiral
says "Training spiral" train spiral -i digits/train-images-idx3-ubyte --iterations 10
says "resumed        at iteration 10" train --resume latest --iterations 20
runs generate result --rows 2 --columns 3
are_pictures samples.png
runs evaluate result --samples 32 --metrics frechet
finish "An architecture from elsewhere is listed, trained, resumed, sampled and evaluated." Sources/spiral/*
