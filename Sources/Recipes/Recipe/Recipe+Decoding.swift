internal import Adversarial
internal import Datasets
internal import Training

extension Recipe {
  /// The names of the settings in files.
  enum CodingKeys: String, CodingKey {
    case name
    case dataset
    case image
    case crop
    case resize
    case flip
    case pixelRange
    case latent
    case channels
    case batchSize
    case length
    case objective
    case labelSmoothing
    case gradientPenalty
    case r1
    case discriminatorSteps
    case averageDecay
    case generatorOptimizer
    case discriminatorOptimizer
    case seed
    case intervals
    case preview
    case evaluation
  }

  /// The names of settings that only older files have.
  private enum OlderKeys: String, CodingKey {
    case epochs
  }

  /// A stored recipe; settings that came after version 0.1 may be absent.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let olderValues = try decoder.container(keyedBy: OlderKeys.self)
    let epochs = try olderValues.decodeIfPresent(Int.self, forKey: .epochs)
    self.init(
      name: try values.decode(RecipeName.self, forKey: .name),
      dataset: try values.decode(String.self, forKey: .dataset),
      image: try values.decode(ImageShape.self, forKey: .image),
      pixelRange: try values.decode(PixelRange.self, forKey: .pixelRange),
      latent: try values.decode(Latent.self, forKey: .latent),
      channels: try values.decode(Int.self, forKey: .channels),
      batchSize: try values.decode(Int.self, forKey: .batchSize),
      length: try epochs.map(TrainingLength.epochs)
        ?? values.decode(TrainingLength.self, forKey: .length),
      objective: try values.decode(Objective.self, forKey: .objective),
      generatorOptimizer: try values.decode(OptimizerSettings.self, forKey: .generatorOptimizer),
      discriminatorOptimizer: try values.decode(
        OptimizerSettings.self,
        forKey: .discriminatorOptimizer
      ),
      seed: try values.decode(UInt64.self, forKey: .seed),
      intervals: try values.decode(Intervals.self, forKey: .intervals),
      preview: try values.decode(Preview.self, forKey: .preview)
    )
    func decodeIfPresent<Value: Decodable>(_ key: CodingKeys, _ setting: inout Value) throws {
      setting = try values.decodeIfPresent(Value.self, forKey: key) ?? setting
    }
    try decodeIfPresent(.crop, &crop)
    try decodeIfPresent(.resize, &resize)
    try decodeIfPresent(.flip, &flip)
    try decodeIfPresent(.labelSmoothing, &labelSmoothing)
    try decodeIfPresent(.gradientPenalty, &gradientPenalty)
    try decodeIfPresent(.r1, &r1)
    try decodeIfPresent(.discriminatorSteps, &discriminatorSteps)
    try decodeIfPresent(.averageDecay, &averageDecay)
    try decodeIfPresent(.evaluation, &evaluation)
  }
}
