import Adversarial
import LatentTools
import Randomness
import TensorCore
import Testing

/// Vectors are kept where training draws them.
@Suite struct LatentConfinementTests {
  private func confined(_ values: [Float], _ distribution: Latent.Distribution) -> [Float] {
    var values = values
    let latent = Latent(size: values.count, distribution: distribution)
    values.withUnsafeMutableBufferPointer { latent.confine($0) }
    return values
  }

  @Test func uniformNumbersStayWithinOne() {
    #expect(confined([-3, -1, 0.25, 1, 1.5], .uniform) == [-1, -1, 0.25, 1, 1])
  }

  @Test func longNormalVectorsAreShortened() {
    // √4 + 3.7·√½.
    let longest: Float = 4.616295
    let values = confined([10, 0, -10, 10], .normal)
    let length = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(length - longest) < 1e-5)
    #expect(values[0] == -values[2] && values[1] == 0 && values[0] > 0)
    #expect(confined([2, -2, 2, 2], .normal) == [2, -2, 2, 2])
  }

  @Test(arguments: [2, 20, 200])
  func drawnVectorsStay(_ size: Int) {
    for distribution in Latent.Distribution.allCases {
      let latent = Latent(size: size, distribution: distribution)
      let values = latent.sample(200, using: RandomStream(seed: 0, purpose: "test")).scalars
      let vectors = (0..<200).map { Array(values[$0 * size..<($0 + 1) * size]) }
      let moved = vectors.count { confined($0, distribution) != $0 }
      #expect(moved <= 1, "\(moved) of 200 \(distribution) vectors of \(size)")
    }
  }
}
