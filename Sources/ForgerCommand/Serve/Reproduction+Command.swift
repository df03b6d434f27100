import Serving
import Terminal

extension Reproduction {
  /// The command line that makes the result again.
  var command: String {
    switch self {
    case .samples(let checkpoint, let rows, let columns, let seed, let className, let truncation):
      "forger generate \(quoted(checkpoint)) --rows \(rows) --columns \(columns) --seed \(seed)"
        + option("--class", className.map(quoted)) + option("--truncation", truncation)
    case .vectors(let checkpoint, let file, let columns):
      "forger generate \(quoted(checkpoint)) --vectors \(quoted(file)) --columns \(columns)"
    case .projection(
      let checkpoint,
      let image,
      let className,
      let steps,
      let restarts,
      let seed
    ):
      "forger project \(quoted(checkpoint)) \(quoted(argument(image))) --steps \(steps)"
        + " --restarts \(restarts) --seed \(seed)" + option("--class", className.map(quoted))
    case .completion(
      let checkpoint,
      let image,
      let mask,
      let className,
      let steps,
      let restarts,
      let seed
    ):
      "forger complete \(quoted(checkpoint)) \(quoted(argument(image))) --mask \(quoted(mask))"
        + " --steps \(steps) --restarts \(restarts) --seed \(seed)"
        + option("--class", className.map(quoted))
    case .nearest(let checkpoint, let samples, let rows, let seed, let truncation):
      "forger nearest \(quoted(checkpoint)) --samples \(samples) --rows \(rows) --seed \(seed)"
        + " --features pixels" + option("--truncation", truncation)
    }
  }

  private func option(_ name: String, _ value: (some CustomStringConvertible)?) -> String {
    value.map { " \(name) \($0)" } ?? ""
  }

  /// A file's name that no command takes for an option.
  private func argument(_ name: String) -> String { name.hasPrefix("-") ? "./" + name : name }
}
