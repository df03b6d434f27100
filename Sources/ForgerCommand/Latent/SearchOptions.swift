import ArgumentParser
import LatentTools
import Recipes

/// How latent vectors are searched.
struct SearchOptions: ParsableArguments, SettingSource {
  static var table: SettingTable<SearchSettings> { SearchSettings.settings }

  @OptionGroup var flags: SettingFlags<Self>

  @OptionGroup var threads: ThreadOption

  /// The settings that were asked for.
  var settings: SearchSettings { flags.changes.applied(to: SearchSettings()) }
}
