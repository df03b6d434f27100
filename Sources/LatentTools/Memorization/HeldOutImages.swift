internal import Datasets
internal import Randomness

/// Images to compare samples with: of the test split, or training images each compared with all others.
struct HeldOutImages {
  let dataset: any ImageDataset
  /// The indices of the images.
  let indices: [Int]
  /// The index of each image among the training images, if it is one.
  let excluded: [Int]?

  /// Random images of a dataset, without repetition.
  init(of dataset: any ImageDataset, count: Int, areTraining: Bool, seed: UInt64) {
    let order = RandomStream(seed: seed, purpose: "held out").permutation(of: dataset.count)
    self.dataset = dataset
    indices = Array(order.prefix(count))
    excluded = areTraining ? indices : nil
  }
}
