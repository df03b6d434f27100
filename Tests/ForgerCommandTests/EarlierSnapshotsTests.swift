import Archives
import FileTestSupport
import Foundation
import Testing

/// Snapshots that commit 530108e wrote (format 0) resume and generate as they did there.
///
/// `Earlier` holds, for each recipe, a snapshot after two iterations on `data.bin`, and what 530108e
/// made of it: the generator after two more iterations, and two samples. The recipes have narrow
/// networks, EMA or SGD, a gradient penalty, label smoothing, schedules and two discriminator updates. `pictures` is by
/// version 1.0.0, of 28×28 pixels and ten classes.
@Suite struct EarlierSnapshotsTests {
  private static let recipes = [
    "dcgan-cifar10", "mlp-mnist", "upsampling-mnist", "dcgan-mnist", "dcgan", "pictures",
  ]
  /// Other processors than the one that recorded the files round otherwise, which four updates by Adam
  /// carry into the weights; on that one there is no difference at all.
  private static let tolerance: Float = 2e-4

  private func folder(_ recipe: String) throws -> TemporaryFolder {
    let folder = try folderWithData()
    try folder.write(try Self.bytes(recipe, "snapshot_iter_2"), as: "result/snapshot_iter_2.npz")
    return folder
  }

  private static func bytes(_ recipe: String, _ name: String) throws -> [UInt8] {
    let url = try #require(
      Bundle.module.url(
        forResource: name,
        withExtension: "npz",
        subdirectory: "Earlier/\(recipe)"
      )
    )
    return [UInt8](try Data(contentsOf: url))
  }

  private func expected(_ recipe: String, _ name: String) throws -> NamedArrays {
    let folder = try TemporaryFolder()
    return try NPZ.read(folder.write(try Self.bytes(recipe, name), as: name + ".npz"))
  }

  @Test(arguments: recipes) func areResumed(_ recipe: String) throws {
    let folder = try folder(recipe)
    let options = ["--threads", "1", "--conv-algorithms", "fixed"]
    try expectSuccess(["train", "--resume", "latest", "--iterations", "4"] + options, in: folder)
    try expectClose(
      NPZ.read(folder("result/gen_iter_4.npz")),
      expected(recipe, "gen_iter_4"),
      except: "recipe"
    )
    // What is written now is of today's format, and complete.
    let snapshot = try NPZ.read(folder("result/snapshot_iter_4.npz"))
    #expect(snapshot["snapshot/format"] == NumpyArray(Int64(NamedArrays.stateFormat)))
    #expect(snapshot.section("updater/gen/").count == 0)
    try expectSuccess(["train", "--resume", "latest", "--iterations", "5"] + options, in: folder)
  }

  @Test(arguments: recipes) func generate(_ recipe: String) throws {
    let folder = try folder(recipe)
    try expectSuccess(
      ["generate", "result", "--count", "2", "--arrays", "samples.npz", "--threads", "1"],
      in: folder
    )
    try expectClose(NPZ.read(folder("samples.npz")), expected(recipe, "samples"))
  }

  private func expectClose(
    _ found: NamedArrays,
    _ expected: NamedArrays,
    except exception: String? = nil
  ) throws {
    #expect(found.names == expected.names)
    // Those versions did not average running averages with the weights; they stay valid until they are.
    let averages = ["avg_mean", "avg_var", "moving_", "running"]
    for name in expected.names where name != exception && !averages.contains(where: name.contains) {
      let (found, expected) = (try #require(found[name]), try #require(expected[name]))
      #expect(found.shape == expected.shape, "\(name)")
      guard case .float32(let left) = found.elements, case .float32(let right) = expected.elements
      else {
        #expect(found == expected, "\(name)")
        continue
      }
      let distance = zip(left, right).map { abs($0 - $1) }.max() ?? 0
      #expect(distance <= Self.tolerance, "\(name)")
    }
  }
}
