import Archives
import Datasets
import Evaluation
import Recipes
import Terminal

/// An error as the command's user reads it: with the options and commands that help.
func inWords(_ error: any Error) -> any Error {
  switch error {
  case let problem as FileProblem: problem.withAdvice
  case let problem as EvaluationRun.Problem: problem.inWords
  default: error
  }
}

extension FileProblem {
  /// The problem with what to do about it, where that is known.
  fileprivate var withAdvice: FileProblem {
    let advice: String? =
      switch remedy {
      case .fetching: "'forger datasets fetch \(quoted(path))' puts it there, too"
      case .trainingClassifier: "'forger classifier train' makes one"
      case .showingRecipe: "'forger recipes show' prints one"
      default: nil
      }
    guard let advice else { return self }
    return FileProblem(path, found: found, expected: "\(expected); \(advice)")
  }
}

extension EvaluationRun.Problem {
  /// What was found and what to do about it.
  fileprivate var inWords: any Error {
    switch self {
    case .noDataset(let candidate):
      FileProblem(
        candidate,
        found: "does not say what it should be compared with",
        expected: "a dataset, given by --dataset"
      )
    case .noTestSplit(let dataset):
      FileProblem(dataset, found: "has no test split", expected: "one, or --split training")
    case .noClassifier(let features):
      EvaluationProblem(
        "Inception score",
        found: "no classifier, but \(features)",
        expected: "labeled data with a classifier that 'forger classifier train' made"
      )
    }
  }
}
