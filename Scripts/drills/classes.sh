#!/usr/bin/env bash
# Shows that conditional networks can come from elsewhere: an architecture in another package that is told the class
# trains on the classes of a folder, resumes, and makes images of one class or of each.
#
# usage: Scripts/drills/classes.sh [CONFIGURATION]     debug (the default of `swift build`) or release
source "$(dirname "$0")/scaffold.sh"

make_package told "$standing" Forger ForgerCommand <<'SWIFT'
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
struct ToldForger {
  static func main() { Forger.main(adding: [ToldArchitecture.self]) }
}

/// Linear maps that see the class beside the latent vector and beside the image.
enum ToldArchitecture: TrainableArchitecture {
  static let name = "told"
  static let summary = "linear maps that are told the class"
  static let takesClasses = true

  static func check(_ shape: NetworkShape) throws(NetworkShapeProblem) {
    if !shape.conditioning.isConditional {
      throw NetworkShapeProblem(.conditioning, found: "none", expected: "classes")
    }
  }

  static func generator(_ shape: NetworkShape, using random: NetworkStreams) -> any Generator {
    ToldGenerator(shape, using: random.weights)
  }

  static func discriminator(
    _ shape: NetworkShape, using random: NetworkStreams
  ) -> any Discriminator {
    ToldDiscriminator(shape, using: random.weights)
  }

  static var recipe: Recipe {
    let adam = OptimizerSettings(.adam(Adam(learningRate: 1e-3, beta1: 0.5)))
    var recipe = Recipe(
      name: RecipeName(Self.self), dataset: "mnist",
      image: ImageShape(height: 16, width: 16, channels: 1), pixelRange: .symmetric,
      latent: Latent(size: 8, distribution: .normal), channels: 16, batchSize: 4,
      length: .iterations(4), generatorOptimizer: adam, discriminatorOptimizer: adam)
    recipe.classes = .all
    return recipe
  }
}

final class ToldGenerator: Generator {
  let hidden: Linear
  let toImage: Linear
  private let image: ImageShape

  init(_ shape: NetworkShape, using random: RandomStream) {
    image = shape.image
    hidden = Linear(shape.latentSize + shape.conditioning.classCount, shape.width, using: random)
    toImage = Linear(shape.width, image.byteCount, using: random)
  }

  func callAsFunction(_ z: Tensor, _ condition: Condition) -> Tensor {
    let input = concatenate([z, condition.oneHot].compactMap(\.self), along: 1)
    return tanh(toImage(relu(hidden(input))))
      .reshaped(to: [z.shape[0], image.height, image.width, image.channels])
  }
}

final class ToldDiscriminator: Discriminator {
  let hidden: Linear
  let toLogit: Linear

  init(_ shape: NetworkShape, using random: RandomStream) {
    let inputs = shape.image.byteCount + shape.conditioning.classCount
    hidden = Linear(inputs, shape.width, using: random)
    toLogit = Linear(shape.width, 1, using: random)
  }

  func features(of images: Tensor, _ condition: Condition) -> Tensor {
    let input = concatenate([images.flattened, condition.oneHot].compactMap(\.self), along: 1)
    return leakyReLU(hidden(input), slope: 0.2)
  }

  func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor {
    toLogit(features(of: images, condition))
  }
}
SWIFT
build_package told
write_images pets cats dogs owls

says "classes 3" train told -i pets
runs train told -i pets --iterations 2 --out halves
says "resumed        at iteration 2" train --resume latest --iterations 4 --out halves
says "Nothing to do" train told --resume latest --classes all --iterations 4 --out halves
fails 1 "was trained with classes 3; expected classes 4" train --resume latest --classes 4 --out halves
for name in result halves; do
  runs generate $name --class dogs --rows 2 --columns 4 --out $name-dogs.png
  runs generate $name --class 2 --rows 2 --columns 4 --out $name-owls.png
done
cmp result-dogs.png halves-dogs.png
cmp result-owls.png halves-owls.png
if cmp -s result-dogs.png result-owls.png; then echo "all classes look the same" >&2; exit 1; fi
says "each.png: 3 × 5 samples" generate result --each-class 5 --out each.png
says "6 samples in each" generate result --each-class 2 --each --out each
are_images each.png each/{cats,dogs,owls}/image0000000{1,2}.png
fails 1 "makes no class 'fish'; expected one of cats, dogs, owls, or a number from 0 to 2" \
  generate result --class fish
fails 2 "--class and --each-class exclude each other" generate result --class cats --each-class 2
fails 1 "pets/cats: has no labels; expected images with classes, such as a folder for each, since \
classes is all" train told -i pets/cats --out unlabeled
[ ! -e unlabeled ] || { echo "unlabeled: was made in vain" >&2; exit 1; }
fails 2 "--classes is all; expected none, since the networks of mlp-mnist take no classes" \
  train mlp-mnist --classes all
finish "Conditional networks from elsewhere are trained, resumed and sampled class by class." \
  Sources/told/*
