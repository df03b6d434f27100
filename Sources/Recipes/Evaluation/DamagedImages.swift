package import Archives
package import Datasets
internal import Terminal

/// Images that turned out to be damaged when they were read, and were replaced by others of the same data.
package struct DamagedImages {
  /// What was found, image by image.
  package let problems: [FileProblem]
  /// How many are told by name at most.
  package static let mostNamed = 5

  /// Those of some datasets that were not asked for before.
  package init(of datasets: [any ImageDataset]) { problems = datasets.flatMap { $0.takeDamages() } }

  /// For people, the first few by name.
  package var lines: [String] {
    let named = problems.prefix(Self.mostNamed).map(Self.text)
    let others = problems.count - named.count
    return named + (others > 0 ? ["and in place of \(grouped(others)) more damaged ones"] : [])
  }

  /// "using another image in place of a.png: is a damaged PNG image".
  package static func text(of problem: FileProblem) -> String {
    "using another image in place of \(problem.path): \(problem.found)"
  }
}
