import Adversarial
import Foundation

/// A moment of training as a drawing: p and q at the top, D in the middle, and G's map of its input at the
/// bottom.
struct Scene {
  static let width = 720
  static let height = 580

  let round: Int
  private let densities: Densities
  private let probabilities: [Double]

  /// The current state of training.
  init(of game: Game, round: Int) {
    self.round = round
    densities = Densities(of: game.data, and: game.generator)
    probabilities = Densities.values(of: game.discriminator, at: Densities.grid).map {
      1 / (1 + exp(-$0))
    }
  }

  /// Draws the scene.
  func draw(on canvas: inout some Canvas) {
    let text = Lettering(size: 17, color: Color(0x111111))
    canvas.write("A GAN in one dimension, round \(round)", at: SIMD2(Self.left, 30), text)
    let divergence = "JSD(p, q) = " + String(format: "%.3f", densities.divergence)
    canvas.write(divergence, at: SIMD2(Self.right, 30), Lettering(anchor: .end))
    drawDensities(on: &canvas)
    drawProbabilities(on: &canvas)
    drawMap(on: &canvas)
  }

  private func drawDensities(on canvas: inout some Canvas) {
    let panel = Panel(top: 68, bottom: 258, highest: 0.6)
    let (p, q) = (line(densities.p, in: panel), line(densities.q, in: panel))
    canvas.fill(p, downTo: panel.bottom, Color(0x2166ac, opacity: 0.15))
    canvas.fill(q, downTo: panel.bottom, Color(0xe08214, opacity: 0.15))
    frame(panel, ticks: [0, 0.2, 0.4, 0.6], on: &canvas)
    canvas.stroke(p, Self.data)
    canvas.stroke(q, Self.forgery)
    legend(
      [("p(x), the data", Self.data), ("q(x), the generator", Self.forgery)],
      above: panel,
      on: &canvas
    )
  }

  private func drawProbabilities(on canvas: inout some Canvas) {
    let panel = Panel(top: 318, bottom: 438, highest: 1)
    frame(panel, ticks: [0, 0.5, 1], on: &canvas)
    let optimum = Pen(color: Color(0x222222), width: 1.4, isDashed: true)
    canvas.stroke(line(probabilities, in: panel), Self.discriminator)
    canvas.stroke(line(densities.optimum, in: panel), optimum)
    legend(
      [
        ("D(x), the discriminator", Self.discriminator),
        ("p(x)/(p(x) + q(x)), its optimum", optimum),
      ],
      above: panel,
      on: &canvas
    )
  }

  /// Each line runs from one of evenly spread z to G(z): where they crowd, q is high.
  private func drawMap(on canvas: inout some Canvas) {
    let (top, bottom) = (478.0, 544.0)
    let pen = Pen(color: Color(0xe08214, opacity: 0.55))
    for index in stride(from: 32, to: densities.map.count, by: 64) {
      let z = (Double(index) + 0.5) / Double(densities.map.count) * 2 - 1
      let end = min(max(x(densities.map[index]), Self.left), Self.right)
      canvas.stroke([SIMD2(x(z * Self.reach), bottom), SIMD2(end, top)], pen)
    }
    let axis = Pen(color: Color(0x666666))
    canvas.stroke([SIMD2(Self.left, top), SIMD2(Self.right, top)], axis)
    canvas.stroke([SIMD2(Self.left, bottom), SIMD2(Self.right, bottom)], axis)
    let label = Lettering(anchor: .end)
    canvas.write("G(z)", at: SIMD2(Self.left - 10, top + 5), label)
    canvas.write("z", at: SIMD2(Self.left - 10, bottom + 4), label)
    for z in [-1.0, 0, 1] {
      let place = SIMD2(x(z * Self.reach), bottom + 19)
      canvas.write(Self.number(z, "%.0f"), at: place, Lettering(size: 12, anchor: .middle))
    }
  }

  private func frame(_ panel: Panel, ticks: [Double], on canvas: inout some Canvas) {
    let faint = Pen(color: Color(0xe4e4e4))
    for tick in ticks {
      let y = panel.y(tick)
      canvas.stroke([SIMD2(Self.left, y), SIMD2(Self.right, y)], faint)
      let place = SIMD2(Self.left - 10, y + 4.5)
      canvas.write(Self.number(tick, "%.1f"), at: place, Lettering(size: 12, anchor: .end))
    }
    for tick in stride(from: -Self.reach, through: Self.reach, by: 1) {
      canvas.stroke([SIMD2(x(tick), panel.top), SIMD2(x(tick), panel.bottom)], faint)
      let place = SIMD2(x(tick), panel.bottom + 17)
      canvas.write(Self.number(tick, "%.0f"), at: place, Lettering(size: 12, anchor: .middle))
    }
    canvas.stroke(
      [SIMD2(Self.left, panel.bottom), SIMD2(Self.right, panel.bottom)],
      Pen(color: Color(0x666666))
    )
  }

  private func legend(_ entries: [(String, Pen)], above panel: Panel, on canvas: inout some Canvas)
  {
    for (index, (name, pen)) in entries.enumerated() {
      let (x, y) = (Self.left + Double(index) * 220, panel.top - 12)
      canvas.stroke([SIMD2(x, y - 4.5), SIMD2(x + 26, y - 4.5)], pen)
      canvas.write(name, at: SIMD2(x + 34, y), Lettering())
    }
  }

  /// A curve over the visible part of the grid, clipped at the panel's edge.
  private func line(_ values: [Double], in panel: Panel) -> [SIMD2<Double>] {
    stride(from: 0, to: values.count, by: 3).compactMap { index in
      let place = Densities.grid[index]
      guard abs(place) <= Self.reach else { return nil }
      return SIMD2(x(place), panel.y(min(values[index], panel.highest)))
    }
  }

  private func x(_ value: Double) -> Double {
    (Self.left + Self.right) / 2 + value / Self.reach * (Self.right - Self.left) / 2
  }

  /// A number with a typographic minus sign.
  private static func number(_ value: Double, _ format: String) -> String {
    (value < 0 ? "−" : "") + String(format: format, abs(value))
  }

  private static let left = 62.0
  private static let right = 696.0
  /// Numbers from −`reach` to `reach` are shown.
  private static let reach = 4.0

  // Colors that are distinguishable with color blindness.
  private static let data = Pen(color: Color(0x2166ac), width: 2)
  private static let forgery = Pen(color: Color(0xe08214), width: 2)
  private static let discriminator = Pen(color: Color(0x1b7837), width: 2)
}

/// A panel of the scene whose vertical axis starts at 0.
private struct Panel {
  let top: Double
  let bottom: Double
  /// The number at the top.
  let highest: Double

  func y(_ value: Double) -> Double { bottom - value / highest * (bottom - top) }
}
