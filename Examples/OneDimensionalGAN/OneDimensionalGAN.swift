import Adversarial
import ArgumentParser
import Foundation
import TensorCore

/// A GAN small enough to be seen as a whole, and to be checked against the theory.
@main
struct OneDimensionalGAN: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "OneDimensionalGAN",
    abstract: "Train a tiny GAN on numbers, animate it, and check it against the theory."
  )

  @Option(help: "Training rounds.")
  var rounds = 3000

  @Option(help: "Steps of the discriminator in each of the three trials.")
  var trialSteps = 4000

  @Option(help: "Frames of the animation.")
  var frames = 60

  @Option(help: "Random seed.")
  var seed: UInt64 = 0

  @Option(help: "The folder for frames and animation.")
  var out = "one-dimensional-gan"

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("--rounds must be positive.") }
    // With fewer steps, the theory would allow a larger error than that of a constant ½.
    guard trialSteps >= 500 else { throw ValidationError("--trial-steps must be at least 500.") }
    guard (1...1000).contains(frames) else {
      throw ValidationError("--frames must be from 1 to 1000.")
    }
  }

  func run() throws {
    // The networks are so small that a second thread would only slow them down.
    try Context(threadCount: 1).run { try play() }
  }

  private func play() throws {
    let film = try Film(in: out)
    let game = Game(for: .threeHills, rounds: rounds, seed: seed)

    var isPassed = true
    // An untrained generator, one early in training, and the final one.
    let trialRounds: Set = [0, rounds / 20, rounds]
    let frameRounds = Set((0...frames).map { rounds * $0 / frames })
    for round in 0...rounds {
      if round > 0 { try game.play() }
      if frameRounds.contains(round) { try film.add(Scene(of: game, round: round)) }
      if trialRounds.contains(round) {
        let trial = try Trial(of: game, steps: trialSteps, seed: seed)
        if round == 0 { print(heading(of: trial)) }
        print(line(of: trial, round: round))
        isPassed = isPassed && trial.isPassed
      }
    }
    try film.finish()

    print("The frames are in \(out)/frames, the animation is \(out)/training.gif.")
    guard isPassed else {
      print("Theory and practice do not agree.")
      throw ExitCode.failure
    }
    print("Theory and practice agree.")
  }

  private func heading(of trial: Trial) -> String {
    """
    The discriminator D, trained on against generators that stand still, and the best there can be,
    D* = p/(p + q), which knows the densities. The value is that of the game, with its standard error.

           ------- |D − D*| -------
    round     mean  that of ½   largest  value                2·JSD − log 4       gap
    """
      + String(
        format: "\nat most %.4f            %.4f                                       %.6f",
        trial.tolerance.meanError,
        trial.tolerance.largestError,
        trial.tolerance.gap
      )
  }

  private func line(of trial: Trial, round: Int) -> String {
    String(
      format: "%5d   %.4f     %.4f    %.4f  %7.4f ± %.4f           %7.4f  %9.6f%@",
      round,
      trial.meanError,
      trial.meanErrorOfHalf,
      trial.largestError,
      trial.value,
      trial.standardError,
      trial.optimalValue,
      trial.gap,
      trial.isPassed ? "" : "  failed"
    )
  }
}
