internal import Archives
internal import Datasets
internal import Randomness

/// Labeled images in two parts: what a classifier learns from, and what it is judged by.
struct LabeledSplit {
  let training: any ImageDataset
  let test: any ImageDataset
  let testLabels: [Int]
  /// The number of classes: the largest label and one.
  let classCount: Int
  /// Where the test split comes from: "its test split", "a fifth held out".
  let testName: String

  /// The parts of a dataset, whose images for training are `dataset`; where it has no test split, a fifth of it is held out, by chance but always the
  /// same.
  ///
  /// - Throws: `FileProblem` where there are no labels, fewer than two classes, too few images or none.
  init(of dataset: any ImageDataset, from nameOrPath: String) throws {
    // As a classifier sees them.
    let whole = dataset.adapted(to: dataset.shape.limited(toSide: 32))
    guard let labels = whole.labels else {
      throw FileProblem(
        nameOrPath,
        found: "has no labels",
        expected: "labeled images, such as a folder with a folder for each class"
      )
    }
    classCount = (labels.max() ?? 0) + 1
    guard Self.suffice(labels) else {
      throw FileProblem(
        nameOrPath,
        found: "holds \(labels.count) images of \(Set(labels).count) classes",
        expected: "at least 20 of two classes"
      )
    }
    if let (test, testLabels) = try Self.ownTest(nameOrPath, like: whole) {
      (training, self.test, self.testLabels) = (whole, test, testLabels)
      testName = "its test split"
      let strange = testLabels.first { $0 >= classCount }
      guard strange == nil else {
        throw FileProblem(
          nameOrPath,
          found: "has the label \(strange ?? 0) in its test split",
          expected: "labels below \(classCount), as in its training split"
        )
      }
    } else {
      let order = RandomStream(seed: 0, purpose: "held out").permutation(of: whole.count)
      let count = whole.count / 5
      let heldOut = DatasetSubset(whole, Array(order[..<count]))
      training = DatasetSubset(whole, Array(order[count...]))
      (test, testLabels) = (heldOut, heldOut.labels ?? [])
      testName = "a fifth held out"
    }
  }

  /// Whether labels are enough to learn from.
  static func suffice(_ labels: [Int]) -> Bool { Set(labels).count > 1 && labels.count >= 20 }

  /// The test split that the dataset comes with, or `nil`.
  private static func ownTest(
    _ nameOrPath: String,
    like training: any ImageDataset
  ) throws -> (any ImageDataset, [Int])? {
    guard let test = try Datasets.openTestPart(of: nameOrPath) else { return nil }
    return test.labels.map { (test.adapted(to: training.shape), $0) }
  }
}
