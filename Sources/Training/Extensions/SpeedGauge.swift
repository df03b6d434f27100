import Batches

/// Measures the speed over the last 100 iterations.
package struct SpeedGauge {
  /// The progress of the run at some time.
  package struct Sample {
    let time: Double
    let iteration: Int
    let epochDetail: Double
    let secondsWaited: Double

    /// The progress of a trainer's run now.
    package init(of trainer: Trainer) {
      self.init(
        time: trainer.now,
        iteration: trainer.iteration,
        epochDetail: trainer.epochDetail,
        secondsWaited: trainer.batches.secondsWaited
      )
    }

    /// A progress.
    init(time: Double, iteration: Int, epochDetail: Double, secondsWaited: Double) {
      (self.time, self.iteration) = (time, iteration)
      (self.epochDetail, self.secondsWaited) = (epochDetail, secondsWaited)
    }
  }

  /// A gauge without samples.
  package init() {}

  /// A ring of up to 101 samples; the oldest is at `oldest` once it is full.
  private var samples: [Sample] = []
  private var oldest = 0
  private static let capacity = 101

  /// Adds the current progress.
  package mutating func add(_ sample: Sample) {
    if samples.count < Self.capacity {
      samples.append(sample)
    } else {
      samples[oldest] = sample
      oldest = (oldest + 1) % Self.capacity
    }
  }

  /// Iterations per second; `nil` before the first was measured.
  package var iterationsPerSecond: Double? {
    span.map { Double($0.last.iteration - $0.first.iteration) / ($0.last.time - $0.first.time) }
  }

  /// Seconds to the end of a run; `nil` before the first iteration was measured.
  package func secondsLeft(until length: TrainingLength) -> Double? {
    guard let (first, last) = span else { return nil }
    let time = last.time - first.time
    let (left, done) =
      switch length {
      case .iterations(let count):
        (Double(count - last.iteration), Double(last.iteration - first.iteration))
      case .epochs(let count):
        (Double(count) - last.epochDetail, last.epochDetail - first.epochDetail)
      }
    return done > 0 ? max(left, 0) * time / done : nil
  }

  /// The share of time spent waiting for data; `nil` before the first iteration was measured.
  package var waitingShare: Double? {
    span.map { ($0.last.secondsWaited - $0.first.secondsWaited) / ($0.last.time - $0.first.time) }
  }

  /// The first and last sample, if time and iterations have passed between them.
  private var span: (first: Sample, last: Sample)? {
    guard samples.count > 1 else { return nil }
    let first = samples[oldest]
    let last = samples[(oldest + samples.count - 1) % samples.count]
    guard last.time > first.time, last.iteration > first.iteration else { return nil }
    return (first, last)
  }
}
