import Archives
import Evaluation
import FileTestSupport
import Testing

@Suite struct FeatureMatrixTests {
  private func write(_ array: NumpyArray, in folder: TemporaryFolder) throws -> String {
    try NPY.write(array, to: folder("x.npy"))
    return folder("x.npy")
  }

  @Test func readsBothFloatingTypes() throws {
    let folder = try TemporaryFolder()
    let singles = NumpyArray(shape: [2, 3], elements: .float32([1, 2, 3, 4, 5, 6]))
    let first = try FeatureMatrix(readingFrom: write(singles, in: folder))
    let doubles = NumpyArray(shape: [2, 3], elements: .float64([1, 2, 3, 4, 5, 6]))
    #expect(try FeatureMatrix(readingFrom: write(doubles, in: folder)) == first)
    #expect(Array(first[1]) == [4, 5, 6])
    #expect(first.rows([1, 0]).values == [4, 5, 6, 1, 2, 3])
  }

  @Test(arguments: [
    (NumpyArray(shape: [6], elements: .float32([1, 2, 3, 4, 5, 6])), "float32 of shape [6]"),
    (NumpyArray(shape: [0, 3], elements: .float32([])), "float32 of shape [0, 3]"),
    (NumpyArray(shape: [3, 0], elements: .float32([])), "float32 of shape [3, 0]"),
    (NumpyArray(shape: [1, 2], elements: .int64([1, 2])), "int64 of shape [1, 2]"),
    (NumpyArray(shape: [2, 1], elements: .float64([1, .nan])), "holds nan in row 1"),
    (NumpyArray(shape: [1, 1], elements: .float64([1e300])), "holds inf in row 0"),
  ])
  func refusesWhatAreNotFeatures(_ array: NumpyArray, _ found: String) throws {
    let folder = try TemporaryFolder()
    let path = try write(array, in: folder)
    let problem = try #require(problem { _ = try FeatureMatrix(readingFrom: path) })
    #expect(problem.path == path && problem.found.contains(found), "\(problem)")
  }
}
