internal import Adversarial
import ArgumentParser
import Datasets
import Recipes
import Terminal

extension DatasetsCommand {
  /// `forger datasets inspect`.
  struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Tell what a dataset holds, and make a picture of it.",
      usage: "forger datasets inspect [<options>] <name|path>",
      discussion: """
        Prints how many pictures there are, their shape and classes, the mean and the standard \
        deviation of each channel, and what would be done to fit them to the recipes. The picture \
        shows some from all over the dataset, ordered by class.

        EXAMPLES:
          forger datasets inspect fashion-mnist
          forger datasets inspect ~/Pictures/cats --rows 4 --columns 12 --grid cats.png
        """
    )

    @Argument(
      help: ArgumentHelp(
        "A dataset's name (cifar10, mnist, fashion-mnist) or the path of images.",
        valueName: "name|path"
      )
    )
    var dataset: String

    @Option(help: ArgumentHelp("Rows of the picture.", valueName: "n"))
    var rows = 10

    @Option(help: ArgumentHelp("Columns of the picture.", valueName: "n"))
    var columns = 10

    @Option(
      help: ArgumentHelp(
        "The picture's file. (default: the dataset's name with -grid.png)",
        valueName: "path"
      )
    )
    var grid: String?

    func validate() throws {
      try check(dataset, isNotEmpty: "the dataset")
      try check(grid, isNotEmpty: "--grid")
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
      let count = try inspection.writeGrid(rows: rows, columns: columns, to: path)
      try console.printResult("\(path): \(count) of the pictures")
    }

    /// `cats-grid.png` for `~/Pictures/cats/`, in the working folder.
    private var gridName: String {
      let name = dataset.split(separator: "/").last.map(String.init) ?? "dataset"
      // "." and "..", too, are no names for a file.
      return "\(name.hasPrefix(".") ? "dataset" : name)-grid.png"
    }
  }
}
