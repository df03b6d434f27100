extension RecipeName {
  /// What it is, in a few words.
  public var summary: String {
    switch self {
    case .dcganCIFAR10: "convolutions on CIFAR-10, as in the Chainer tutorial"
    case .mlpMNIST: "fully connected networks on MNIST, as in the PyTorch tutorial"
    case .upsamplingMNIST: "upsampling against pooling on MNIST, as in the Keras tutorial"
    case .dcganMNIST: "strided convolutions on MNIST, as in the TensorFlow tutorial"
    case .dcgan: "the DCGAN paper's networks, for pictures of your own"
    }
  }
}
