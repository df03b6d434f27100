import TensorCore
import TestSupport
import Testing

@Suite struct MixChannelsTests {
  @Test func mixesEachImageByItsOwnMatrix() {
    let x = Tensor([1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2])
    let matrices = Tensor([0, 1, 1, 0, 1, 0, 0, 2], shape: [2, 2, 2])
    let offsets = Tensor([0, 10, 0, -1], shape: [2, 2])
    let found = mixedChannels(x, by: matrices, adding: offsets)
    #expect(found.scalars == [2, 11, 4, 13, 5, 11, 7, 15])
  }

  @Test(arguments: [1, 3, 4], [1, 3]) func isDifferentiableTwice(_ channels: Int, _ columns: Int) {
    let (x, m) = (
      Tensor.sample([2, 3, 2, channels], seed: 1), Tensor.sample([2, channels, columns], seed: 2)
    )
    checkGradients(
      of: { mixedChannels($0[0], by: $0[1], adding: $0[2]) },
      at: [x, m, .sample([2, columns], seed: 3)]
    )
    checkGradients(of: { mixedChannels($0[0], by: $0[1]) }, at: [x, m])
  }
}
