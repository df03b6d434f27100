import Archives
import FileTestSupport
import Testing

@Suite struct NamedArraysTests {
  @Test func keepsTheOrderOfAdding() {
    var arrays = NamedArrays()
    for (value, name) in ["b", "a", "c", "a"].enumerated() {
      arrays[name] = NumpyArray(Int64(value))
    }
    #expect(arrays.names == ["b", "a", "c"])
    #expect(arrays["a"] == NumpyArray(Int64(3)))
    arrays["b"] = nil
    #expect(arrays.names == ["a", "c"])
    #expect(arrays.count == 2)
  }

  @Test func sectionsAndMergingAreInverse() {
    var inner = NamedArrays()
    inner["l0/W"] = NumpyArray(Int64(1))
    inner["l0/b"] = NumpyArray(Int64(2))
    var outer = NamedArrays()
    outer["other"] = NumpyArray(Int64(3))
    outer.merge(inner, under: "gen/")
    #expect(outer.names == ["other", "gen/l0/W", "gen/l0/b"])
    #expect(outer.section("gen/") == inner)
  }

  @Test func scalarsAreChecked() throws {
    var arrays = NamedArrays()
    arrays["signed"] = NumpyArray(Int64(-1))
    arrays["unsigned"] = NumpyArray(UInt64.max)
    #expect(try arrays.int64("signed", path: "p") == -1)
    #expect(try arrays.uint64("unsigned", path: "p") == .max)
    let wrong = problem { _ = try arrays.int64("unsigned", path: "p") }
    #expect(wrong?.found == "holds a 'unsigned' of another type or shape")
    #expect(problem { _ = try arrays.uint64("none", path: "p") }?.found == "lacks 'none'")
  }
}
