internal import Adversarial
internal import TensorCore

extension Recipe {
  /// Where a run's first weights come from, and which of them stay.
  static let startSettings: [Setting<Recipe>] = [
    Setting(
      "init-from",
      get: { $0.initialRun },
      set: { $0.initialRun = $1 },
      section: .training,
      flag: .value("run"),
      help: "Start with the weights of another run.",
      discussion: """
        A run's folder, a snapshot, or gen_iter_N.npz with dis_iter_N.npz beside it. Arrays of other \
        shapes are drawn anew. Without RECIPE, the recipe is that run's.
        """,
      summary: .hidden
    ) { $0.isEmpty ? SettingMistake(found: "empty", expected: "a run") : nil },
    Setting(
      "freeze-discriminator",
      \.frozenLayers,
      in: 0...1000,
      default: 0,
      section: .training,
      flag: .value("n"),
      help: "First layers of the discriminator that are not trained.",
      discussion: "Those nearest the image; with --init-from only (FreezeD).",
      summary: .hidden
    ),
  ]

  /// Checks that there are weights worth freezing, and a layer left to train.
  func validateStart() throws(RecipeProblem) {
    guard frozenLayers > 0 else { return }
    func problem(_ expected: String) -> RecipeProblem {
      RecipeProblem(setting: "freeze-discriminator", found: "\(frozenLayers)", expected: expected)
    }
    guard initialRun != nil else {
      throw problem("0, since init-from names no run whose layers are worth keeping")
    }
    let count = NetworkOutline(of: self).discriminator.parametersByLayer.count
    guard frozenLayers < count else {
      throw problem("at most \(count - 1), since the discriminator has \(count) layers")
    }
  }
}

extension Discriminator {
  /// The parameters of the first layers.
  func parameters(ofFirstLayers count: Int) -> [Parameter] {
    parametersByLayer.prefix(count).flatMap(\.self)
  }
}
