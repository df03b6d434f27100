/// Which classes of a dataset the networks are conditioned on.
public enum ClassChoice: Equatable, Sendable {
  /// None: an unconditional GAN.
  case none
  /// All that the dataset has, where it has labels and the networks take classes; otherwise none.
  case automatic
  /// All that the dataset has, which must have labels.
  case all
  /// Classes 0..<`count` of a dataset with labels, as a run stores what the others came to.
  case count(Int)
}

extension ClassChoice: SettingValue {
  /// What a scalar of this type is, in words.
  public static var expected: String { "none, auto, all or the number of classes" }

  /// The value of a scalar, or `nil` where it is none of this type.
  public init?(_ scalar: SettingScalar) {
    switch scalar.text {
    case "none": self = .none
    case "auto": self = .automatic
    case "all": self = .all
    default:
      guard let count = Int(scalar) else { return nil }
      self = .count(count)
    }
  }

  /// The value as YAML.
  public var settingText: String {
    switch self {
    case .none: "none"
    case .automatic: "auto"
    case .all: "all"
    case .count(let count): "\(count)"
    }
  }
}

/// Names of classes with slashes between, which names of folders do not have; in others a hyphen stands for one.
struct ClassNames: SettingValue {
  static let expected = "names with slashes between: cats/dogs"

  /// The names.
  let all: [String]

  init(_ all: [String]) { self.all = all }

  init?(_ scalar: SettingScalar) {
    guard let text = String(scalar), !text.isEmpty else { return nil }
    all = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
  }

  var settingText: String {
    all.map { $0.replacing("/", with: "-") }.joined(separator: "/").settingText
  }
}
