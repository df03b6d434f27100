import Adversarial
import Archives
import FileTestSupport
import GANTestSupport
import Recipes
import Testing

/// Truncation of what checkpoints make.
@Suite struct TruncatedSamplesTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func vectors(_ truncation: Truncation?, of path: String, seed: UInt64 = 1) throws
    -> [Float]
  {
    let generation = Generation(from: path, truncatedBy: truncation, seed: seed)
    try generation.writeArrays(120, to: folder("samples.npz"))
    guard case .float32(let values) = try NPZ.read(folder("samples.npz"))["z"]?.elements else {
      return []
    }
    return values
  }

  @Test func vectorsAreWithinTheThreshold() throws {
    let path = try GAN.lively(.mlpMNIST).saved().path
    let plain = try vectors(nil, of: path)
    let truncated = try vectors(Truncation(at: 0.5), of: path)
    #expect(truncated.count == plain.count && truncated.allSatisfy { abs($0) <= 0.5 })
    #expect(zip(plain, truncated).allSatisfy { abs($0) > 0.5 || $0 == $1 })
    #expect(try vectors(Truncation(at: 0.5), of: path) == truncated)
    #expect(try vectors(Truncation(at: 0.5), of: path, seed: 2) != truncated)
  }

  @Test func gridsShowThem() throws {
    let checkpoint = try GAN.lively(.mlpMNIST).saved()
    let truncated = try checkpoint.truncating(by: Truncation(at: 0.3))
    #expect(truncated.sampler.truncation == Truncation(at: 0.3))
    let grids = [checkpoint, truncated].map { $0.sampler.grid(rows: 2, columns: 2, seed: 1) }
    #expect(grids[0] != grids[1])
    #expect(
      try checkpoint.truncating(by: nil).sampler.grid(rows: 2, columns: 2, seed: 1) == grids[0]
    )
  }

  @Test func uniformVectorsAreNotTruncated() throws {
    let path = try GAN.lively(.dcgan).saved().path
    let error = problem { _ = try vectors(Truncation(at: 0.5), of: path) }
    #expect(error?.path == path)
    #expect(error?.found == "was trained on uniform latent vectors by recipe dcgan")
    #expect(
      error?.expected
        == "normal ones, which alone are truncated: a recipe with latent-distribution normal"
    )
  }
}
