internal import Adversarial
internal import Archives
internal import Foundation
internal import Recipes
internal import Training

/// A run's folder as the page shows it: what is read of it is kept until its files change.
actor ServedRun {
  /// The run's number in addresses.
  nonisolated let number: Int
  /// Its folder.
  nonisolated let path: String
  /// What it is called.
  nonisolated let name: String

  private var log: LogReader
  private var warnings = LogWarnings()
  private var recipe: Recipe?
  private var recipeSource: String?
  private var recipeProblem: String?
  private var previews: [Int: String] = [:]
  private var checkpoints: [Checkpoint] = []
  private var filesRevision = 0
  private var live: RunStatus?
  private var rows: [[String]] = []
  /// Answers since the run was last looked at, by what was asked: all who watch it ask for the same.
  private var answers: [String: [UInt8]] = [:]
  private var lastRefresh: ContinuousClock.Instant?
  private static let mostAnswers = 32

  /// A generator that was saved.
  struct Checkpoint: Equatable, Sendable {
    /// What it is called: "1000" or "best".
    let name: String
    /// Its file.
    let path: String
  }

  /// A run at a path.
  init(number: Int, path: String, name: String) {
    (self.number, self.path, self.name) = (number, path, name)
    log = LogReader(RunFolder.path(of: RunFiles.log, inRun: path))
  }

  /// Reads what changed, at most every half second.
  func refresh() {
    let now = ContinuousClock.now
    if let lastRefresh, now - lastRefresh < .milliseconds(500) { return }
    _ = log.refresh()
    refreshFiles()
    if let recipe { warnings.update(with: log.table, of: recipe) }
    answers = [:]
    lastRefresh = .now
  }

  /// An answer in JSON, made once for all who ask for it between two refreshes.
  ///
  /// - Parameters:
  ///   - question: What is asked for, as a text.
  ///   - value: Finds it out.
  /// - Returns: The answer.
  /// - Throws: If it cannot be encoded.
  func answer(
    to question: String,
    _ value: @Sendable (isolated ServedRun) -> some Encodable
  ) throws -> [UInt8] {
    if let kept = answers[question] { return kept }
    let made = try JSON.bytes(of: value(self))
    if answers.count >= Self.mostAnswers { answers = [:] }
    answers[question] = made
    return made
  }

  /// A number that changes whenever there is something new to show.
  var revision: Int { log.revision &* 1_000_003 &+ filesRevision }

  /// Takes in what the run itself tells.
  func take(_ line: FeedLine) {
    answers = [:]
    switch line {
    case .start(let text, let rows):
      self.rows = rows
      if let told = try? Recipe(storedAs: text, path: path) {
        (recipe, recipeSource) = (told, "")
      }
    case .status(let status): live = status
    case .warning: break
    }
  }

  /// The training ended, or its process.
  func endFeed() { (live, answers) = (nil, [:]) }

  private func refreshFiles() {
    let series = [FileSeries.generators, .snapshots].flatMap { $0.files(inRun: path) }
    var found: [Int: String] = [:]
    for file in series.reversed() { found[file.iteration] = file.path }
    var newCheckpoints = found.sorted { $0.key < $1.key }
      .map { Checkpoint(name: "\($0.key)", path: RunFolder.path(of: $0.value, inRun: path)) }
    let best = RunFolder.path(of: RunFiles.best, inRun: path)
    if FileKind(at: best) == .file { newCheckpoints.append(Checkpoint(name: "best", path: best)) }
    var newPreviews: [Int: String] = [:]
    for file in FileSeries.previews.files(inRun: path) {
      newPreviews[file.iteration] = RunFolder.path(of: file.path, inRun: path)
    }
    if newCheckpoints != checkpoints || newPreviews != previews {
      (checkpoints, previews) = (newCheckpoints, newPreviews)
      filesRevision += 1
    }
    readRecipe()
  }

  private func readRecipe() {
    guard let newest = checkpoints.last(where: { $0.name != "best" }) ?? checkpoints.last else {
      return
    }
    // A run that trains told its recipe; others are of one for good unless they are overwritten.
    if recipeSource == "" || recipeSource == newest.path { return }
    recipeSource = newest.path
    do {
      recipe = try Recipe(ofCheckpoint: newest.path)
      recipeProblem = nil
    } catch {
      recipeProblem = "\(error)"
    }
  }

  /// The file of a preview.
  func previewPath(_ iteration: Int) -> String? { previews[iteration] }

  /// A checkpoint by its name; the newest for "latest".
  func checkpoint(_ name: String) -> Checkpoint? {
    if name == "latest" { return checkpoints.last { $0.name != "best" } ?? checkpoints.last }
    return checkpoints.first { $0.name == name }
  }

  /// The recipe, as far as it is known.
  var knownRecipe: Recipe? { recipe }

  /// The curves in a range of iterations.
  func curves(from first: Int, to last: Int, most: Int) -> Curves {
    Curves(of: log.table, revision: log.revision, in: first...max(first, last), most: most)
  }

  /// What the run is at.
  var status: RunStatus {
    if var live {
      if let last = log.table.iterations.last { live.iteration = max(live.iteration, last) }
      return live
    }
    let table = log.table
    var status = RunStatus()
    let saved = checkpoints.compactMap { Int($0.name) }.max() ?? 0
    status.iteration = max(table.iterations.last ?? 0, saved)
    status.epoch = Double(table.epochs.last ?? 0)
    status.seconds = table.seconds.last ?? 0
    if let length = recipe?.length {
      let share = length.share(iteration: status.iteration, epochDetail: status.epoch)
      status.share = share
      if length.isReached(iteration: status.iteration, epoch: Int(status.epoch)) {
        status.state = .finished
      }
    }
    if isLocked { status.state = .training }
    let recent = max(table.count - 10, 0)
    if table.count - recent > 1 {
      let last = table.count - 1
      let seconds = table.seconds[last] - table.seconds[recent]
      let iterations = Double(table.iterations[last] - table.iterations[recent])
      if seconds > 0, iterations > 0 {
        status.speed = iterations / seconds
        if status.state == .training, let share = status.share, share > 0 {
          let total = Double(status.iteration) / share
          status.secondsLeft = max(total - Double(status.iteration), 0) / (iterations / seconds)
        }
      }
    }
    return status
  }

  /// Whether a process of Forger's holds the folder.
  private var isLocked: Bool {
    let lock = RunFolder.path(of: ".lock", inRun: path)
    guard FileKind(at: lock, followingLinks: false) == .file,
      let bytes = try? InputFile.read(lock, limit: 4096)
    else { return false }
    return LockHolder(bytes).map { !$0.isGone } ?? false
  }

  /// What the list of runs shows of it.
  var overview: RunOverview {
    RunOverview(
      number: number,
      name: name,
      recipe: recipe?.name.rawValue,
      dataset: recipe?.dataset,
      status: status,
      revision: revision,
      generatorLoss: log.table.last(GANLog.generatorLoss),
      discriminatorLoss: log.table.last(GANLog.discriminatorLoss),
      preview: previews.keys.max(),
      changed: log.modified
    )
  }

  /// What the run's own page shows, beside curves.
  func detail(inWords words: (CollapseWarning) -> String) -> RunDetail {
    RunDetail(
      overview: overview,
      path: path,
      rows: rows.isEmpty ? recipe.map(Self.rows) ?? [] : rows,
      settings: recipe?.settingTexts.map { [$0.name, $0.text] } ?? [],
      previews: previews.keys.sorted(),
      checkpoints: checkpoints.map(\.name),
      generator: recipe.map(GeneratorFacts.init),
      warnings: warnings.all.map {
        RunDetail.Warning(iteration: $0.iteration, text: words($0.warning))
      },
      problem: recipeProblem,
      skippedLines: log.table.skipped
    )
  }

  private static func rows(of recipe: Recipe) -> [[String]] {
    Recipe.settings.summary(of: recipe).map { [$0.label, $0.text] }
  }
}
