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
}
