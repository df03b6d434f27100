internal import Archives
internal import Datasets
internal import Terminal
internal import Training

/// Reports images that were found damaged during a run and replaced by others: the first few by name.
final class DamageReport: Extension {
  let name = "damages"

  private let dataset: any ImageDataset
  private let console: Console
  /// The number of images found damaged.
  private var count = 0
  private static let mostNamed = 5

  init(of dataset: any ImageDataset, on console: Console) {
    self.dataset = dataset
    self.console = console
  }

  /// Reports what has been found since the last time.
  func run(in trainer: Trainer) throws {
    for problem in dataset.takeDamages() {
      count += 1
      if count <= Self.mostNamed {
        let text = DamagedImages.text(of: problem)
        console.print(text.prefix(1).uppercased() + text.dropFirst())
      } else if count == Self.mostNamed + 1 {
        console.print("Further damaged images are replaced without a message.")
      }
    }
  }

  func findings(in trainer: Trainer) -> [RunFinding] {
    let text = "\(grouped(count)) damaged images were replaced by others."
    return count == 0 ? [] : [.note(text, about: "")]
  }
}
