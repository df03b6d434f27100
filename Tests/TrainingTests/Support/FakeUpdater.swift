import Archives
import Training

/// A number whose updates depend on every batch, on all updates before and on a random stream, so that
/// a resumed run that lost any of them ends elsewhere.
final class FakeUpdater: Updater {
  var weight: Float = 1
  var random: UInt64 = 7
  var updates = 0
  /// Called with the number of the update before its observation is returned.
  var onUpdate: (Int) throws -> Void = { _ in }
  /// Replaces the observation of the update of that number.
  var override: [Int: Observation] = [:]
  /// Whether observations have to be waited for, as those of a device.
  var isLate = false
  /// The updates whose observations have been waited for, and the number of updates begun until then.
  var waits: [[Int]] = []

  func begin(_ batch: [Int]) throws -> StepObservation {
    let (observation, number) = (try update(batch), updates)
    guard isLate else { return .known(observation) }
    return .pending { [self] in
      waits.append([number, updates])
      return observation
    }
  }

  func update(_ batch: [Int]) throws -> Observation {
    updates += 1
    random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    let noise = Float(random >> 40) / Float(1 << 24)
    let numbers = batch.reduce(Float(0)) { $0 * 0.5 + Float($1) }
    weight = weight * 0.75 + noise + numbers / 1024
    try onUpdate(updates)
    return override[updates] ?? ["gen/loss": Double(weight), "dis/loss": Double(noise)]
  }

  func state() throws -> NamedArrays {
    var state = NamedArrays()
    state["weight"] = NumpyArray(shape: [1], elements: .float32([weight]))
    state.set("random", to: random)
    state.set("updates", to: updates)
    return state
  }

  func restore(from state: StateReader) throws {
    weight = try state.floats("weight", shape: [1])[0]
    random = try state.bits("random")
    updates = try state.integer("updates")
  }
}
