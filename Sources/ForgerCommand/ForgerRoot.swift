import ArgumentParser
import Recipes

/// The command `forger` with its subcommands.
struct ForgerRoot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forger",
    abstract: "Train generative adversarial networks and generate images with them.",
    discussion: """
      A generator learns to forge images while a discriminator learns to tell them from real ones.

      EXAMPLES:
        Train Chainer's DCGAN on Fashion-MNIST, narrowed to finish in minutes:
          forger train --dataset fashion-mnist --channels 64 --epochs 3

        Train it on your own images:
          forger train --dataset ~/Pictures/cats --out cats

        Resume the run:
          forger train --out cats --resume latest

        Generate a grid of 6 × 8 samples:
          forger generate cats --rows 6 --columns 8
      """,
    version: ForgerVersion.current,
    subcommands: [
      Train.self, Generate.self, Interpolate.self, Project.self, Complete.self, Nearest.self,
      Evaluate.self, ClassifierCommand.self, ExportCommand.self, ImportCommand.self,
      Serve.self, ReportCommand.self, Compare.self,
      RecipesCommand.self, DatasetsCommand.self, Devices.self, Bench.self, Doctor.self,
      CacheCommand.self,
    ]
  )
}
