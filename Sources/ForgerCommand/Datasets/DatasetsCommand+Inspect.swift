internal import Adversarial
import ArgumentParser
import Datasets
import Recipes
import Terminal

extension DatasetsCommand {
  /// `forger datasets inspect`.
  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Show a dataset's size and classes, and a grid of its images.",
      usage: "forger datasets inspect [<options>] <name|path>",
      discussion: """
        Prints the number of images, their shape and classes, the mean and standard deviation of \
        each channel, and how each recipe would fit them. The grid shows images from all over the \
        dataset, ordered by class; with --augment as the discriminator sees them in training.

        EXAMPLES:
          forger datasets inspect fashion-mnist
          forger datasets inspect ~/Pictures/cats --rows 4 --columns 12 --grid cats.png
          forger datasets inspect ~/Pictures/cats --augment color,translation
        """
    )

    @Argument(
      help: ArgumentHelp(
        "A dataset's name (cifar10, mnist, fashion-mnist) or a path to images.",
        valueName: "name|path"
      )
    )
    var dataset: String

    @Option(help: ArgumentHelp("Rows of the grid.", valueName: "n"))
    var rows = 10

    @Option(help: ArgumentHelp("Columns of the grid.", valueName: "n"))
    var columns = 10

    @Option(
      help: ArgumentHelp(
        "The grid's file. (default: the dataset's name with -grid.png)",
        valueName: "path"
      )
    )
    var grid: String?

    @Option(
      help: ArgumentHelp(
        "Show the images changed, as forger train --augment does.",
        valueName: "a,b,…|auto|fixed"
      ),
      transform: { text in
        guard let choice = AugmentationChoice(text) else {
          throw ValidationError("expected \(AugmentationChoice.expected)")
        }
        return choice
      }
    )
    var augment = AugmentationChoice.none

    @Option(
      help: ArgumentHelp(
        "The probability of each change of auto, which adapts it, or fixed. (default: 0.8, auto's largest)",
        valueName: "p"
      )
    )
    var augmentProbability: Double?

    func validate() throws {
      try check(dataset, isNotEmpty: "the dataset")
      try check(grid, isNotEmpty: "--grid")
      if let augmentProbability {
        if ![.automatic, .fixed].contains(augment) {
          throw ValidationError("--augment-probability goes with --augment auto or fixed")
        }
        if !(0...1).contains(augmentProbability) {
          throw ValidationError(
            "--augment-probability is \(augmentProbability); expected a number from 0 to 1"
          )
        }
      }
      try check(rows, of: "--rows", isIn: 1...1000)
      try check(columns, of: "--columns", isIn: 1...1000)
      try check("--rows and --columns", make: rows * columns)
    }

    func run() throws {
      let console = Console.standardOutput()
      let inspection = try DatasetInspection(of: dataset)
      let users = Architectures.current.all.map { ($0.name, $0.recipe.image) }
      try console.printResult(inspection.lines(for: users))
      let path = grid ?? gridName
      let probability = augmentProbability ?? AdaptiveProbability.limit
      let count = try inspection.writeGrid(rows: rows, columns: columns, to: path) {
        augment.changed($0, probability: probability)
      }
      try console.printResult("\(path): a grid of \(count) images")
    }

    /// `cats-grid.png` for `~/Pictures/cats/`, in the working folder.
    private var gridName: String {
      let name = dataset.split(separator: "/").last.map(String.init) ?? "dataset"
      // "." and ".." do not name a file either.
      return "\(name.hasPrefix(".") ? "dataset" : name)-grid.png"
    }
  }
}
