extension Recipe {
  /// The recipe of a name with its tutorial's numbers.
  public static func named(_ name: RecipeName) -> Recipe {
    switch name {
    case .dcganCIFAR10: dcganCIFAR10
    case .mlpMNIST: mlpMNIST
    case .upsamplingMNIST: upsamplingMNIST
    case .dcganMNIST: dcganMNIST
    case .dcgan: dcgan
    }
  }
}
