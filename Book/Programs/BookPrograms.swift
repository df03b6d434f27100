import ArgumentParser
import Foundation
import TensorCore

/// The programs of the book, one for each chapter.
@main
struct BookPrograms: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "BookPrograms",
    abstract: "Run a chapter's program: it prints its results and writes its images."
  )

  @Argument(help: "The chapter: \(Chapter.allCases.map(\.rawValue).joined(separator: ", ")).")
  var chapter: Chapter

  @Flag(help: "Run for a moment, to see that it does.")
  var brief = false

  @Option(help: "The folder for images.")
  var out = "book-images"

  func run() throws {
    try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
    SpinCount.apply()
    try chapter.program.init(setup: Setup(out: out, isBrief: brief)).run()
  }
}

/// A chapter that has a program.
enum Chapter: String, CaseIterable, ExpressibleByArgument {
  case likelihood, visible, variational, game, dcgan, tutorials, failures, after, quality, computing

  var program: any Program.Type {
    switch self {
    case .likelihood: Likelihood.self
    case .visible: Visible.self
    case .variational: Variational.self
    case .game: Game.self
    case .dcgan: DCGAN.self
    case .tutorials: Tutorials.self
    case .failures: Failures.self
    case .after: After.self
    case .quality: Quality.self
    case .computing: Computing.self
    }
  }
}

/// A chapter's program.
protocol Program {
  init(setup: Setup)
  /// Computes, prints and draws what the chapter shows.
  func run() throws
}
