#!/usr/bin/env bash
# Shows that a setting can come from elsewhere: an architecture in another package declares it once, and its flag
# with help, its key in recipe files, its check, its line in the summary and the rule on resuming are there.
#
# usage: Scripts/drills/setting.sh [CONFIGURATION]     debug (the default of `swift build`) or release
source "$(dirname "$0")/scaffold.sh"

make_package bent "$standing" Forger ForgerCommand <<'SWIFT'
import Adversarial
import Datasets
import ForgerCommand
import NeuralNetworks
import Optimizers
import Recipes
import TensorCore
import Training

@main
struct BentForger {
  static func main() { Forger.main(adding: [BentArchitecture.self]) }
}

/// A linear map of the latent vector, bent more or less.
enum BentArchitecture: TrainableArchitecture {
  static let name = "bent"
  static let summary = "linear maps, bent"

  // The declaration.
  static let bend = OwnSetting(
    "bend", in: 0...9, default: Float(1), flag: .value("factor"), help: "How much is bent.")
  static let settings = [bend.setting]

  static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator {
    BentGenerator(shape, using: random)
  }

  static func discriminator(
    _ shape: NetworkShape, using random: NetworkStreams
  ) -> any Discriminator {
    FlatDiscriminator(shape, using: random)
  }

  static var recipe: Recipe {
    let adam = OptimizerSettings(.adam(Adam(learningRate: 1e-3, beta1: 0.5)))
    return Recipe(
      name: RecipeName(Self.self), dataset: "mnist",
      image: ImageShape(height: 16, width: 16, channels: 1), pixelRange: .symmetric,
      latent: Latent(size: 8, distribution: .normal), channels: 1, batchSize: 4,
      length: .iterations(2), generatorOptimizer: adam, discriminatorOptimizer: adam)
  }
}

final class BentGenerator: UnconditionalGenerator {
  let toImage: Linear
  private let image: ImageShape
  private let bend: Float

  init(_ shape: NetworkShape, using random: NetworkStreams) {
    image = shape.image
    bend = shape[BentArchitecture.bend]  // Its use.
    toImage = Linear(shape.latentSize, image.byteCount, using: random.weights)
  }

  func callAsFunction(_ z: Tensor) -> Tensor {
    tanh(toImage(z) * bend).reshaped(to: [z.shape[0], image.height, image.width, image.channels])
  }
}

final class FlatDiscriminator: UnconditionalDiscriminator {
  let toLogit: Linear

  init(_ shape: NetworkShape, using random: NetworkStreams) {
    toLogit = Linear(shape.image.byteCount, 1, using: random.weights)
  }

  func features(of images: Tensor) -> Tensor { images.flattened }
  func callAsFunction(_ images: Tensor) -> Tensor { toLogit(features(of: images)) }
}
SWIFT
build_package bent
write_pictures pictures all

says "--bend <factor>         How much is bent. (default: 1)" train --help
says "bend: 1                           # how much is bent" recipes show bent
fails 2 "--bend is 10; expected a number from 0 to 9" train bent --bend 10
fails 2 "--bend is 2; expected nothing, since the recipe has no such setting" train dcgan --bend 2
printf 'recipe: bent\ndataset: pictures\nbend: 2.5\n' > file.yaml
says "networks       bend 2.5" train file.yaml
fails 1 "was trained with bend 2.5; expected bend 3, as asked for" train --resume latest --bend 3
says "resumed        at iteration 2" train --resume latest --iterations 4
printf 'recipe: bent\nbend: much\n' > file.yaml
fails 1 "line 2: bend is 'much'; expected a number" train file.yaml
printf 'recipe: dcgan\nbend: 2\n' > file.yaml
fails 1 "line 2: bend is set, which the recipe does not have" train file.yaml
# What is stored with the run makes the pictures: without the bend they are others.
says "bend 0" train bent -i pictures --bend 0 --out flat
runs generate result --out bent.png
runs generate flat --out flat.png
are_pictures bent.png flat.png
if cmp -s bent.png flat.png; then echo "the setting changes nothing" >&2; exit 1; fi
finish "A setting from elsewhere has its flag, key, check and line: one declaration and its use." \
  Sources/bent/*
