import Archives
import Datasets
import Evaluation
import PJRT
import Recipes
import Terminal

/// An error as shown to the command's user: with the options and commands that help.
func inWords(_ error: any Error) -> any Error {
  switch error {
  case let problem as FileProblem: problem.withAdvice
  case let problem as EvaluationRun.Problem: problem.inWords
  case let problem as PJRTProblem: problem.withAdvice
  default: error
  }
}

extension FileProblem {
  /// The problem with its remedy, if known.
  fileprivate var withAdvice: FileProblem {
    let advice: String? =
      switch remedy {
      case .fetching: "'forger datasets fetch \(quoted(path))' puts it there, too"
      case .trainingClassifier: "'forger classifier train' trains one"
      case .showingRecipe: "'forger recipes show' prints one"
      default: nil
      }
    guard let advice else { return self }
    return FileProblem(path, found: found, expected: "\(expected); \(advice)")
  }
}

extension PJRTProblem {
  /// The problem with what helps, if known; the last snapshot is as it was.
  fileprivate var withAdvice: any Error {
    let isAboutMemory = found.contains("RESOURCE_EXHAUSTED") || found.contains("ut of memory")
    guard isAboutMemory else { return self }
    return with(expected: "enough memory; a smaller --batch-size or --channels needs less")
  }
}

extension EvaluationRun.Problem {
  /// The problem and its remedy.
  fileprivate var inWords: any Error {
    switch self {
    case .noDataset(let candidate):
      FileProblem(
        candidate,
        found: "does not name a dataset to compare with",
        expected: "a dataset, given by --dataset"
      )
    case .noTestSplit(let dataset):
      FileProblem(dataset, found: "has no test split", expected: "one, or --split training")
    case .noClasses(let candidate, let found):
      FileProblem(
        candidate,
        found: found,
        expected: "a generator of the dataset's classes, or --metrics without classes"
      )
    case .noClassifier(let features):
      EvaluationProblem(
        "Inception score",
        found: "no classifier, but \(features)",
        expected: "labeled data with a classifier trained by 'forger classifier train'"
      )
    }
  }
}
