public import Imaging
import Preconditions

/// How an image is brought to another shape, with as little invented as possible.
///
/// By the usual rules:
///
/// - An image slightly smaller than wanted (by at most a fifth of the new size) is padded with 0:
///   28×28 becomes 32×32 by a border of 2.
/// - Any other is cropped around its center to the new proportions, then resized: by area averages
///   where it shrinks, bilinearly where it grows.
/// - Gray is repeated into color; color becomes gray as its luma.
///
/// Other rules stretch images in place of cropping and padding them, or resize them by Lanczos' filter.
public struct ImageFitting: Equatable, Sendable {
  /// The shape of the images as they are.
  public let original: ImageShape
  /// The shape wanted.
  public let wanted: ImageShape
  /// What happens where the two differ in size.
  public let rules: FittingRules

  /// The way from one shape to another.
  public init(
    from original: ImageShape,
    to wanted: ImageShape,
    by rules: FittingRules = FittingRules()
  ) {
    self.original = original
    self.wanted = wanted
    self.rules = rules
  }

  /// Whether images are padded rather than resized.
  private var pads: Bool {
    func isSlightlySmaller(_ old: Int, _ new: Int) -> Bool { old <= new && 5 * (new - old) <= new }
    return rules.crop == .center && isSlightlySmaller(original.height, wanted.height)
      && isSlightlySmaller(original.width, wanted.width)
  }

  /// The largest center of the original that has the wanted proportions; all of it where nothing is
  /// cropped.
  private var cropped: (height: Int, width: Int) {
    let (height, width) = (original.height, original.width)
    if rules.crop == .none { return (height, width) }
    if height * wanted.width > width * wanted.height {
      return (max(1, width * wanted.height / wanted.width), width)
    }
    return (height, max(1, height * wanted.width / wanted.height))
  }

  /// The image in the wanted shape.
  ///
  /// - Precondition: `image` is of the original shape.
  public func callAsFunction(_ image: Image) -> Image {
    require(
      ImageShape(of: image) == original,
      "ImageFitting: an image of \(ImageShape(of: image)) where \(original) was said"
    )
    guard original != wanted else { return image }
    // Fewer channels first when there is more to compute, more channels last.
    let shallow = wanted.channels < original.channels ? image.withChannels(wanted.channels) : image
    return resized(shallow).withChannels(wanted.channels)
  }

  private func resized(_ image: Image) -> Image {
    if pads { return image.padded(toHeight: wanted.height, width: wanted.width) }
    let (height, width) = cropped
    return image.centerCropped(toHeight: height, width: width)
      .resized(toHeight: wanted.height, width: wanted.width, by: rules.resize)
  }

  /// What is done, as a clause: "28×28×1 padded to 32×32 and gray repeated into 3 channels".
  public var summary: String? {
    var steps: [String] = []
    let size = "\(wanted.height)×\(wanted.width)"
    if (original.height, original.width) != (wanted.height, wanted.width) {
      if pads {
        steps.append("padded to \(size)")
      } else {
        let (height, width) = cropped
        if (height, width) != (original.height, original.width) {
          steps.append("cropped to the central \(height)×\(width)")
        }
        if (height, width) != (wanted.height, wanted.width) {
          steps.append("\(rules.verb) to \(size)")
        }
      }
    }
    if wanted.channels > original.channels {
      steps.append("gray repeated into \(wanted.channels) channels")
    } else if wanted.channels < original.channels {
      steps.append("color turned into gray")
    }
    return steps.isEmpty ? nil : "\(original) " + steps.joined(separator: " and ")
  }
}

extension FittingRules {
  /// What they do to an image, as a word for people.
  fileprivate var verb: String {
    switch (crop, resize) {
    case (.center, .area): "resized"
    case (.center, .lanczos): "resized by Lanczos' filter"
    case (.none, .area): "stretched"
    case (.none, .lanczos): "stretched by Lanczos' filter"
    }
  }

  /// What they do to `count` different shapes, as a sentence for people.
  func summary(ofShapes count: Int, to shape: ImageShape) -> String {
    let verbs = crop == .none ? verb : "cropped, \(verb) or padded"
    return "images of \(count) different shapes \(verbs) to \(shape)"
  }
}

extension ImageShape {
  /// The shape of `image`.
  public init(of image: Image) {
    self.init(height: image.height, width: image.width, channels: image.channels)
  }
}
