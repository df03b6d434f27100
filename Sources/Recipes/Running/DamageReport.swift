internal import Archives
internal import Datasets
internal import Terminal
internal import Training

/// Tells during a run which images were found damaged and replaced by others.
final class DamageReport: Extension {
  let name = "damages"

  private let dataset: any ImageDataset
  private let tell: (RunEvent) -> Void
  /// How many images were found damaged.
  private var count = 0

  init(of dataset: any ImageDataset, telling tell: @escaping (RunEvent) -> Void) {
    self.dataset = dataset
    self.tell = tell
  }

  /// Tells what has been found since the last time.
  func run(in trainer: Trainer) throws {
    for problem in dataset.takeDamages() {
      count += 1
      tell(.damagedImage(problem, count: count))
    }
  }

  func findings(in trainer: Trainer) -> [RunFinding] {
    let text = "\(grouped(count)) damaged images were replaced by others."
    return count == 0 ? [] : [.note(text, about: "")]
  }
}
