/// The name of an array in a file of weights, and what frameworks say with it.
///
/// | framework | a linear layer | batch normalization |
/// |---|---|---|
/// | PyTorch | `2.weight`, `2.bias` | `3.weight`, `3.bias`, `3.running_mean`, `3.running_var` |
/// | Keras, TensorFlow | `dense_1/kernel:0`, `dense_1/bias:0` | `bn/gamma`, `bn/beta`, `bn/moving_mean`, `bn/moving_variance` |
/// | Chainer | `l0/W`, `l0/b` | `bn0/gamma`, `bn0/beta`, `bn0/avg_mean`, `bn0/avg_var` |
struct ArrayName: Hashable {
  /// What an array is for.
  enum Role: Hashable {
    case weight
    case bias
    case scale
    case shift
    case mean
    case variance
    case other(String)
  }

  /// The name in the file.
  let text: String
  /// Its parts: layers, and what the array is in them.
  let parts: [String]

  /// A name; `/` and `.` are the same, and TensorFlow's `:0` at the end says nothing.
  init(_ text: String) {
    self.text = text
    let bare = text.hasSuffix(":0") ? text.dropLast(2) : text[...]
    parts = bare.split { $0 == "/" || $0 == "." }.map(String.init)
  }

  /// The layer that the array is in: all parts but the last.
  var layer: [String] { Array(parts.dropLast()) }

  /// What it is for, by its last part; `isNormalization` says whether its layer keeps a mean.
  func role(isNormalization: Bool) -> Role {
    let last = parts.last ?? ""
    return switch last {
    case "weight", "kernel", "W", "w", "Matrix", "d_w": isNormalization ? .scale : .weight
    case "bias", "b", "biases", "d_b": isNormalization ? .shift : .bias
    case "gamma", "scale": .scale
    case "beta", "offset": .shift
    case "running_mean", "moving_mean", "avg_mean", "mean", "runningMean": .mean
    case "running_var", "moving_variance", "avg_var", "var", "variance", "runningVariance":
      .variance
    default: .other(last)
    }
  }

  /// Whether it counts something that Forger does not need.
  var isCounter: Bool {
    ["num_batches_tracked", "N", "seed_generator_state"].contains(parts.last ?? "")
  }

  /// The parts without digits, and the digits: names of layers of one kind differ in the latter alone.
  var numbered: (stem: String, numbers: [Int]) {
    var (stem, numbers, digits) = ("", [Int](), "")
    for character in parts.joined(separator: "/") + "/" {
      if character.isASCII && character.isNumber {
        digits.append(character)
        continue
      }
      if !digits.isEmpty { numbers.append(Int(digits) ?? .max) }
      digits = ""
      if character != "_" { stem.append(character) }
    }
    return (stem, numbers)
  }
}
