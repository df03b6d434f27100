internal import NeuralNetworks
internal import Optimizers
internal import TensorCore

/// The gradient of a discriminator's loss with R1 and R2, without second derivatives.
///
/// Between the signs of its leaky ReLUs, D(x) = A·x + b with A and b made of the parameters. The loss has the
/// slope s at D(x), and the penalty γ/2·‖A‖² at the image has the derivative γ·⟨A, dA⟩. So the gradient of both is
///
///     s·(dA·x + db) + γ·dA·A = s·(dA·u + db)  at  u = x + γ·A/s
///
/// which is the gradient of s·D(u) with all signs as x has them. It takes one pass forward for D(x), one back for
/// A, and one forward, at u, which meets on its way what came back: four passes' work with the gradients of
/// weights, where differentiating twice takes six.
extension GANTraining {
  /// Slopes nearer to 0 than this share of an image's part in the mean count as this: it changes the gradient
  /// of the loss by no more than as much, and γ·A/s stays in the range of numbers.
  private static let leastSlope: Float = 1e-12

  /// What the discriminator says of images, with the gradients of its loss; `nil` where it has to be
  /// differentiated twice, or there is nothing to penalize.
  func outputWithGradients(
    for real: Examples,
    _ fake: Examples,
    scale: Float
  ) -> DiscriminatorOutput? {
    let (all, factor) = nextPenalties
    let penalties = all.compactMap { $0 as? any ZeroCenteredPenalty }
    guard let discriminator = discriminator as? any ImagewiseDiscriminator,
      penalties.count == all.count,
      penalties.contains(where: { $0.gamma > 0 }),
      !fake.images.isTracked, real.images.shape == fake.images.shape
    else { return nil }
    return withoutRecording {
      let scale = objective.isRelativistic ? 1 : scale
      var sum = ParameterGradients()
      var parts: [(real: Tensor, fake: Tensor, loss: Tensor, penalty: Tensor)] = []
      for start in stride(from: 0, to: real.count, by: discriminator.imagesAtOnce) {
        let range = start..<min(start + discriminator.imagesAtOnce, real.count)
        let all = real[range].joined(with: fake[range])
        let passes = discriminator.passes(over: all)
        let slopes = slopes(of: passes.logits, share: Float(range.count) / Float(real.count), scale)
        let weights = penaltyWeights(
          penalties,
          range.count,
          share: factor * scale / Float(real.count)
        )
        let images: Shape = [slopes.values.elementCount, 1, 1, 1]
        let slope = slopes.values.reshaped(to: images)
        let normals = passes.imageGradients(of: slopes.values) / slope
        let norms = normals.squared.sum(along: [1, 2, 3])
        let turned = all.images + normals * (weights.reshaped(to: images) / slope)
        sum.add(passes.parameterGradients(at: turned))
        let penalty = (norms * weights).sum() * 0.5
        parts.append((slopes.real, slopes.fake, slopes.loss + penalty, penalty))
      }
      return DiscriminatorOutput(
        realLogits: concatenate(parts.map(\.real)),
        fakeLogits: concatenate(parts.map(\.fake)),
        isRelativistic: objective.isRelativistic,
        loss: parts.dropFirst().reduce(parts[0].loss) { $0 + $1.loss },
        penalty: parts.dropFirst().reduce(parts[0].penalty) { $0 + $1.penalty },
        gradients: discriminatorOptimizer.parameters.map { sum[$0.value] }
      )
    }
  }

  /// The part of the loss that logits of as many real as generated images have, and its slopes, `[N, 1]`.
  private func slopes(
    of logits: Tensor,
    share: Float,
    _ scale: Float
  ) -> (values: Tensor, real: Tensor, fake: Tensor, loss: Tensor) {
    let count = logits.shape[0] / 2
    let tracked = logits.tracked
    let (loss, found, parts) = withRecording(true) {
      let (real, fake) = (
        tracked.slice(0..<count, along: 0), tracked.slice(count..<(2 * count), along: 0)
      )
      let loss =
        objective.discriminatorLoss(
          real: real,
          fake: fake,
          labelSmoothing: regularization.labelSmoothing
        ) * (share * scale)
      let found = gradients(of: loss, withRespectTo: [tracked])[0]
      return (loss.detached, found, (real.detached, fake.detached))
    }
    let least = Self.leastSlope * share * scale / Float(count)
    // The sign counts as 1 for a slope of 0, too.
    let signs = found.sign
    let values = (signs + (1 - signs.absolute)) * maximum(found.absolute, Tensor(least))
    return (values, parts.0, parts.1, loss)
  }

  /// γ·share of each of so many real images, then of the generated ones, `[2·count]`.
  private func penaltyWeights(
    _ penalties: [any ZeroCenteredPenalty],
    _ count: Int,
    share: Float
  ) -> Tensor {
    func weights(_ place: PenaltyPlace) -> [Float] {
      let gamma = penalties.reduce(0) { $0 + ($1.place == place ? $1.gamma : 0) }
      return [Float](repeating: gamma * share, count: count)
    }
    return Tensor(weights(.real) + weights(.generated))
  }
}
