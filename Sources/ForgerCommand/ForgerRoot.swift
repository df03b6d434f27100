import ArgumentParser

/// The command `forger` with its subcommands.
struct ForgerRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forger",
    abstract: "Trains generative adversarial networks, and makes images with them.",
    discussion: """
      A generator learns to forge images, a discriminator to tell them from real ones; both \
      get better at it.

      EXAMPLES:
        Train the tutorial's DCGAN on Fashion-MNIST, small enough for a coffee break:
          forger train --dataset fashion-mnist --channels 64 --epochs 3

        Train it on images of your own:
          forger train --dataset ~/Pictures/cats --out cats

        Go on where the last run stopped:
          forger train --out cats --resume latest

        Make a grid of 6 × 8 images with what was learned:
          forger generate cats --rows 6 --columns 8
      """,
    version: "0.1.0",
    subcommands: [
      Train.self, Generate.self, Interpolate.self, Project.self, Complete.self, Nearest.self,
      Evaluate.self, ClassifierCommand.self,
      RecipesCommand.self, DatasetsCommand.self, Bench.self,
    ]
  )
}
