internal import Archives
internal import Evaluation
internal import Foundation
internal import Imaging
internal import Recipes
internal import Terminal
internal import Training

/// A run as one page of HTML that needs nothing else: curves, samples over time, metrics, the recipe, and how to
/// repeat it.
///
/// The page opens from a file, without a network, and stays below three megabytes however long the run was. It holds
/// one short script, for the slider; without it, all else is there.
public struct ReportPage {
  private let run: RunRecord
  private let commands: [(what: String, command: String)]
  private let advice: String
  private let samples: SampleFrames
  /// The most bytes of all images before base64 makes four thirds of them.
  private static let imageBytes = 1_900_000

  /// The page of a run.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - commands: The commands by which it is repeated and used, and what each is for.
  ///   - advice: How a run gets metrics, said where it has none.
  public init(
    of run: RunRecord,
    commands: [(what: String, command: String)] = [],
    advice: String = ""
  ) {
    (self.run, self.commands, self.advice) = (run, commands, advice)
    samples = SampleFrames(of: run, budget: Self.imageBytes)
  }

  /// The page's source.
  public var html: String {
    let sections =
      [summary, sampleSection, curveSection, metricSection, recipeSection]
      + [repeatingSection, fileSection]
    let body = HTML(
      "main",
      [:],
      header,
      .joined(sections.compactMap(\.self)),
      footer
    )
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(PageStyle.policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="generator" content="Forger \(ForgerVersion.current)">
      <title>\(HTML.escaped(run.name)) – Forger</title>
      <style>\(PageStyle.css)</style>
      </head>
      <body>
      \(body.source)
      <script>\(PageStyle.script)</script>
      </body>
      </html>

      """
  }

  private var header: HTML {
    var parts: [String] = []
    if let recipe = run.recipe { parts += [recipe.name.rawValue, "on \(recipe.dataset)"] }
    if let date = run.date { parts.append(Self.day(date)) }
    return HTML(
      "header",
      [:],
      HTML("h1", text: run.name),
      HTML("p", ["class": "subtitle"], text: parts.joined(separator: " · "))
    )
  }

  private var footer: HTML {
    HTML(
      "footer",
      text:
        "Forger \(ForgerVersion.current) made this page of the run's folder on \(Self.day(Date()))."
    )
  }

  // MARK: Summary

  private var summary: HTML? {
    guard let last = run.entries.last else { return nil }
    var tiles = [("iterations", grouped(last.iteration)), ("epochs", grouped(last.epoch))]
    tiles.append(("of training", NumberText.duration(last.elapsedTime)))
    if last.elapsedTime > 0 {
      let speed = Double(last.iteration) / last.elapsedTime
      if let recipe = run.recipe {
        let images = speed * Double(recipe.imagesPerIteration)
        tiles.append(("images a second", NumberText.general(images, digits: 3)))
      } else {
        tiles.append(("iterations a second", NumberText.general(speed, digits: 3)))
      }
    }
    if let decisive = run.quantities.first(where: { Quantity($0).better != nil }),
      let best = run.best(of: decisive)
    {
      let text = NumberText.general(best.value, digits: 4)
      tiles.append(("best \(Quantity(decisive).title)", text))
    }
    let items = tiles.map { label, value in
      HTML("div", [:], HTML("dt", text: label), HTML("dd", text: value))
    }
    return HTML("dl", ["class": "tiles"], .joined(items))
  }

  // MARK: Samples

  private var sampleSection: HTML? {
    guard let last = samples.last else { return nil }
    var parts = [HTML("h2", text: "Samples")]
    if samples.frames.isEmpty || samples.isCropped { parts.append(slides(of: [last])) }
    if !samples.frames.isEmpty { parts.append(slides(of: samples.frames)) }
    if let history = samples.history {
      let iterations = history.iterations.map(grouped).joined(separator: ", ")
      parts.append(
        HTML(
          "figure",
          [:],
          figure(history.png, "Samples over time"),
          HTML(
            "figcaption",
            text: """
              Each row is one latent vector, from left to right after \(iterations) iterations.
              """
          )
        )
      )
    }
    return HTML("section", [:], .joined(parts))
  }

  /// One frame, or a slider through several.
  private func slides(of frames: [SampleFrames.Frame]) -> HTML {
    let images = frames.map { frame in
      let caption = "after \(grouped(frame.iteration)) iterations"
      return HTML(
        "div",
        ["class": "frame", "data-caption": caption],
        figure(frame.png, "Samples \(caption)")
      )
    }
    let last = "\(frames.count - 1)"
    let slider: HTML =
      frames.count > 1
      ? .void(
        "input",
        [
          "type": "range", "min": "0", "max": last, "value": last, "class": "slider",
          "aria-label": "Moment of the run",
        ]
      ) : ""
    return HTML(
      "figure",
      ["class": "slides"],
      HTML("div", [:], .joined(images)),
      slider,
      HTML(
        "figcaption",
        ["aria-live": "polite"],
        text: "after \(grouped(frames.last?.iteration ?? 0)) iterations"
      )
    )
  }

  /// Small samples are shown with the pixels that they have.
  private func figure(_ png: [UInt8], _ description: String) -> HTML {
    let isSmall = (samples.cell?.width ?? 0) < 48
    return .image(png: png, description: description, class: isSmall ? "wide pixels" : "wide")
  }

  // MARK: Curves

  private var curveSection: HTML? {
    guard run.entries.count > 1 else { return nil }
    // A log from elsewhere could have any number of them.
    let metrics = run.quantities.filter { Quantity($0).isMetric }.prefix(24)
    let others =
      [
        GANLog.penalty, GANLog.ownLoss, GANLog.realSign, GANLog.augmentationProbability,
      ]
      .filter(run.quantities.contains)
    let chart = LossCurves.chart(
      of: run.entries,
      titled: "",
      panels: GANLog.panels(quality: others + metrics)
    )
    return HTML(
      "section",
      [:],
      HTML("h2", text: "Curves"),
      HTML("div", ["class": "chart"], HTML(trusting: chart.svg))
    )
  }

  // MARK: Metrics

  private var metricSection: HTML? {
    guard !run.entries.isEmpty else { return nil }
    let rows = run.quantities.prefix(60).compactMap { name -> [String]? in
      guard let value = run.values(of: name).last else { return nil }
      let quantity = Quantity(name)
      let best = run.best(of: name).map { best in
        "\(NumberText.general(best.value, digits: 4)) at \(grouped(best.iteration))"
      }
      let direction = quantity.better.map { $0 == .lower ? "lower is better" : "higher is better" }
      return [
        quantity.title, NumberText.general(value.value, digits: 4), best ?? "", direction ?? "",
      ]
    }
    let hasBest = rows.contains { !$0[2].isEmpty }
    let head = ["quantity", "at the end", "best, at iteration", ""]
    var parts = [
      HTML("h2", text: "Metrics"),
      Self.table(
        hasBest ? head : Array(head.prefix(2)),
        hasBest ? rows : rows.map { Array($0.prefix(2)) },
        numbers: [1, 2]
      ),
    ]
    if !run.quantities.contains(where: { Quantity($0).isMetric }) {
      parts.append(
        HTML(
          "p",
          ["class": "note"],
          text: "Losses do not measure quality. \(advice)"
        )
      )
    }
    return HTML("section", [:], .joined(parts))
  }

  // MARK: Recipe

  private var recipeSection: HTML? {
    guard let recipe = run.recipe else { return nil }
    let changed = RecipeDifferences.changed(in: recipe)
    let table: HTML =
      changed.isEmpty
      ? HTML("p", text: "All settings are those of the recipe \(recipe.name.rawValue).")
      : Self.table(
        ["setting", "this run", recipe.name.rawValue],
        changed.map { [$0.name, $0.values[0], $0.values[1]] },
        numbers: []
      )
    return HTML(
      "section",
      [:],
      HTML("h2", text: "Recipe"),
      table,
      HTML(
        "details",
        [:],
        HTML("summary", text: "All settings, as a recipe file"),
        HTML("pre", text: recipe.yaml)
      )
    )
  }

  private var repeatingSection: HTML? {
    guard !commands.isEmpty else { return nil }
    return HTML(
      "section",
      [:],
      HTML("h2", text: "Again"),
      .joined(
        commands.map { what, command in
          HTML("div", [:], HTML("p", text: what), HTML("pre", ["class": "command"], text: command))
        }
      )
    )
  }

  private var fileSection: HTML? {
    guard !run.files.isEmpty else { return nil }
    let rows = run.files.map { [$0.name, NumberText.bytes(Double($0.byteCount))] }
    // A run that keeps all its snapshots has thousands of them.
    let shown = rows.count > 60 ? Array(rows.prefix(30) + [["…", ""]] + rows.suffix(29)) : rows
    return HTML(
      "section",
      [:],
      HTML(
        "details",
        [:],
        HTML("summary", text: "\(rows.count) files in the run's folder"),
        Self.table(["file", "size"], shown, numbers: [1])
      )
    )
  }

  // MARK: Parts

  private static func table(_ head: [String], _ rows: [[String]], numbers: Set<Int>) -> HTML {
    func row(_ tag: StaticString, _ cells: [String]) -> HTML {
      HTML(
        "tr",
        [:],
        .joined(
          cells.enumerated().map { index, text in
            HTML(tag, ["class": numbers.contains(index) ? "number" : ""], text: text)
          }
        )
      )
    }
    return HTML(
      "div",
      ["class": "scroll"],
      HTML(
        "table",
        [:],
        HTML("thead", [:], row("th", head)),
        HTML("tbody", [:], .joined(rows.map { row("td", $0) }))
      )
    )
  }

  /// A date as ISO 8601 has it, in UTC.
  private static func day(_ date: Date) -> String {
    date.formatted(.iso8601.year().month().day())
  }
}
