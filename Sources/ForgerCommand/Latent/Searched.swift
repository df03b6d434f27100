import Adversarial
import ArgumentParser
import LatentTools
import Recipes
import Terminal

/// How latent vectors are searched for.
struct SearchOptions: ParsableArguments, SettingSource {
  static var table: SettingTable<SearchSettings> { SearchSettings.settings }

  @OptionGroup var flags: SettingFlags<Self>

  @Option(
    name: .customLong("class"),
    help: ArgumentHelp(
      "The class of the images, if the generator has classes. (default: the best one is found)",
      valueName: "name|n"
    )
  )
  var className: String?

  @OptionGroup var compute: ComputeOptions

  func validate() throws {
    try check(className, isNotEmpty: "--class", expecting: "a name or a number")
  }

  /// The settings given on the command line.
  var settings: SearchSettings { flags.changes.applied(to: SearchSettings()) }
}

/// Searches for each image in turn, showing its progress.
func searched(
  _ targets: [TargetImage],
  by search: some Reconstruction,
  steps: Int,
  on console: Console
) throws -> [ReconstructedImage] {
  let display = WorkDisplay(of: targets.count * (steps + 1), on: console)
  defer { display.end() }
  return try targets.enumerated().map { index, target in
    try search(target) { step, loss in
      display.update(
        index * (steps + 1) + step,
        "\(target.name): step \(step) of \(steps), loss \(NumberText.general(loss, digits: 4))"
      )
    }
  }
}

/// Prints the error of each reconstruction, and of all together if there are several.
func printErrors(
  of found: [ReconstructedImage],
  of recipe: Recipe,
  where place: (one: String, all: String) = ("", ""),
  on console: Console
) throws {
  for one in found {
    let label = one.condition.labels?.first.map { "class \(recipe.className(ofLabel: $0)), " } ?? ""
    try console.printResult(
      "\(one.target.name): \(one.error.text)\(place.one) (\(label)start \(one.start))"
    )
  }
  if found.count > 1 {
    try console.printResult(
      "all: \(ReconstructionError.mean(of: found.map(\.error)).text)\(place.all)"
    )
  }
}
