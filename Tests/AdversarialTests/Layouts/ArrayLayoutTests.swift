import Adversarial
import TensorCore
import TestSupport
import Testing

@Suite struct ArrayLayoutTests {
  /// A layout, a shape here that fits it, and where the element of each index lies there.
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let layout: ArrayLayout
    let shape: Shape
    let encodedShape: Shape
    /// The index there of the element with the given index here.
    let place: @Sendable ([Int]) -> [Int]
  }

  // Odd sizes that are all different: no exchange of axes goes unnoticed.
  static let cases = [
    Case(testDescription: "same", layout: .same, shape: [3, 5], encodedShape: [3, 5]) { $0 },
    Case(
      testDescription: "convolution",
      layout: .convolution,
      shape: [3, 5, 7, 2],
      encodedShape: [2, 7, 3, 5]
    ) { [$0[3], $0[2], $0[0], $0[1]] },
    Case(testDescription: "linear", layout: .linear, shape: [3, 5], encodedShape: [5, 3]) {
      [$0[1], $0[0]]
    },
    // 3×5 pixels of 7 channels: index (y·5 + x)·7 + c here, (c·3 + y)·5 + x there.
    Case(
      testDescription: "linearToImage",
      layout: .linearToImage(height: 3, width: 5),
      shape: [2, 105],
      encodedShape: [105, 2]
    ) { [channelsFirst($0[1]), $0[0]] },
    Case(
      testDescription: "linearFromImage",
      layout: .linearFromImage(height: 3, width: 5),
      shape: [105, 2],
      encodedShape: [2, 105]
    ) { [$0[1], channelsFirst($0[0])] },
    Case(
      testDescription: "imageVector",
      layout: .imageVector(height: 3, width: 5),
      shape: [105],
      encodedShape: [105]
    ) { [channelsFirst($0[0])] },
    Case(testDescription: "image", layout: .image, shape: [3, 5, 7], encodedShape: [7, 3, 5]) {
      [$0[2], $0[0], $0[1]]
    },
  ]

  private static func channelsFirst(_ index: Int) -> Int {
    let (channel, column, row) = (index % 7, index / 7 % 5, index / 35)
    return (channel * 3 + row) * 5 + column
  }

  @Test(arguments: cases) func everyElementGoesToItsPlace(_ example: Case) {
    let tensor = Tensor((0..<example.shape.elementCount).map(Float.init), shape: example.shape)
    let encoded = example.layout.encoded(tensor)
    #expect(encoded.shape == example.encodedShape)
    let values = encoded.scalars
    for number in 0..<tensor.elementCount {
      let place = example.place(index(of: number, in: example.shape))
      #expect(values[position(of: place, in: encoded.shape)] == Float(number))
    }
  }

  @Test(arguments: cases) func decodingIsTheInverse(_ example: Case) {
    let here = Tensor.sample(example.shape, seed: 1)
    #expect(example.layout.decoded(example.layout.encoded(here)).isIdentical(to: here))
    let there = Tensor.sample(example.encodedShape, seed: 2)
    #expect(example.layout.encoded(example.layout.decoded(there)).isIdentical(to: there))
  }

  private func index(of number: Int, in shape: Shape) -> [Int] {
    var (rest, index) = (number, [Int]())
    for length in shape.dimensions.reversed() {
      index.insert(rest % length, at: 0)
      rest /= length
    }
    return index
  }

  private func position(of index: [Int], in shape: Shape) -> Int {
    zip(index, shape.dimensions).reduce(0) { $0 * $1.1 + $1.0 }
  }
}
