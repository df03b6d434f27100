import ArgumentParser
import LatentTools
import Recipes

/// How latent vectors are searched for.
struct SearchOptions: ParsableArguments, SettingSource {
  static var table: SettingTable<SearchSettings> { SearchSettings.settings }

  @OptionGroup var flags: SettingFlags<Self>

  @OptionGroup var threads: ThreadOption

  /// The settings given on the command line.
  var settings: SearchSettings { flags.changes.applied(to: SearchSettings()) }
}
