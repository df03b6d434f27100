internal import Terminal

extension EvaluationReport {
  /// One JSON object on one line: the fields, `metrics` with `mean`, `interval95`, `values` and `real` of each,
  /// `seconds`; if there are classes, `classes`, and `class_least`, the fewest images of one with a distance.
  ///
  /// - Throws: Errors of the encoder.
  public var json: String {
    get throws {
      var object: [String: AnyEncodable] = [:]
      for (key, value) in fields { object[key] = AnyEncodable(value) }
      object["metrics"] = AnyEncodable(
        Dictionary(
          uniqueKeysWithValues: rows.map { row in
            let numbers = Numbers(
              mean: row.spread.mean,
              interval95: row.spread.confidence,
              values: row.spread.values,
              real: row.real
            )
            return (row.quantity.key, numbers)
          }
        )
      )
      object["seconds"] = AnyEncodable(seconds)
      if !classes.isEmpty {
        object["classes"] = AnyEncodable(classes)
        object["class_least"] = AnyEncodable(ClassScores.leastCount)
      }
      return try object.jsonLine
    }
  }

  private struct Numbers: Encodable {
    let mean: Double
    let interval95: Double?
    let values: [Double]
    let real: Double?
  }
}

/// A type-erased encodable value.
private struct AnyEncodable: Encodable {
  private let value: any Encodable

  init(_ value: any Encodable) { self.value = value }

  func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
}
