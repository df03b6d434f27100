package import TensorCore

/// The layout of an array in another framework's file, compared with Forger's.
public enum ArrayLayout: Sendable {
  /// The same.
  case same
  /// A convolution's weights: `[H, W, in, out]` here, `[out, in, H, W]` there. For a transposed convolution,
  /// `[H, W, out, in]` and `[in, out, H, W]`: the same permutation of axes.
  case convolution
  /// A linear layer's weights: `[in, out]` here, `[out, in]` there.
  case linear
  /// A linear layer's weights with an image as output: `[in, (H, W, C)]` here, `[(C, H, W), in]` there.
  case linearToImage(height: Int, width: Int)
  /// A linear layer's weights with an image as input: `[(H, W, C), out]` here, `[out, (C, H, W)]` there.
  case linearFromImage(height: Int, width: Int)
  /// A vector with one value per element of an image: `[(H, W, C)]` here, `[(C, H, W)]` there.
  case imageVector(height: Int, width: Int)
  /// One image: `[H, W, C]` here, `[C, H, W]` there.
  case image

  /// The shape of the array there, given its shape here.
  package func encodedShape(of shape: Shape) -> Shape {
    switch self {
    case .same, .imageVector: shape
    case .convolution: [shape[3], shape[2], shape[0], shape[1]]
    case .linear, .linearToImage, .linearFromImage: Shape(shape.dimensions.reversed())
    case .image: [shape[2], shape[0], shape[1]]
    }
  }

  /// The array in the layout there.
  package func encoded(_ tensor: Tensor) -> Tensor {
    switch self {
    case .same: tensor
    case .convolution: tensor.transposed([3, 2, 0, 1])
    case .linear: tensor.transposed
    case .linearToImage(let height, let width):
      tensor.reshaped(to: [tensor.shape[0], height, width, -1]).transposed([3, 1, 2, 0])
        .reshaped(to: tensor.transposed.shape)
    case .linearFromImage(let height, let width):
      tensor.reshaped(to: [height, width, -1, tensor.shape[1]]).transposed([3, 2, 0, 1])
        .reshaped(to: tensor.transposed.shape)
    case .imageVector(let height, let width):
      tensor.reshaped(to: [height, width, -1]).transposed([2, 0, 1]).reshaped(to: tensor.shape)
    case .image: tensor.transposed([2, 0, 1])
    }
  }

  /// The array in the layout here.
  package func decoded(_ tensor: Tensor) -> Tensor {
    switch self {
    case .same: tensor
    case .convolution: tensor.transposed([2, 3, 1, 0])
    case .linear: tensor.transposed
    case .linearToImage(let height, let width):
      tensor.reshaped(to: [-1, height, width, tensor.shape[1]]).transposed([3, 1, 2, 0])
        .reshaped(to: tensor.transposed.shape)
    case .linearFromImage(let height, let width):
      tensor.reshaped(to: [tensor.shape[0], -1, height, width]).transposed([2, 3, 1, 0])
        .reshaped(to: tensor.transposed.shape)
    case .imageVector(let height, let width):
      tensor.reshaped(to: [-1, height, width]).transposed([1, 2, 0]).reshaped(to: tensor.shape)
    case .image: tensor.transposed([1, 2, 0])
    }
  }
}
