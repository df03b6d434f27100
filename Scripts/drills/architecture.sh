#!/usr/bin/env bash
# Shows that an architecture can come from elsewhere: a package that depends on Forger by version, through a
# git tag, adds one source file with an architecture, its recipe and a command, which lists, trains, resumes
# and generates like Forger's own.
#
# usage: Scripts/drills/architecture.sh [CONFIGURATION]     debug (the default of `swift build`) or release
set -euo pipefail
cd "$(dirname "$0")/../.."
configuration=${1:-debug}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The commit at hand as a repository with a version's tag.
git clone --quiet --bare . "$scratch/forger.git"
git -C "$scratch/forger.git" tag 0.1.0-check HEAD

mkdir -p "$scratch/spiral/Sources/spiral"
cat > "$scratch/spiral/Package.swift" <<PACKAGE
// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "spiral",
  dependencies: [.package(url: "file://$scratch/forger.git", exact: "0.1.0-check")],
  targets: [
    .executableTarget(
      name: "spiral",
      dependencies: [
        .product(name: "Forger", package: "forger"),
        .product(name: "ForgerCommand", package: "forger"),
      ]
    )
  ]
)
PACKAGE
cat > "$scratch/spiral/Sources/spiral/Spiral.swift" <<'SWIFT'
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
    let adam = OptimizerSettings(
      .adam(Adam(learningRate: 1e-3, beta1: 0.5)))
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

cd "$scratch/spiral"
swift build --configuration "$configuration"
spiral="$(swift build --configuration "$configuration" --show-bin-path)/spiral"
mkdir digits
python3 - <<'PYTHON'
# 64 images of 28×28 pixels with a bright bar each, as an IDX file.
import struct
with open("digits/train-images-idx3-ubyte", "wb") as file:
    file.write(struct.pack(">IIII", 2051, 64, 28, 28))
    for index in range(64):
        file.write(bytes(255 if (x + index) % 28 < 6 else 0 for y in range(28) for x in range(28)))
PYTHON

# Whether the output of a command, after the first argument, says a text.
says() {
  local text=$1
  shift
  "$@" > output 2>&1 || true
  grep -qF -- "$text" output || { cat output >&2; echo "$*: does not say '$text'" >&2; exit 1; }
}
says "spiral            the smallest networks" "$spiral" recipes
says "  spiral            mnist    8      8       16        20 iterations" "$spiral" train --help
says "recipe: spiral" "$spiral" recipes show spiral
says "Training spiral" "$spiral" train spiral -i digits/train-images-idx3-ubyte --iterations 10
says "resumed        at iteration 10" "$spiral" train --resume latest --iterations 20
"$spiral" generate result --rows 2 --columns 3
[ "$(head -c 4 samples.png | tail -c 3)" = PNG ] || { echo "samples.png: not written" >&2; exit 1; }
"$spiral" evaluate result --samples 32 --metrics frechet
echo "An architecture in one file of another package lists, trains, resumes, generates and is evaluated."
