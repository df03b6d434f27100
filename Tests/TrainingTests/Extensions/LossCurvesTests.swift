import Foundation
import Testing
import Training

@Suite struct LossCurvesTests {
  @Test func drawsWhatTheLogHoldsWhenTheRunEnds() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(7))
    for number in 1...7 {
      bench.updater.override[number] = ["gen/loss": Double(number), "dis/loss": 1, "D(x)": 0.5]
    }
    let log = LogReport()
    bench.trainer.extend(log, every: .iterations(3))
    bench.trainer.extend(LossCurves(of: log, titled: "Seven"), every: .never)
    try bench.trainer.run()
    let svg = try scratch.read("result/losses.svg")
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    for word in ["Seven", "generator", "discriminator", "D(x)", "D(G(z))"] {
      #expect(svg.contains(word), "\(word)")
    }
  }

  @Test func drawsNothingOfAnEmptyLog() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    let log = LogReport()
    bench.trainer.extend(log, every: .iterations(3))
    bench.trainer.extend(LossCurves(of: log, titled: "Two"), every: .atEnd)
    try bench.trainer.run()
    #expect(try scratch.names(in: "result").contains("losses.svg") == false)
  }
}
