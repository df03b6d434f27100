extension ModelLayout.Entry {
  /// Batch normalization as TensorFlow and Keras name it.
  static func tensorFlowBatchNorm(_ path: String, _ name: String) -> [Self] {
    [
      Self(path: "\(path).gamma", name: "\(name)/gamma", layout: .same),
      Self(path: "\(path).beta", name: "\(name)/beta", layout: .same),
      Self(path: "\(path).runningMean", name: "\(name)/moving_mean", layout: .same),
      Self(
        path: "\(path).runningVariance",
        name: "\(name)/moving_variance",
        layout: .same
      ),
    ]
  }
}
