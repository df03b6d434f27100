/// What a run is at, and how far.
struct RunStatus: Codable, Equatable, Sendable {
  /// What a run is at.
  enum State: String, Codable, Sendable {
    /// It is training.
    case training
    /// It is training, but held by the page.
    case paused
    /// It has reached its length.
    case finished
    /// It stopped before its end.
    case stopped
  }

  /// What it is at.
  var state = State.stopped
  /// Iterations done.
  var iteration = 0
  /// Epochs done, with the share of the current one where it is known.
  var epoch = 0.0
  /// Seconds of training.
  var seconds = 0.0
  /// The share that is done, where the length is known.
  var share: Double?
  /// Iterations per second.
  var speed: Double?
  /// The share of the time that training waits for data, where it is known.
  var waiting: Double?
  /// Seconds to the end, where they are known.
  var secondsLeft: Double?
}
