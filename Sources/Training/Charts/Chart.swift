/// Curves in panels one above the other, over one horizontal axis.
package struct Chart: Equatable, Sendable {
  /// A curve.
  package struct Series: Equatable, Sendable {
    /// Its name in the legend.
    package let name: String
    /// Its color in SVG's notation: "#1f77b4".
    package let color: String
    /// Its points, from left to right; those that are not finite are left out.
    package let points: [SIMD2<Double>]

    /// A curve.
    package init(_ name: String, color: String, points: [SIMD2<Double>]) {
      (self.name, self.color) = (name, color)
      self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    }
  }

  /// Curves over one vertical axis.
  package struct Panel: Equatable, Sendable {
    /// The heading of the panel.
    package let title: String
    /// The curves.
    package let series: [Series]
    /// The least range of the axis.
    package let range: ClosedRange<Double>?
    /// A significant value, drawn as a dashed line if the axis includes it.
    package let mark: Double?

    /// A panel.
    package init(
      _ title: String,
      _ series: [Series],
      showing range: ClosedRange<Double>? = nil,
      mark: Double? = nil
    ) {
      (self.title, self.series, self.range, self.mark) = (title, series, range, mark)
    }
  }

  /// The heading of the chart.
  package let title: String
  /// The label of the horizontal axis.
  package let axisTitle: String
  /// The panels, from top to bottom.
  package let panels: [Panel]

  /// A chart.
  package init(_ title: String, over axisTitle: String, _ panels: [Panel]) {
    (self.title, self.axisTitle, self.panels) = (title, axisTitle, panels)
  }
}
