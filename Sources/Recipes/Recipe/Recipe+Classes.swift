public import Adversarial
internal import Archives
public import Datasets

extension Recipe {
  /// The most classes.
  private static let mostClasses = 65_536

  static let classSettings: [Setting<Recipe>] = [
    Setting(
      "classes",
      \.classes,
      default: ClassChoice.none,
      section: .networks,
      flag: .value("which"),
      help: "Classes to condition on: none, auto, all or a number.",
      discussion: """
        all: those of the dataset's labels; auto: the same, or none where there are no labels or \
        the networks take no classes.
        """
    ) { choice in
      guard case .count(let count) = choice else { return nil }
      return SettingMistake(count, unlessIn: 1...mostClasses, expected: nil)
    },
    Setting(
      "class-shares",
      \.classShares,
      default: .uniform,
      section: .networks,
      flag: .value("shares"),
      help: "How often each class occurs in training.",
      discussion: """
        data: among samples as among images. equal: each as often as any other, among both, images of \
        rare classes being repeated. uniform: images as the data has them, samples of any class alike.
        """
    ),
    Setting(
      "class-names",
      get: { $0.classNames.isEmpty ? nil : ClassNames($0.classNames) },
      set: { $0.classNames = $1.all },
      section: .networks,
      help: "Names of the classes.",
      onResume: .free,
      summary: .hidden
    ),
  ]

  /// What the networks are conditioned on.
  ///
  /// Two classes stand for those of a dataset that is not known yet.
  public var conditioning: Conditioning {
    switch classes {
    case .none: .none
    case .count(let count): .classes(count)
    case .automatic, .all: architecture.takesClasses ? .classes(2) : .none
    }
  }

  /// The recipe with everything chosen that it leaves to the images: classes, and what its architecture settles.
  ///
  /// - Throws: As `resolvingClasses(of:)`.
  public func settled(for dataset: any ImageDataset) throws -> Recipe {
    var recipe = try resolvingClasses(of: dataset)
    architecture.settle(&recipe, for: dataset)
    if recipe != self {
      try recipe.validate()
      try recipe.checkMemory()
    }
    return recipe
  }

  /// The recipe with the number and the names of the classes that a dataset has, as far as it asks for them.
  ///
  /// - Throws: `FileProblem` where the dataset has no labels or other classes than the recipe asks for;
  ///   `RecipeProblem` where the networks cannot be made for them.
  public func resolvingClasses(of dataset: any ImageDataset) throws -> Recipe {
    if classes == .none { return self }
    var recipe = self
    if classes == .automatic, dataset.labels == nil || !architecture.takesClasses {
      recipe.classes = .none
    } else {
      let count = try classCount(of: dataset)
      let names = try classNames(of: dataset, count: count)
      (recipe.classes, recipe.classNames) = (.count(count), names)
    }
    try recipe.validate()
    try recipe.checkMemory()
    return recipe
  }

  /// The recipe as one to resume from another: what it leaves to the dataset is settled by then.
  public func resolvingClasses(asIn saved: Recipe) -> Recipe {
    var recipe = self
    if saved.name == name {
      switch (classes, saved.classes) {
      case (.automatic, _), (.all, .count): recipe.classes = saved.classes
      default: break
      }
    }
    if recipe.classes == saved.classes { recipe.classNames = saved.classNames }
    if saved.name == name {
      for setting in architecture.imageSettings { recipe.own.complete(setting, from: saved.own) }
    }
    return recipe
  }

  /// The class of a name or, where none is called so, of a number below `count`; `nil` where there is no such
  /// class.
  func label(ofClass nameOrNumber: String, among count: Int) -> Int? {
    let label = classNames.firstIndex(of: nameOrNumber) ?? Int(nameOrNumber)
    return label.flatMap { (0..<count).contains($0) ? $0 : nil }
  }

  /// The name of a class, or its number where it has none.
  public func className(ofLabel label: Int) -> String {
    classNames.indices.contains(label) ? classNames[label] : "\(label)"
  }

  private func classCount(of dataset: any ImageDataset) throws(FileProblem) -> Int {
    guard dataset.labels != nil else {
      throw FileProblem(
        dataset.name,
        found: "has no labels" + (dataset.labelGap.map { ", since \($0)" } ?? ""),
        expected: "images with classes, such as a folder for each, since classes is "
          + classes.settingText
      )
    }
    let found = dataset.classCount
    guard found <= Self.mostClasses else {
      throw FileProblem(
        dataset.name,
        found: "has \(found) classes",
        expected: "at most \(Self.mostClasses)"
      )
    }
    guard case .count(let count) = classes else { return found }
    guard found <= count else {
      throw FileProblem(
        dataset.name,
        found: "has \(found) classes",
        expected: "at most \(count), since classes is \(count)"
      )
    }
    return count
  }

  /// The names of a dataset's classes, numbers where some have none; empty where they would be too long.
  private func classNames(
    of dataset: any ImageDataset,
    count: Int
  ) throws(FileProblem) -> [String] {
    guard let known = dataset.classNames else { return classNames }
    let names = (0..<count).map { known.indices.contains($0) ? known[$0] : "\($0)" }
    guard classNames.isEmpty || classNames == names else {
      let index = names.indices.first { $0 >= classNames.count || classNames[$0] != names[$0] } ?? 0
      throw FileProblem(
        dataset.name,
        found: "has a class '\(names[index])' of number \(index)",
        expected: "the class '\(index < classNames.count ? classNames[index] : "")' there, as the "
          + "recipe says"
      )
    }
    // A stored recipe may be of a megabyte, in which a letter takes up to ten bytes.
    return names.reduce(0) { $0 + $1.unicodeScalars.count + 1 } <= 1 << 16 ? names : []
  }
}
