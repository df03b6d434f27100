import Archives
import Testing
import Training

@Suite struct ReporterTests {
  @Test func averagesEachNameOverItsOwnObservations() {
    var reporter = Reporter()
    reporter.observe(["gen/loss": 1, "dis/loss": 4])
    reporter.observe(["gen/loss": 2])
    reporter.observe(["gen/loss": 6, "D(x)": 0.5])
    #expect(reporter.means == ["gen/loss": 3, "dis/loss": 4, "D(x)": 0.5])
    #expect(reporter.means.names == ["gen/loss", "dis/loss", "D(x)"])
    reporter.reset()
    #expect(reporter.means.isEmpty)
  }

  @Test func continuesFromItsState() throws {
    var first = Reporter()
    first.observe(["a": 0.1, "b": 3])
    first.observe(["a": 0.2])
    var second = Reporter()
    second.observe(["c": 1])
    try second.restore(from: StateReader(first.state(), file: "file.npz"))
    #expect(second == first)
    first.observe(["a": 0.3])
    second.observe(["a": 0.3])
    #expect(second.means == first.means)
  }

  @Test func refusesAStateThatIsNone() {
    var state = Reporter().state()
    state["sums/a"] = NumpyArray(shape: [], elements: .float64([1]))
    var reporter = Reporter()
    #expect(throws: FileProblem.self) {
      try reporter.restore(from: StateReader(state, file: "file.npz"))
    }
    state["counts/a"] = NumpyArray(shape: [], elements: .int64([0]))
    #expect(throws: FileProblem.self) {
      try reporter.restore(from: StateReader(state, file: "file.npz"))
    }
    state["counts/a"] = NumpyArray(shape: [], elements: .int64([1]))
    state["sums/a"] = NumpyArray(shape: [], elements: .float64([.nan]))
    #expect(throws: FileProblem.self) {
      try reporter.restore(from: StateReader(state, file: "file.npz"))
    }
  }
}

@Suite struct ObservationTests {
  @Test func keepsTheOrderOfNames() {
    var observation: Observation = ["b": 1, "a": 2]
    observation["c"] = 3
    observation["b"] = 4
    #expect(observation.names == ["b", "a", "c"])
    #expect(observation["b"] == 4)
    observation["a"] = nil
    #expect(observation.names == ["b", "c"])
    observation.merge(["c": 5, "d": 6])
    #expect(observation == ["b": 4, "c": 5, "d": 6])
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func findsWhatIsNotFinite(value: Double) throws {
    let found = try #require((["a": 1, "b": value] as Observation).firstNonFinite)
    #expect(found.name == "b")
    #expect(found.value.isNaN == value.isNaN)
    #expect((["a": 1] as Observation).firstNonFinite == nil)
  }
}
