import Adversarial
import Datasets
import GANTestSupport
import Imaging
import NeuralNetworks
import Recipes
import TensorCore
import TestSupport
import Testing

@Suite struct GANTests {
  @Test func theNetworksHaveChainersNumberOfParameters() {
    // Weights and biases, scales and shifts of every layer of the tutorial's networks, ch = 512.
    let gan = GAN(.dcganCIFAR10)
    let (ch, latent) = (512, 100)
    let ups = [ch, ch / 2, ch / 4, ch / 8]
    var generator = latent * 16 * ch + 16 * ch + 2 * 16 * ch
    for (from, to) in zip(ups, ups.dropFirst()) { generator += 16 * from * to + 3 * to }
    generator += 9 * (ch / 8) * 3 + 3
    #expect(gan.generator.parameterCount == generator)
    #expect(generator == 3_599_363)

    let widths = [3, ch / 8, ch / 4, ch / 4, ch / 2, ch / 2, ch, ch]
    var discriminator = 16 * ch + 1
    for index in 0..<7 {
      let kernel = index % 2 == 0 ? 9 : 16
      discriminator += kernel * widths[index] * widths[index + 1] + widths[index + 1]
      if index > 0 { discriminator += widths[index + 1] }
    }
    #expect(gan.discriminator.parameterCount == discriminator)
    #expect(discriminator == 5_862_657)
  }

  @Test(arguments: [1, 3]) func imagesAndLogitsAreOfTheRightShape(_ channels: Int) {
    var recipe = Recipe.small
    recipe.image = .init(height: 32, width: 32, channels: channels)
    let gan = GAN(recipe)
    for mode in [Mode.training, .inference] {
      mode {
        let images = gan.generator(.sample([3, 4]), .none)
        #expect(images.shape == [3, 32, 32, channels])
        #expect(images.scalars.allSatisfy { $0 > 0 && $0 < 1 })
        #expect(gan.discriminator(images, .none).shape == [3, 1])
      }
    }
  }

  @Test func aSeedDecidesOnTheWeights() {
    func weights(_ seed: UInt64) -> [[Float]] {
      var recipe = Recipe.small
      recipe.seed = seed
      let gan = GAN(recipe)
      return (gan.generator.parameters + gan.discriminator.parameters)
        .map(\.value.scalars)
    }
    #expect(weights(1) == weights(1))
    #expect(weights(1) != weights(2))
  }

  @Test func weightsAreNormalAndBiasesZero() {
    let gan = GAN(.dcganCIFAR10)
    for member in gan.generator.namedParameters + gan.discriminator.namedParameters {
      let values = member.value.value.scalars
      if member.path.hasSuffix("weight") {
        let square = values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)
        // Five standard errors.
        let error = 5 * (2 / Double(values.count)).squareRoot()
        #expect(abs(square / 0.0004 - 1) < error, "\(member.path)")
      } else {
        let expected: Float = member.path.hasSuffix("gamma") ? 1 : 0
        #expect(values.allSatisfy { $0 == expected }, "\(member.path)")
      }
    }
  }

  @Test func aGridShowsTheSameImagesHoweverManyThereAre() {
    let gan = GAN(.small)
    let (small, large) = (
      gan.sampler.grid(rows: 1, columns: 2, seed: 5),
      gan.sampler.grid(rows: 1, columns: 3, seed: 5)
    )
    #expect(small.height == 32 && small.width == 64 && large.width == 96)
    for row in 0..<32 {
      let start = row * 96 * 3
      #expect(
        Array(small.pixels[(row * 64 * 3)..<((row + 1) * 64 * 3)])
          == Array(large.pixels[start..<(start + 64 * 3)])
      )
    }
    #expect(gan.sampler.grid(rows: 1, columns: 2, seed: 6) != small)
  }
}
