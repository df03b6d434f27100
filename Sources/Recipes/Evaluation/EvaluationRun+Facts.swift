internal import Adversarial
internal import Datasets
internal import Evaluation
internal import TensorCore
internal import Terminal

extension EvaluationRun {
  /// The facts that a comparison with another evaluation needs.
  struct Facts {
    let settings: Settings
    let candidate: Candidate
    let dataset: String
    let real: any ImageDataset
    let reference: RealReference
    let classes: SharedClasses
    let count: Int
    let seeds: [UInt64]
    /// Whether all images of a folder were used.
    let isAll: Bool
    let damages: DamagedImages

    private var extractor: any FeatureExtractor { reference.reader.extractor }

    private var adaptations: [String] {
      [
        candidate.images?.adaptation,
        real.adaptation.map { "real ones \($0)" },
        reference.reader.adaptation.map { "for features all \($0)" },
      ].compactMap(\.self)
    }

    /// For people.
    var lines: [(name: String, value: String)] {
      let drawn =
        isAll
        ? "all of them"
        : "seed" + (seeds.count > 1 ? "s " : " ")
          + seeds.map { "\($0)" }.joined(separator: ", ")
      let part = "the \(settings.split.rawValue) split's \(grouped(real.count))"
      var lines = [("of", "\(candidate.source.name) (\(candidate.kind))")]
      lines += (candidate.images?.findings ?? []).map { ("", $0) }
      lines.append(("against", dataset))
      lines += real.findings.map { ("", $0) }
      lines += [
        (
          "samples",
          "\(grouped(count)) (\(drawn)) against \(grouped(reference.count)) of \(part)"
        ),
        ("features", FeatureFacts(extractor).summary),
        ("", "\(extractor.featureSize) numbers of \(extractor.imageShape), \(shortHash)"),
        ("images", "compared as \(reference.reader.shape)"),
      ]
      lines += adaptations.map { ("", $0) }
      if classes.areShared { lines.append(("classes", "as often as among the real images")) }
      if let reason = classes.reason { lines.append(("classes", "not compared: it \(reason)")) }
      lines += damages.lines.map { ("damage", $0) }
      return lines
    }

    private var shortHash: String {
      let hash = extractor.hash
      return hash.count == 64 ? "hash \(hash.prefix(12))" : hash
    }

    /// The dataset, if the features of a classifier of it would be better than those used.
    var datasetForClassifier: String? {
      extractor is Classifier || settings.features != .automatic || real.labels == nil
        ? nil : dataset
    }

    /// For programs.
    var fields: [(key: String, value: any Encodable & Sendable)] {
      [
        ("candidate", candidate.source.name),
        ("kind", candidate.kind),
        ("dataset", dataset),
        ("split", settings.split.rawValue),
        ("samples", count),
        ("real_samples", reference.count),
        ("real_hash", reference.hash),
        ("seeds", seeds),
        ("truncation", settings.truncation?.threshold),
        ("features", extractor.name),
        ("features_hash", extractor.hash),
        ("features_size", extractor.featureSize),
        ("features_accuracy", (extractor as? Classifier)?.facts.accuracy),
        ("features_image", "\(extractor.imageShape)"),
        ("image", "\(reference.reader.shape)"),
        ("adaptation", adaptations),
        ("damaged_images", damages.problems.count),
        ("threads", Context.current.threadCount),
      ]
    }
  }
}
