import ArgumentParser
import ForgerCommand
import Recipes
import Testing

/// The drill: a setting of somebody else is one declaration and its use, here a property.
extension Recipe {
  fileprivate var tint: Int {
    get { Int(preview.seed) }
    set { preview.seed = UInt64(newValue) }
  }
}

/// The recipe's settings, and the one more.
private enum Tinted: SettingSource {
  static var table: SettingTable<Recipe> {
    Recipe.settings + [
      Setting(
        "tint",
        \.tint,
        in: 0...9,
        default: 0,
        section: .images,
        flag: .value("n"),
        help: "How red all images are."
      )
    ]
  }
}

/// All that one declaration of a setting gives.
@Suite struct SettingTests {
  private typealias Flags = SettingFlags<Tinted>

  private var tinted: Recipe {
    var recipe = Recipe.mlpMNIST
    recipe.tint = 3
    return recipe
  }

  @Test func flagSetsIt() throws {
    let changes = try Flags.parse(["--tint", "3", "--r1", "2", "--flip"]).changes
    let recipe = changes.applied(to: .mlpMNIST)
    #expect(recipe.tint == 3 && recipe.r1 == 2 && recipe.flip)
    #expect(changes.names == ["tint", "r1", "flip"])
    #expect(try Flags.parse([]).changes.applied(to: tinted) == tinted)
    #expect(try !Flags.parse(["--no-flip"]).changes.applied(to: tinted).flip)
  }

  @Test(arguments: [
    (["--tint", "10"], "--tint is 10; expected a number from 0 to 9"),
    (["--tint", "many"], "The value 'many' is invalid for '--tint <n>': expected a whole number"),
    (["--crop", "all"], "The value 'all' is invalid for '--crop <how>': expected one of center"),
    (["--epochs", "1", "--iterations", "1"], "--epochs and --iterations exclude each other"),
  ])
  func wrongValuesAreNamed(_ arguments: [String], _ words: String) {
    #expect {
      _ = try Flags.parse(arguments)
    } throws: { error in
      Flags.message(for: error).hasPrefix(words)
    }
  }

  @Test func helpHasItInItsSection() throws {
    let help = Flags.helpMessage(columns: 80)
    let images = try #require(help.firstRange(of: "IMAGES:"))
    let next = try #require(help.firstRange(of: "GAN:"))
    let section = help[images.upperBound..<next.lowerBound]
    #expect(section.contains("  --tint <n>              How red all images are. (default: 0)\n"))
  }

  @Test(arguments: [CompletionShell.bash, .zsh, .fish])
  func shellsCompleteIt(_ shell: CompletionShell) {
    #expect(Flags.completionScript(for: shell).contains("tint"))
  }

  @Test func filesHaveItWithAComment() throws {
    let text = Tinted.table.text(of: tinted, isCommented: true)
    #expect(text.hasSuffix("tint: 3                           # how red all images are\n"))
    func read(_ text: String) throws -> Recipe {
      try Tinted.table.reading(Array(text.utf8), onto: .mlpMNIST, path: "a.yaml")
    }
    #expect(try read(text) == tinted)
    for (line, words) in [
      ("tint: 10", "line 2: tint is 10; expected a number from 0 to 9"),
      ("tint: red", "line 2: tint is 'red'; expected a whole number"),
      (
        "tints: 3",
        "line 2: 'tints' is not a key of recipes; expected one of its keys, perhaps 'tint'"
      ),
    ] {
      #expect {
        _ = try read("r1: 0\n" + line)
      } throws: { error in
        "\(error)".hasSuffix(words)
      }
    }
  }

  @Test func summaryNamesItWhereItIsChanged() {
    let rows = Tinted.table.summary(of: tinted).map { "\($0.label): \($0.text)" }
    #expect(rows.contains("images: tint 3"))
    #expect(!Tinted.table.summary(of: .mlpMNIST).contains { $0.label == "images" })
  }

  @Test func checkCoversIt() throws {
    var recipe = tinted
    try Tinted.table.validate(recipe)
    recipe.tint = 10
    let problem = #expect(throws: RecipeProblem.self) { try Tinted.table.validate(recipe) }
    #expect(problem?.description == "tint is 10; expected a number from 0 to 9")
  }

  @Test func resumedRunMayNotChangeIt() throws {
    let table = Tinted.table
    try table.check(resuming: tinted, from: tinted, path: "a.npz")
    try table.check(resuming: tinted, from: .mlpMNIST, asked: ["r1"], path: "a.npz")
    for asked in [nil, ["tint"]] as [Set<String>?] {
      #expect {
        try table.check(resuming: tinted, from: .mlpMNIST, asked: asked, path: "a.npz")
      } throws: { error in
        "\(error)".contains("was trained with tint 0; expected tint 3, as asked for")
      }
    }
  }
}
