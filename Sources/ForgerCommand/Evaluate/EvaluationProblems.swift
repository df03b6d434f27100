import Archives
import Evaluation
import Recipes

extension EvaluationRun.Problem {
  /// What was found and what to do about it.
  var inWords: any Error {
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
