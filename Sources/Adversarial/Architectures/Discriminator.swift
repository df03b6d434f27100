public import NeuralNetworks
public import TensorCore

/// A network that tells real images from generated ones, and the features by which it does so.
public protocol Discriminator: Module {
  /// Maps images to logits.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, in the generator's range.
  ///   - condition: The class of each image, if there are classes; may be ignored.
  /// - Returns: `[N, 1]`, positive for real images.
  func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor

  /// Maps images to features, the input of the last layer.
  ///
  /// - Parameters:
  ///   - images: `[N, H, W, C]`, in the generator's range.
  ///   - condition: The class of each image, if there are classes; may be ignored.
  /// - Returns: `[N, features]`.
  func features(of images: Tensor, _ condition: Condition) -> Tensor

  /// The parameters layer by layer, from the image to the logit, each of them once.
  ///
  /// A run that starts from another one may keep the first layers as they are. Without an implementation, a
  /// layer is a property of the network that holds parameters, or an element of one that is an array, in
  /// the order of declaration.
  var parametersByLayer: [[Parameter]] { get }
}

extension Discriminator {
  /// The parameters by property, and by element of those that are arrays, in the order of declaration.
  public var parametersByLayer: [[Parameter]] {
    var layers: [(name: String, parameters: [Parameter])] = []
    for parameter in namedParameters {
      let names = parameter.path.split(separator: ".")
      let name = names.prefix(names.count > 1 && Int(names[1]) != nil ? 2 : 1).joined(
        separator: "."
      )
      if layers.last?.name != name { layers.append((name, [])) }
      layers[layers.count - 1].parameters.append(parameter.value)
    }
    return layers.map(\.parameters)
  }

  /// The logits of images with their condition, `[N, 1]`.
  public func callAsFunction(_ examples: Examples) -> Tensor {
    self(examples.images, examples.condition)
  }
}

/// A discriminator without conditions: a layer from images to logits.
public protocol UnconditionalDiscriminator: Layer, Discriminator {
  /// Maps images `[N, H, W, C]` to features `[N, features]`, the input of the last layer.
  func features(of images: Tensor) -> Tensor
}

extension UnconditionalDiscriminator {
  /// Maps images to logits; the condition is ignored.
  public func callAsFunction(_ images: Tensor, _ condition: Condition) -> Tensor { self(images) }

  /// Maps images to features; the condition is ignored.
  public func features(of images: Tensor, _ condition: Condition) -> Tensor {
    features(of: images)
  }
}

extension [Conv2D] {
  /// The parameters of each convolution with those of the normalization after it; the first has none.
  func parametersByLayer(normalizedBy norms: [BatchNorm]) -> [[Parameter]] {
    enumerated().map { index, convolution in
      convolution.parameters + (index > 0 ? norms[index - 1].parameters : [])
    }
  }
}
