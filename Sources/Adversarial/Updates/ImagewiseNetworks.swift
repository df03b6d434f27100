package import TensorCore

/// A generator that makes each image of its own vector alone and draws nothing, so that a batch may be made
/// bit by bit.
///
/// Only networks whose code is part of this package say so.
package protocol ImagewiseGenerator: Generator {}

/// A discriminator that makes each logit of its own image alone, draws nothing, and is affine in the image as
/// long as no leaky ReLU's operand changes its sign.
///
/// Of such a network no second derivative is needed for the gradient of R1 and R2; see
/// `GANTraining+Penalties.swift`. Only networks whose code is part of this package say so; for others, the
/// penalties are differentiated as they are.
package protocol ImagewiseDiscriminator: Discriminator {
  /// As many images as are best worked on at a time: what is made of them on the way should stay in the
  /// processor's caches.
  var imagesAtOnce: Int { get }

  /// Passes images through, off the tape.
  func passes(over examples: Examples) -> any DiscriminatorPasses
}

/// The passes of a batch through a discriminator, each of them done once, in this order.
package protocol DiscriminatorPasses: AnyObject {
  /// The logits D(x), `[N, 1]`.
  var logits: Tensor { get }

  /// Back to the images: the gradient of Σ s·D(x), of the images' shape.
  ///
  /// - Parameter weights: s, `[N, 1]`.
  /// - Returns: The gradient.
  func imageGradients(of weights: Tensor) -> Tensor

  /// Forward again, with other images but the signs of leaky ReLUs as they were: the gradients of Σ s·D(x)
  /// with respect to the parameters.
  ///
  /// - Parameter images: Of the first ones' shape.
  /// - Returns: The gradients, one for each parameter.
  func parameterGradients(at images: Tensor) -> ParameterGradients
}

/// Gradients of parameters.
package struct ParameterGradients {
  private var found: [ObjectIdentifier: Tensor] = [:]

  /// None.
  package init() {}

  /// The gradient of a parameter, zeros if there is none.
  package subscript(parameter: Parameter) -> Tensor {
    found[ObjectIdentifier(parameter)] ?? .zeros(parameter.shape)
  }

  /// Adds to the gradient of a parameter.
  package mutating func add(_ gradient: Tensor, to parameter: Parameter) {
    let key = ObjectIdentifier(parameter)
    found[key] = found[key].map { $0 + gradient } ?? gradient
  }

  /// Adds other gradients.
  package mutating func add(_ others: ParameterGradients) {
    found.merge(others.found) { $0 + $1 }
  }
}
