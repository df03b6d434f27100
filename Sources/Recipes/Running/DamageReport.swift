internal import Archives
internal import Datasets
internal import Terminal
internal import Training

/// Reports during a run which images were found damaged and replaced by others.
final class DamageReport: Extension {
  let name = "damages"

  private let dataset: any ImageDataset
  private let tell: (RunEvent) -> Void
  /// The number of images found damaged.
  private var count = 0

  init(of dataset: any ImageDataset, telling tell: @escaping (RunEvent) -> Void) {
    self.dataset = dataset
    self.tell = tell
  }

  /// Reports the damage found since the last time.
  func observe(_ trainer: Trainer) throws {
    for problem in dataset.takeDamages() {
      count += 1
      tell(.damagedImage(problem, count: count))
    }
  }

  func run(in trainer: Trainer) throws {}

  func findings(in trainer: Trainer) -> [RunFinding] {
    let text = "\(grouped(count)) damaged images were replaced by others."
    return count == 0 ? [] : [.note(text, about: "")]
  }
}
