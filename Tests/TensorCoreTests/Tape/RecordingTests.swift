import TensorCore
import TestSupport
import Testing

@Suite struct RecordingTests {
  @Test func onlyWhatDependsOnALeafIsTracked() {
    let x = Tensor([1, 2])
    #expect(!x.isTracked && !(x + x).isTracked && !exp(x).isTracked)
    #expect((x + x.tracked).isTracked)
    #expect(!(x.tracked + x).detached.isTracked)
    #expect(!x.tracked.sign.isTracked)
  }

  @Test func nothingIsRecordedInside() {
    let x = Tensor([1, 2]).tracked
    let y = withoutRecording { exp(x) * x + 1 }
    #expect(!y.isTracked)
    #expect(exp(x).isTracked)
    withoutRecording {
      withoutRecording { #expect(!exp(x).isTracked) }
      #expect(!exp(x).isTracked)
    }
  }

  @Test func errorsPassThroughWithTheirType() {
    struct Problem: Error, Equatable {}
    func work() throws(Problem) -> Int { throw Problem() }
    do throws(Problem) {
      _ = try withoutRecording(work)
      Issue.record("nothing was thrown")
    } catch {
      #expect(error == Problem())
    }
    #expect(exp(Tensor([1]).tracked).isTracked)
  }

  @Test func gradientsInsideCreateNoGraph() {
    let x = Tensor([1, 2]).tracked
    let y = exp(x).sum()
    let found = withoutRecording { gradients(of: y, withRespectTo: [x], createsGraph: true) }
    #expect(!found[0].isTracked)
    expectClose(found[0], exp(x).scalars.map(Double.init))
  }

  /// A tape released recursively would need a stack frame or more for every node.
  @Test func aLongTapeIsReleased() {
    func sum(of count: Int) -> Float {
      let x = Tensor([1]).tracked
      var y = x
      for _ in 0..<count { y = y + x }
      return gradients(of: y.sum(), withRespectTo: [x])[0].scalar
    }
    #expect(sum(of: 200_000) == 200_001)
  }

  /// The same where nodes hold on to each other through what they saved.
  @Test func aLongTapeOfProductsIsReleased() {
    var y = Tensor([1]).tracked
    for _ in 0..<200_000 { y = y * y }
    #expect(y.scalar == 1)
  }
}
