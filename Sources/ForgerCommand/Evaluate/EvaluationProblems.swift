import Archives
import Evaluation
import Recipes

extension EvaluationRun.Problem {
  /// The problem and its remedy.
  var inWords: any Error {
    switch self {
    case .noDataset(let candidate):
      FileProblem(
        candidate,
        found: "does not name a dataset to compare with",
        expected: "a dataset, given by --dataset"
      )
    case .noTestSplit(let dataset):
      FileProblem(dataset, found: "has no test split", expected: "one, or --split training")
    case .noClassifier(let features):
      EvaluationProblem(
        "Inception score",
        found: "no classifier, but \(features)",
        expected: "labeled data with a classifier trained by 'forger classifier train'"
      )
    }
  }
}
