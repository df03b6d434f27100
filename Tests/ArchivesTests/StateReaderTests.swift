import Archives
import FileTestSupport
import Testing

@Suite struct StateReaderTests {
  private var arrays: NamedArrays {
    var arrays = NamedArrays()
    arrays.set("count", to: 3)
    arrays.set("seed", to: UInt64.max)
    arrays.set("rate", to: 0.25)
    arrays.set("text", to: "abc")
    arrays["weights/a"] = NumpyArray(shape: [2, 1], elements: .float32([1, 2]))
    arrays["weights/b"] = NumpyArray(shape: [1], elements: .float32([.nan]))
    arrays["columns/whole"] = NumpyArray(shape: [3], elements: .int64([0, 1, -1]))
    arrays["columns/real"] = NumpyArray(shape: [2], elements: .float64([.nan, 1e20]))
    return arrays
  }

  private var state: StateReader { StateReader(arrays, file: "a.npz") }

  private func problem(_ body: (StateReader) throws(FileProblem) -> Void) -> String? {
    do throws(FileProblem) { try body(state) } catch { return "\(error)" }
    return nil
  }

  @Test func readsWhatWasWritten() throws {
    let state = state
    #expect(try state.integer("count") == 3)
    #expect(try state.bits("seed") == .max)
    #expect(try state.number("rate") == 0.25)
    #expect(try state.bytes("text") == Array("abc".utf8))
    #expect(try state.section("weights/").floats("a", shape: [2, 1]) == [1, 2])
    #expect(try state.integers("columns/whole", count: 3, in: -1...1) == [0, 1, -1])
    #expect(try state.numbers("columns/real", count: 2, missing: true)[1] == 1e20)
    #expect(state.section("weights/").names == ["a", "b"])
    #expect(state.section("more/").isEmpty)
    #expect(state.contains("rate") && !state.contains("a"))
  }

  @Test func namesFileArrayFoundAndExpected() {
    #expect(
      problem { (state) throws(FileProblem) in _ = try state.integer("none") }
        == "a.npz: lacks 'none'; expected one int64 value"
    )
    #expect(
      problem { (state) throws(FileProblem) in
        _ = try state.section("weights/").floats("a", shape: [2])
      } == "a.npz: 'weights/a' is float32 of shape [2, 1]; expected float32 of shape [2]"
    )
    #expect(
      problem { (state) throws(FileProblem) in
        _ = try state.section("weights/").floats("b", shape: [1])
      } == "a.npz: 'weights/b' holds a value that is not finite, nan; expected finite numbers"
    )
    #expect(
      problem { (state) throws(FileProblem) in _ = try state.integer("count", in: 0...2) }
        == "a.npz: 'count' holds 3; expected 0 to 2"
    )
    #expect(
      problem { (state) throws(FileProblem) in _ = try state.bits("count") }
        == "a.npz: 'count' is int64 of shape []; expected one uint64 value"
    )
    #expect(
      problem { (state) throws(FileProblem) in _ = try state.number("rate", in: 1...2) }
        == "a.npz: 'rate' holds 0.25; expected 1.0 to 2.0"
    )
    #expect(
      problem { (state) throws(FileProblem) in _ = try state.integers("columns/whole") }
        == "a.npz: 'columns/whole' holds -1; expected 0 to 9007199254740992"
    )
    #expect(
      problem { (state) throws(FileProblem) in _ = try state.numbers("columns/real", count: 2) }
        == "a.npz: 'columns/real' holds nan; expected finite numbers"
    )
    #expect(
      problem { (state) throws(FileProblem) in _ = try state.numbers("columns/real", count: 3) }
        == "a.npz: 'columns/real' is float64 of shape [2]; expected float64 of shape [3]"
    )
  }

  @Test func listsWhatIsMissingAndWhatIsThereBesides() {
    #expect(
      problem { (state) throws(FileProblem) in
        try state.section("weights/").check(names: ["a", "b", "c", "d", "e", "f"])
      }
        == """
        a.npz: lacks 'weights/c', 'weights/d', 'weights/e' and 1 other arrays; expected all arrays \
        of the state
        """
    )
    #expect(
      problem { (state) throws(FileProblem) in try state.section("weights/").check(names: ["a"]) }
        == "a.npz: also holds 'weights/b'; expected no other arrays"
    )
  }

  @Test func refusesWhatNobodyRead() throws {
    let state = state
    let weights = state.section("weights/")
    _ = try weights.floats("a", shape: [2, 1])
    #expect(
      problem { (_) throws(FileProblem) in try weights.finish() }?.contains("'weights/b'") == true
    )
    _ = try state.array("weights/b")
    try weights.finish()
    for name in ["count", "seed", "rate", "text"] { _ = try state.array(name) }
    #expect(
      problem { (_) throws(FileProblem) in try state.finish() }
        == "a.npz: also holds 'columns/whole', 'columns/real'; expected no other arrays"
    )
    state.section("columns/").skip()
    try state.finish()
  }
}
