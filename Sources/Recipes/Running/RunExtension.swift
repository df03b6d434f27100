public import Datasets
internal import Evaluation
internal import TensorCore
public import Terminal
public import Training

/// An extension that a run makes when it starts.
///
/// A run's list of them is open:
///
/// ```swift
/// var run = TrainingRun(recipe, writingTo: "result")
/// run.extensions.append(RunExtension(every: .iterations(100)) { parts in
///   Periodic("weights") { trainer in try drawWeights(of: parts.gan, at: trainer.iteration) }
/// })
/// ```
public struct RunExtension: Sendable {
  /// What an extension can be built from.
  public struct Parts {
    /// The GAN in training.
    public let gan: GAN
    /// The dataset as the networks see it.
    public let dataset: any ImageDataset
    /// The evaluator of the generator, if the recipe wants evaluation.
    let evaluator: Evaluator?
    /// This process's share of the evaluated samples, if other processes compute features of the rest.
    var evaluationShare: BatchShare?
    /// The cache of convolution algorithms, if there is one.
    let convolutionCache: ConvolutionCache?
    /// The run's console.
    public let console: Console
    /// Reports an event to the run's caller.
    public let tell: (RunEvent) -> Void

    /// The run's recipe.
    public var recipe: Recipe { gan.recipe }
  }

  /// What it writes to the run's folder, so that these files go when the run is overwritten.
  let files: RunFiles
  private let trigger: @Sendable (Recipe) -> Trigger
  private let make: @Sendable (Parts) throws -> (any Extension)?

  /// An extension that runs at fixed times.
  ///
  /// - Parameters:
  ///   - trigger: When it runs.
  ///   - files: What it writes to the run's folder.
  ///   - make: Makes it, or returns `nil` if the run has no use for it.
  public init(
    every trigger: Trigger,
    writing files: RunFiles = RunFiles(),
    _ make: @escaping @Sendable (Parts) throws -> (any Extension)?
  ) {
    self.init(every: { _ in trigger }, writing: files, make)
  }

  /// An extension whose trigger depends on the recipe.
  public init(
    every trigger: @escaping @Sendable (Recipe) -> Trigger,
    writing files: RunFiles = RunFiles(),
    _ make: @escaping @Sendable (Parts) throws -> (any Extension)?
  ) {
    (self.trigger, self.files, self.make) = (trigger, files, make)
  }

  /// Adds it to a run's trainer.
  func extend(_ trainer: Trainer, with parts: Parts) throws {
    guard let body = try make(parts) else { return }
    trainer.extend(body, every: trigger(parts.recipe))
  }
}

extension Sequence<RunExtension> {
  /// The files of a run that has these extensions.
  public var runFiles: RunFiles { reduce(RunFiles.gan) { $0.adding($1.files) } }
}
