import Adversarial
import GANTestSupport
import LatentTools
import NeuralNetworks
import Recipes
import TensorCore
import Testing

/// Principal directions, and planes between vectors.
@Suite struct LatentDirectionsTests {
  private func product(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }

  @Test(arguments: [RecipeName.dcganCIFAR10, .mlpMNIST, .pictures, .r3gan])
  func directionsAreOrthogonalAndOfLengthOne(_ name: RecipeName) throws {
    let checkpoint = try GAN.lively(name).saved()
    let directions = LatentDirections(4, of: checkpoint)
    #expect(directions.vectors.count == 4)
    for (index, one) in directions.vectors.enumerated() {
      for (other, two) in directions.vectors.enumerated() {
        // Single-precision elements.
        #expect(abs(product(one, two) - (index == other ? 1 : 0)) < 1e-5)
      }
    }
  }

  @Test func theFirstLayerChangesMostAlongTheFirst() throws {
    let checkpoint = try GAN.lively(.dcganCIFAR10).saved()
    let directions = LatentDirections(6, of: checkpoint)
    #expect(directions.source == .firstLayer)
    let weight = try #require(
      checkpoint.sampler.generator.namedParameters.first(where: { $0.value.shape.rank == 2 })
    ).value.value
    func change(_ direction: [Float]) -> Double {
      let output = matrixProduct(Tensor(direction, shape: [1, direction.count]), weight)
      return Double(output.squared.sum().scalars[0])
    }
    let changes = directions.vectors.map(change)
    for (first, second) in zip(changes, changes.dropFirst()) { #expect(first >= second) }
    // The power method, which knows nothing of eigenvectors, finds the first one, too.
    var vector = [Float](repeating: 1, count: directions.vectors[0].count)
    for _ in 0..<2000 {
      let output = matrixProduct(Tensor(vector, shape: [1, vector.count]), weight)
      let back = matrixProduct(output, weight, transposingRight: true).scalars
      let length = Float(product(back, back).squareRoot())
      vector = back.map { $0 / length }
    }
    #expect(abs(product(vector, directions.vectors[0])) > 0.999)
  }

  @Test func otherGeneratorsAreAskedBySamples() throws {
    let gan = GAN.lively(.r3gan) { $0.classes = .count(3) }
    let directions = LatentDirections(3, of: try gan.saved())
    #expect(directions.source == .samples)
    #expect(directions == LatentDirections(3, of: try gan.saved()))
  }

  @Test func movedVectorsStayWhereTrainingDrawsThem() throws {
    let checkpoint = try GAN.lively(.dcganCIFAR10).saved()
    let directions = LatentDirections(2, of: checkpoint)
    let z = [Float](repeating: 0.5, count: checkpoint.recipe.latent.size)
    #expect(directions.moving(z, by: [], for: checkpoint.recipe) == z)
    let far = directions.moving(z, by: [100, -50], for: checkpoint.recipe)
    #expect(far.allSatisfy { abs($0) <= 1 })
  }

  @Test func aPlaneGoesThroughItsCorners() {
    let corners: [[Float]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0]]
    for way in LatentPath.allCases {
      let plane = LatentPlane(corners, Array(repeating: .none, count: 4), way: way)
      #expect(plane.vector(x: 0, y: 0) == corners[0])
      #expect(plane.vector(x: 1, y: 0) == corners[1])
      #expect(plane.vector(x: 0, y: 1) == corners[2])
      #expect(plane.vector(x: 1, y: 1) == corners[3])
    }
    let line = LatentPlane(Array(corners.prefix(2)), [.none, .none], way: .linear)
    #expect(line.vector(x: 0.25, y: 0) == [0.75, 0.25, 0])
  }

  @Test func classesOfAPlaneAreMixed() {
    let corners: [[Float]] = [[0], [0], [0], [0]]
    let labels = [0, 1, 2, 1].map { Condition.classes([$0], of: 3) }
    let plane = LatentPlane(corners, labels, way: .linear)
    #expect(plane.condition(x: 0.5, y: 0.5) == .shares([0.25, 0.5, 0.25], of: 3))
    let same = LatentPlane(corners, Array(repeating: labels[1], count: 4), way: .linear)
    #expect(same.condition(x: 0.5, y: 0.5) == .classes([1], of: 3))
  }
}
