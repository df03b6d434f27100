/// A clock that advances only when told to.
final class FakeClock {
  /// Seconds.
  var time = 0.0

  /// The clock as a trainer takes it.
  var read: () -> Double { { self.time } }
}
