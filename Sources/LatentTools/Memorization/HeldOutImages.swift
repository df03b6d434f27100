internal import Datasets
internal import Randomness

/// Images that a generator's are judged by: of a test split, or training images without themselves.
struct HeldOutImages {
  let dataset: any ImageDataset
  /// Which of the dataset's.
  let indices: [Int]
  /// For each of them its number among the training images, if it is one.
  let excluded: [Int]?

  /// Some images of a dataset, drawn without repetition.
  init(of dataset: any ImageDataset, count: Int, areTraining: Bool, seed: UInt64) {
    let order = RandomStream(seed: seed, purpose: "held out").permutation(of: dataset.count)
    self.dataset = dataset
    indices = Array(order.prefix(count))
    excluded = areTraining ? indices : nil
  }
}
