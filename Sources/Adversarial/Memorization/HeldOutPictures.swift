internal import Datasets
internal import Imaging
internal import Randomness

/// Pictures that a generator's are judged by: of a test part, or training pictures without themselves.
struct HeldOutPictures {
  let pictures: [Image]
  /// For each training picture among them, its number.
  let excluded: [Int]?

  /// Some pictures of a data set, drawn without repetition.
  ///
  /// - Throws: Where one cannot be read.
  init(of dataset: any ImageDataset, count: Int, areTraining: Bool, seed: UInt64) throws {
    let order = RandomStream(seed: seed, purpose: "held out").permutation(of: dataset.count)
    let chosen = Array(order.prefix(count))
    pictures = try chosen.map { try dataset.picture(at: $0) }
    excluded = areTraining ? chosen : nil
  }
}
