package import Archives
package import Datasets
internal import Terminal

/// Images that were found damaged when they were read, and were replaced by others of the same dataset.
package struct DamagedImages {
  /// The problems, image by image.
  package let problems: [FileProblem]
  /// How many are reported by name at most.
  package static let mostNamed = 5

  /// The damages of some datasets that have not been reported before.
  package init(of datasets: [any ImageDataset]) { problems = datasets.flatMap { $0.takeDamages() } }

  /// A report for people that names the first few.
  package var lines: [String] {
    let named = problems.prefix(Self.mostNamed).map(Self.text)
    let others = problems.count - named.count
    return named + (others > 0 ? ["and in place of \(grouped(others)) more damaged images"] : [])
  }

  /// "using another image in place of a.png: is a damaged PNG image".
  package static func text(of problem: FileProblem) -> String {
    "using another image in place of \(problem.path): \(problem.found)"
  }
}
