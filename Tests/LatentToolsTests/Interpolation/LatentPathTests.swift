import Adversarial
import Foundation
import LatentTools
import Recipes
import Testing

@Suite struct LatentPathTests {
  private let a: [Float] = [3, 0, 0]
  private let b: [Float] = [0, 1, 0]

  @Test(arguments: LatentPath.allCases)
  func beginsAndEndsAtItsEnds(_ way: LatentPath) {
    for (t, end) in [(0.0, a), (1.0, b)] {
      let point = way.point(from: a, to: b, at: t)
      #expect(zip(point, end).allSatisfy { abs($0 - $1) < 1e-6 }, "\(point)")
    }
  }

  @Test func linearIsStraight() {
    #expect(LatentPath.linear.point(from: a, to: b, at: 0.25) == [2.25, 0.25, 0])
  }

  /// At a right angle, the weights are cosine and sine.
  @Test func sphericalFollowsTheCircle() {
    for t in [0.2, 0.5, 0.9] {
      let point = LatentPath.spherical.point(from: a, to: b, at: t)
      #expect(abs(Double(point[0]) - 3 * cos(t * .pi / 2)) < 1e-6)
      #expect(abs(Double(point[1]) - sin(t * .pi / 2)) < 1e-6)
    }
  }

  @Test(arguments: [[3, 0, 0], [-3, 0, 0], [0, 0, 0], [6, 0, 0]] as [[Float]])
  func sphericalIsStraightWhereNoCircleIsTheShortest(_ end: [Float]) {
    let point = LatentPath.spherical.point(from: a, to: end, at: 0.5)
    #expect(point == [(3 + end[0]) / 2, 0, 0])
  }

  @Test func wayFollowsTheDistribution() {
    #expect(LatentPath(for: .normal) == .spherical)
    #expect(LatentPath(for: .uniform) == .linear)
  }

  @Test(arguments: [1, 59, 60, 61, 1000])
  func thinnedFramesKeepTheEnds(_ count: Int) {
    let frames = PreviewAnimation.thinned(Array(1...count), to: 60)
    #expect(frames.count == min(count, 60))
    #expect(frames.first == 1 && frames.last == count)
    let steps = zip(frames.dropFirst(), frames).map { $0 - $1 }
    #expect((steps.max() ?? 1) - (steps.min() ?? 1) <= 1)
  }
}
