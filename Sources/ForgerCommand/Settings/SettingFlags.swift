import ArgumentParser
package import Recipes

/// Says which settings have flags in a command.
package protocol SettingSource {
  associatedtype Root: Sendable
  /// The settings; those without a flag are left out of the command.
  static var table: SettingTable<Root> { get }
}

/// The flags of a table of settings, as an option group: names, help, sections, completions, checks.
///
/// The argument parser finds options by reflection over property wrappers, so this type's mirror shows an
/// option group for each section; parsed values are decoded under the same names.
package struct SettingFlags<Source: SettingSource>: ParsableArguments, CustomReflectable {
  /// The changes made on the command line.
  package private(set) var changes = SettingChanges(to: Source.table)

  /// No changes.
  package init() {}

  /// The changes that the argument parser found.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: SettingKey.self)
    try decodeSections(from: FirstSection.self, in: container)
  }

  /// An option group for each section.
  package var customMirror: Mirror { Mirror(self, children: Self.groups(from: FirstSection.self)) }

  /// Checks each change by itself, and that no setting is given in two ways.
  package func validate() throws {
    if let (one, other) = changes.conflict {
      throw ValidationError(
        "--\(one.name) and --\(other.name) exclude each other; give one of them"
      )
    }
    try checkingFlags(of: Source.table) { () throws(RecipeProblem) in try changes.validate() }
  }

  // A type can only hold a number as a type: the sections are those of Next<Next<…<FirstSection>>>.
  private static func groups<Place: SectionPlace>(from: Place.Type) -> [Mirror.Child] {
    let sections = Source.table.sections
    guard Place.index < sections.count else { return [] }
    let group = OptionGroup<SectionFlags<Source, Place>>(title: sections[Place.index].title)
    return [("_\(Place.key.stringValue)", group)] + groups(from: NextSection<Place>.self)
  }

  private mutating func decodeSections<Place: SectionPlace>(
    from: Place.Type,
    in container: KeyedDecodingContainer<SettingKey>
  ) throws {
    guard Place.index < Source.table.sections.count else { return }
    let group = try container.decode(
      OptionGroup<SectionFlags<Source, Place>>.self,
      forKey: Place.key
    )
    for (name, text) in group.wrappedValue.texts { changes.set(name, to: text) }
    try decodeSections(from: NextSection<Place>.self, in: container)
  }
}

/// The flags of one section of a table.
struct SectionFlags<Source: SettingSource, Place: SectionPlace>: ParsableArguments,
  CustomReflectable
{
  /// The texts given, by setting name.
  private(set) var texts: [String: String] = [:]

  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: SettingKey.self)
    for setting in Self.settings {
      let key = SettingKey(setting.name)
      texts[setting.name] =
        setting.isSwitch
        ? try container.decode(Flag<Bool?>.self, forKey: key).wrappedValue.map { "\($0)" }
        : try container.decode(Option<String?>.self, forKey: key).wrappedValue
    }
  }

  var customMirror: Mirror {
    Mirror(self, children: Self.settings.map { ("_\($0.name)", $0.argument(in: Source.table)) })
  }

  private static var settings: [Setting<Source.Root>] {
    let sections = Source.table.sections
    guard Place.index < sections.count else { return [] }
    return Source.table.settings.filter {
      $0.flag != nil && $0.section == sections[Place.index]
    }
  }
}

/// The place of a section in its table, as a type.
protocol SectionPlace {
  static var index: Int { get }
}

/// The first place.
enum FirstSection: SectionPlace {
  static var index: Int { 0 }
}

/// The place after another one.
enum NextSection<Previous: SectionPlace>: SectionPlace {
  static var index: Int { Previous.index + 1 }
}

extension SectionPlace {
  fileprivate static var key: SettingKey { SettingKey("section\(index)") }
}

/// The name of a setting or a section, as a key.
private struct SettingKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(_ name: String) { stringValue = name }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { nil }
}
