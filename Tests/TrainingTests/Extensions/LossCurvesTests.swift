import Foundation
import Testing
import Training

@Suite struct LossCurvesTests {
  private let panels = [
    LossCurves.Panel(
      "Losses",
      [
        LossCurves.Curve("gen/loss", labeled: "of G", color: "#e08214"),
        LossCurves.Curve("dis/loss", labeled: "of D", color: "#2166ac"),
      ]
    ),
    LossCurves.Panel(
      "Outputs",
      [LossCurves.Curve("D(x)", labeled: "of real ones", color: "#2166ac")],
      showing: 0...1,
      mark: 0.5
    ),
  ]

  @Test func drawsWhatTheLogHoldsWhenTheRunEnds() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(7))
    for number in 1...7 {
      bench.updater.override[number] = ["gen/loss": Double(number), "dis/loss": 1, "D(x)": 0.5]
    }
    bench.trainer.extend(LogReport(), every: .iterations(3))
    bench.trainer.extend(LossCurves(titled: "Seven", panels: panels), every: .never)
    try bench.trainer.run()
    let svg = try scratch.read("result/losses.svg")
    #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
    for word in ["Seven", "Losses", "of G", "of D", "Outputs", "of real ones"] {
      #expect(svg.contains(word), "\(word)")
    }
  }

  @Test func drawsNothingOfAnEmptyLog() throws {
    let scratch = try Scratch()
    let bench = try Bench(in: scratch, until: .iterations(2))
    bench.trainer.extend(LogReport(), every: .iterations(3))
    bench.trainer.extend(LossCurves(titled: "Two", panels: panels), every: .atEnd)
    try bench.trainer.run()
    #expect(try scratch.names(in: "result").contains("losses.svg") == false)
  }
}
