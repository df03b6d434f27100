import Adversarial
import ArgumentParser

/// Where a mask comes from.
enum MaskSource: ExpressibleByArgument, CustomStringConvertible {
  /// One of those that need no file.
  case pattern(MaskPattern)
  /// A picture.
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

  /// The mask for a recipe's pictures.
  ///
  /// - Throws: `FileProblem` where the picture is no mask.
  func mask(for recipe: Recipe, seed: UInt64) throws -> CompletionMask {
    switch self {
    case .pattern(let pattern): pattern.mask(for: recipe.image, seed: seed)
    case .file(let path): try CompletionMask(readingFrom: path, for: recipe)
    }
  }
}
