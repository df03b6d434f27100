import Archives
import Datasets
import Evaluation
import FileTestSupport
import Foundation
import TensorCore
import TestSupport
import Testing
import Training

@Suite struct RealReferenceTests {
  private let dataset = Figures.dataset(120)

  private func reader() -> SampleReader {
    SampleReader(
      [.frechet, .precisionRecall],
      RandomConvolutions(for: Figures.shape),
      images: Figures.shape
    )
  }

  private func evaluate(_ dataset: StoredDataset, in folder: TemporaryFolder) throws -> Double? {
    let cache = EvaluationCache(at: folder("cache"))
    let reference = try RealReference(dataset, count: 100, reader: reader(), cache: cache)
    let samples = DatasetSamples(Figures.dataset(100, seed: 9))
    return try Evaluator(against: reference).evaluate(samples, count: 100, seed: 0)["frechet"]
  }

  private func kept(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder("cache/features")).sorted()
  }

  @Test func keptFeaturesGiveTheSame() throws {
    let folder = try TemporaryFolder()
    let first = try evaluate(dataset, in: folder)
    let names = try kept(in: folder)
    #expect(names.count == 1)
    #expect(try evaluate(dataset, in: folder) == first)
    #expect(try kept(in: folder) == names)
  }

  /// Kept features serve every later evaluation, so what computes convolutions in this one must not matter.
  @Test(arguments: ConvolutionPolicy.allCases)
  func featuresAreTheSameByAnyPolicy(_ policy: ConvolutionPolicy) throws {
    let fixed = try evaluate(dataset, in: TemporaryFolder())
    let other = try Context.current.with(policy: policy).run {
      try evaluate(dataset, in: TemporaryFolder())
    }
    #expect(other == fixed)
  }

  /// A pixel that changed makes another set of images of it.
  @Test func changedImagesAreOthers() throws {
    let folder = try TemporaryFolder()
    _ = try evaluate(dataset, in: folder)
    _ = try evaluate(dataset.changed { $0 % 256 == 7 ? $1 &+ 1 : $1 }, in: folder)
    #expect(try kept(in: folder).count == 2)
  }

  @Test(arguments: ["", "no archive", "empty arrays"])
  func damagedFilesAreMadeAnew(_ content: String) throws {
    let folder = try TemporaryFolder()
    let first = try evaluate(dataset, in: folder)
    let path = folder("cache/features/" + (try kept(in: folder)[0]))
    if content == "empty arrays" {
      var arrays = NamedArrays()
      arrays["features"] = NumpyArray(shape: [0, 352], elements: .float32([]))
      try NPZ.write(arrays, to: path)
    } else {
      try Data(content.utf8).write(to: URL(fileURLWithPath: path))
    }
    #expect(try evaluate(dataset, in: folder) == first)
    #expect(try NPZ.read(path)["features"]?.shape == [100, 352])
  }

  /// Whatever byte is another, features are those of the images: kept ones that are whole, or new ones.
  @Test func anyDamagedByte() throws {
    let folder = try TemporaryFolder()
    let few = Figures.dataset(12)
    func reference() throws -> RealReference {
      let reader = SampleReader(
        [.frechet],
        PixelExtractor(for: Figures.shape, side: 2),
        images: Figures.shape
      )
      return try RealReference(
        few,
        count: 10,
        reader: reader,
        cache: EvaluationCache(at: folder("cache"))
      )
    }
    let samples = DatasetSamples(Figures.dataset(10, seed: 9))
    func distance() throws -> Double? {
      try Evaluator(against: reference()).evaluate(samples, count: 10, seed: 0)["frechet"]
    }
    let first = try distance()
    let path = "cache/features/" + (try kept(in: folder)[0])
    let whole = [UInt8](try Data(contentsOf: URL(filePath: folder(path))))
    // Every byte of what describes the file, and some of the numbers.
    let places = whole.indices.filter { $0 < 300 || $0 >= whole.count - 300 || $0 % 997 == 0 }
    for place in places {
      var bytes = whole
      bytes[place] ^= 1 << UInt8(place % 8)
      try folder.write(bytes, as: path)
      #expect(try distance() == first, "byte \(place)")
    }
  }

  @Test func tooFewImagesAreAProblem() throws {
    #expect(throws: EvaluationProblem.self) {
      try RealReference(Figures.dataset(4), count: 100, reader: reader())
    }
  }

  /// Other real images are the measure of what can be had.
  @Test func othersAreOthers() throws {
    let whole = Figures.dataset(300)
    let reference = try RealReference(whole, count: 100, reader: reader())
    let found = try reference.evaluateOthers(of: whole, Evaluator(against: reference))
    #expect(try #require(found?.quantities["frechet"]) > 0)
    #expect(try #require(found?.quantities["precision"]) > 0.5)
    let few = try RealReference(dataset, count: 100, reader: reader())
    #expect(try few.evaluateOthers(of: dataset, Evaluator(against: few)) == nil)
  }
}
