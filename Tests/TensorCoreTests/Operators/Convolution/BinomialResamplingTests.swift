import ExitTestSupport
import TensorCore
import TestSupport
import Testing

@Suite struct BinomialResamplingTests {
  /// Even and odd sides, one channel, more than a vector's, and images of two pixels.
  static let shapes: [Shape] = [
    [2, 4, 6, 3], [1, 2, 2, 1], [3, 5, 7, 17], [1, 8, 3, 16], [2, 3, 2, 8],
  ]

  private static let taps: [Double] = [1, 3, 3, 1]

  /// Σ x[n, 2i + a − 1, 2j + b − 1, c]·t[a]·t[b]/64, with zeros outside.
  private func halved(_ x: Tensor) -> [Double] {
    let (n, h, w, c) = (x.shape[0], x.shape[1], x.shape[2], x.shape[3])
    let values = x.scalars
    var result: [Double] = []
    for image in 0..<n {
      for i in 0..<h / 2 {
        for j in 0..<w / 2 {
          for channel in 0..<c {
            var sum = 0.0
            for a in 0..<4 {
              for b in 0..<4 {
                let (row, column) = (2 * i + a - 1, 2 * j + b - 1)
                guard (0..<h).contains(row), (0..<w).contains(column) else { continue }
                let place = ((image * h + row) * w + column) * c + channel
                sum += Self.taps[a] * Self.taps[b] / 64 * Double(values[place])
              }
            }
            result.append(sum)
          }
        }
      }
    }
    return result
  }

  @Test(arguments: shapes) func halvingIsTheFormula(_ shape: Shape) {
    let x = Tensor.sample(shape, seed: 1)
    let half = halvedBinomially(x)
    #expect(half.shape == [shape[0], shape[1] / 2, shape[2] / 2, shape[3]])
    expectClose(half, halved(x), absolute: 1e-6)
  }

  /// ⟨doubled(y), x⟩ = 4·⟨y, halved(x)⟩ for the image of each element.
  @Test(arguments: shapes) func doublingIsItsTransposeTimesFour(_ shape: Shape) {
    let y = Tensor.sample([shape[0], shape[1] / 2, shape[2] / 2, shape[3]], seed: 2)
    let large = doubledBinomially(y, to: (shape[1], shape[2]))
    #expect(large.shape == shape)
    let (seeds, values) = (y.scalars, large.scalars)
    for place in stride(from: 0, to: shape.elementCount, by: 7) {
      var unit = [Float](repeating: 0, count: shape.elementCount)
      unit[place] = 1
      let expected = zip(halved(Tensor(unit, shape: shape)), seeds).reduce(0) {
        $0 + 4 * $1.0 * Double($1.1)
      }
      #expect(abs(Double(values[place]) - expected) < 1e-6)
    }
  }

  @Test func oneColorStaysInside() {
    let y = doubledBinomially(.ones([1, 4, 4, 2]))
    #expect(y.shape == [1, 8, 8, 2])
    expectClose(y.slice(1..<7, along: 1).slice(1..<7, along: 2).mean(), [1], absolute: 1e-6)
    expectClose(y.slice(0..<1, along: 1).slice(0..<1, along: 2).mean(), [0.5625], absolute: 1e-6)
  }

  @Test(arguments: shapes) func bothAreDifferentiableTwice(_ shape: Shape) {
    checkGradients(
      of: { halvedBinomially($0[0]).squared },
      at: [.sample(shape, seed: 3)],
      probes: 8
    )
    let half: Shape = [shape[0], shape[1] / 2, shape[2] / 2, shape[3]]
    checkGradients(
      of: { doubledBinomially($0[0], to: (shape[1], shape[2])).squared },
      at: [.sample(half, seed: 4)],
      probes: 8
    )
  }

  @Test func imagesOfAPixelCannotBeHalved() async {
    expectMessage(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = halvedBinomially(.ones([1, 1, 4, 1]))
      },
      "halvedBinomially: images of [1, 1, 4, 1]"
    )
  }
}
