public import ArgumentParser
public import Datasets
public import Evaluation
public import LatentTools
public import Recipes
public import Reports

extension RecipeName: ExpressibleByArgument {
  /// The name of a known architecture.
  public init?(argument: String) {
    self.init(rawValue: argument)
    if architecture == nil { return nil }
  }

  /// The known names.
  public static var allValueStrings: [String] { allCases.map(\.rawValue) }
}

extension LatentPath: EnumerableFlag {}

extension ImageDistance: ExpressibleByArgument {}

extension MetricSelection: ExpressibleByArgument {
  /// The selection that an argument names.
  public init?(argument: String) { self.init(argument) }
}

extension DatasetSplit: ExpressibleByArgument {}

extension FeatureChoice: ExpressibleByArgument {}

extension RunComparison.Axis: ExpressibleByArgument {}

extension CacheContents.Kind: ExpressibleByArgument {}
