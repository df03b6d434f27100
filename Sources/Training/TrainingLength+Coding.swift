/// Stored with its unit as the key: `{"epochs": 1000}`.
extension TrainingLength: Codable {
  private enum CodingKeys: String, CodingKey {
    case iterations
    case epochs
  }

  /// A stored length.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self =
      if let count = try values.decodeIfPresent(Int.self, forKey: .iterations) {
        .iterations(count)
      } else {
        .epochs(try values.decode(Int.self, forKey: .epochs))
      }
  }

  /// Stores the length.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .iterations(let count): try values.encode(count, forKey: .iterations)
    case .epochs(let count): try values.encode(count, forKey: .epochs)
    }
  }
}
