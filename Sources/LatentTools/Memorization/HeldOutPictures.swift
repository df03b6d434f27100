internal import Datasets
internal import Randomness

/// Pictures that a generator's are judged by: of a test split, or training pictures without themselves.
struct HeldOutPictures {
  let dataset: any ImageDataset
  /// Which of the dataset's.
  let indices: [Int]
  /// For each of them its number among the training pictures, if it is one.
  let excluded: [Int]?

  /// Some pictures of a dataset, drawn without repetition.
  init(of dataset: any ImageDataset, count: Int, areTraining: Bool, seed: UInt64) {
    let order = RandomStream(seed: seed, purpose: "held out").permutation(of: dataset.count)
    self.dataset = dataset
    indices = Array(order.prefix(count))
    excluded = areTraining ? indices : nil
  }
}
