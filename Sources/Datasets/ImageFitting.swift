public import Imaging
import Preconditions

/// Fits an image to another shape while inventing as little as possible.
///
/// By the usual rules:
///
/// - An image slightly smaller than wanted (by at most a fifth of the new size) is padded with 0:
///   28×28 becomes 32×32 by a border of 2.
/// - Any other is cropped around its center to the new proportions, then resized: by area averaging when it
///   shrinks, bilinearly when it grows.
/// - Grayscale is repeated into color; color becomes grayscale as its luma.
///
/// Other rules stretch images instead of cropping and padding them, or resize them with Lanczos' filter.
public struct ImageFitting: Equatable, Sendable {
  /// The shape of the original images.
  public let original: ImageShape
  /// The wanted shape.
  public let wanted: ImageShape
  /// How sizes are fitted if the two differ.
  public let rules: FittingRules

  /// The fitting from one shape to another.
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

  /// The largest central part of the original with the wanted proportions; all of it if nothing is cropped.
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
  /// - Precondition: `image` has the original shape.
  public func callAsFunction(_ image: Image) -> Image {
    require(
      ImageShape(of: image) == original,
      "ImageFitting: an image of \(ImageShape(of: image)) instead of \(original)"
    )
    guard original != wanted else { return image }
    // Fewer channels are made first, more channels last, to save work.
    let shallow = wanted.channels < original.channels ? image.withChannels(wanted.channels) : image
    return resized(shallow).withChannels(wanted.channels)
  }

  private func resized(_ image: Image) -> Image {
    if pads { return image.padded(toHeight: wanted.height, width: wanted.width) }
    let (height, width) = cropped
    return image.centerCropped(toHeight: height, width: width)
      .resized(toHeight: wanted.height, width: wanted.width, by: rules.resize)
  }

  /// A description for people: "28×28×1 padded to 32×32 and gray repeated into 3 channels".
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
  /// The verb for a description.
  fileprivate var verb: String {
    switch (crop, resize) {
    case (.center, .area): "resized"
    case (.center, .lanczos): "resized by Lanczos' filter"
    case (.none, .area): "stretched"
    case (.none, .lanczos): "stretched by Lanczos' filter"
    }
  }

  /// A sentence about fitting `count` different shapes.
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
