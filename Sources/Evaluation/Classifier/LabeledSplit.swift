internal import Archives
internal import Datasets
internal import Randomness

/// Labeled images in two splits, on which a classifier is trained and tested.
struct LabeledSplit {
  let training: any ImageDataset
  let test: any ImageDataset
  let testLabels: [Int]
  /// The number of classes: the largest label plus one.
  let classCount: Int
  /// The origin of the test split: "its test split", "a fifth held out".
  let testName: String

  /// The splits of a dataset with the training images `dataset`; without a test split, a random but
  /// reproducible fifth of it is held out.
  ///
  /// - Throws: `FileProblem` if there are no labels, fewer than two classes, too few images or none.
  init(of dataset: any ImageDataset, from nameOrPath: String) throws {
    // Fitted as the classifier sees them.
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

  /// Whether the labels suffice for training.
  static func suffice(_ labels: [Int]) -> Bool { Set(labels).count > 1 && labels.count >= 20 }

  /// The dataset's own test split, if it has one.
  private static func ownTest(
    _ nameOrPath: String,
    like training: any ImageDataset
  ) throws -> (any ImageDataset, [Int])? {
    guard let test = try Datasets.openTestPart(of: nameOrPath) else { return nil }
    return test.labels.map { (test.adapted(to: training.shape), $0) }
  }
}
