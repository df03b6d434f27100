import ArgumentParser
import LatentTools
import Recipes
import Terminal

/// How latent vectors are searched.
struct SearchOptions: ParsableArguments, SettingSource {
  static var table: SettingTable<SearchSettings> { SearchSettings.settings }

  @OptionGroup var flags: SettingFlags<Self>

  @OptionGroup var threads: ThreadOption

  /// The settings that were asked for.
  var settings: SearchSettings { flags.changes.applied(to: SearchSettings()) }
}

/// What a search makes of each picture, with a display of how far it is.
func searched(
  _ targets: [TargetPicture],
  by search: some Reconstruction,
  steps: Int,
  on console: Console
) throws -> [ReconstructedPicture] {
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

/// Prints how far each reconstruction is from its picture, and all of them where there are several.
func printErrors(
  of found: [ReconstructedPicture],
  where place: (one: String, all: String) = ("", ""),
  on console: Console
) throws {
  for one in found {
    try console.printResult(
      "\(one.target.name): \(one.error.text)\(place.one) (start \(one.start))"
    )
  }
  if found.count > 1 {
    try console.printResult(
      "all: \(ReconstructionError.mean(of: found.map(\.error)).text)\(place.all)"
    )
  }
}
