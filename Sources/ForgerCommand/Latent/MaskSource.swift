import ArgumentParser
import LatentTools
import Recipes
import Terminal

/// Where a mask comes from.
enum MaskSource: ExpressibleByArgument, CustomStringConvertible {
  /// A built-in pattern.
  case pattern(MaskPattern)
  /// An image file.
  case file(String)

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    self = MaskPattern(rawValue: argument).map { .pattern($0) } ?? .file(argument)
  }

  var description: String {
    switch self {
    case .pattern(let pattern): pattern.rawValue
    case .file(let path): path
    }
  }

  var defaultValueDescription: String { description }

  /// The mask for a recipe's images; says so if an image had to be fitted.
  ///
  /// - Throws: `FileProblem` if the image is not a mask.
  func mask(for recipe: Recipe, seed: UInt64, on console: Console) throws -> CompletionMask {
    switch self {
    case .pattern(let pattern):
      return pattern.mask(for: recipe.image, seed: seed)
    case .file(let path):
      let target = try TargetImage(readingFrom: path, for: recipe)
      let mask = try CompletionMask(of: target)
      target.tellAdaptation(on: console)
      return mask
    }
  }
}
