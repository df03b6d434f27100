internal import Training

/// The length under the name of its unit, as in files.
extension Recipe {
  /// The number of epochs, or `nil` where the length is in iterations; setting it sets the unit, too.
  var epochs: Int? {
    get { if case .epochs(let count) = length { count } else { nil } }
    set { length = newValue.map(TrainingLength.epochs) ?? length }
  }

  /// The number of iterations, or `nil` where the length is in epochs; setting it sets the unit, too.
  var iterations: Int? {
    get { if case .iterations(let count) = length { count } else { nil } }
    set { length = newValue.map(TrainingLength.iterations) ?? length }
  }
}
