internal import Adversarial
internal import Datasets
internal import Randomness
internal import Recipes
internal import TensorCore

/// A network as a graph of ONNX.
///
/// | of the | name | type and shape | what |
/// |---|---|---|---|
/// | generator | `z` | float `[N, latent]` | latent vectors |
/// | | `class` | int64 `[N]` | the class of each image, if there are classes |
/// | | `truncation` | float, a scalar | a threshold, where it is asked for |
/// | | `image` | float or uint8, `[N, C, H, W]` or `[N, H, W, C]` | the result |
/// | discriminator | `image` | as above | images |
/// | | `class` | int64 `[N]` | the class of each image, if there are classes |
/// | | `logit` | float `[N, 1]` | the result, positive for real images |
extension NetworkExport {
  /// The graph.
  ///
  /// - Throws: `NetworkProgramProblem` or `ONNXProblem` if the network is none.
  func onnxModel() throws -> ONNXModel {
    let program = try NetworkProgram(of: module, keepingFused: ONNXWriter.keepsFused, running: run)
    var writer = ONNXWriter(program)
    switch part {
    case .generator:
      bindVectors(&writer)
      bindClasses(&writer)
      var image = try writer.write(as: order)
      if border.hasBytes { image = bytes(of: image, &writer.graph) }
      writer.graph.output(image, as: "image", pixelType, imageAxes, imageText)
    case .discriminator:
      bindImages(&writer)
      bindClasses(&writer)
      let logit = try writer.write(as: .channelsLast)
      writer.graph.output(
        logit,
        as: "logit",
        .float,
        [.named("N"), .length(1)],
        "positive for real images"
      )
    }
    let layout = ("forger.layout", border.order.rawValue.uppercased())
    writer.graph.describe(
      part.rawValue,
      version: ForgerVersion.current,
      metadata: texts(pixelRange: border.hasBytes ? "0 255" : ownPixelRange) + [layout]
    )
    return writer.graph.model
  }

  /// The result of the network for a batch of so many examples.
  func run(_ engine: TracingEngine, _ batch: Int) -> Tensor {
    let random = RandomStream(seed: 0, purpose: "trace")
    var condition = Condition.none
    if classCount > 0 {
      condition = .classes((0..<batch).map { ($0 + 1) % classCount }, of: classCount)
      if let shares = condition.oneHot { engine.expect(shares, as: "class") }
    }
    switch network {
    case .generator(let generator):
      let z = Tensor.normal([batch, recipe.latent.size], using: random)
      engine.declare(z, as: "z")
      return generator(z, condition)
    case .discriminator(let discriminator):
      let image = recipe.image
      let shape: Shape = [batch, image.height, image.width, image.channels]
      let images = Tensor.normal(shape, using: random)
      engine.declare(images, as: "image")
      return discriminator(images, condition)
    }
  }

  private var order: ONNXWriter.Order { border.order == .nchw ? .channelsFirst : .channelsLast }

  private var pixelType: ONNXModel.ElementType { border.hasBytes ? .uint8 : .float }

  private var imageAxes: [ONNXModel.Axis] {
    let image = recipe.image
    return [.named("N")]
      + (border.order == .nchw
      ? [image.channels, image.height, image.width] : [image.height, image.width, image.channels])
      .map { .length($0) }
  }

  private var imageText: String {
    let range = border.hasBytes ? "0 to 255" : recipe.pixelRange == .unit ? "0 to 1" : "-1 to 1"
    return "images \(border.order.rawValue.uppercased()), dark to bright \(range)"
  }

  private func bindVectors(_ writer: inout ONNXWriter) {
    let distribution = recipe.latent.distribution
    var z = writer.graph.input(
      "z",
      .float,
      [.named("N"), .length(recipe.latent.size)],
      distribution == .normal
        ? "latent vectors, standard normal" : "latent vectors, uniform in -1 to 1"
    )
    if border.takesTruncation {
      let threshold = writer.graph.input(
        "truncation",
        .float,
        [],
        "elements of z are moved to within this threshold; infinity leaves them as they are"
      )
      z = TruncationNodes.add(to: &writer.graph, z, truncatedAt: threshold)
    }
    writer.bind("z", to: z)
  }

  private func bindClasses(_ writer: inout ONNXWriter) {
    guard classCount > 0 else { return }
    let name = writer.graph.input(
      "class",
      .int64,
      [.named("N")],
      "the class of each image, from 0 to \(classCount - 1)"
    )
    let values = writer.graph.numbers([0, 1], name: "zero_and_one")
    let depth = writer.graph.integers([classCount])
    writer.bind("class", to: writer.graph.add("OneHot", [name, depth, values]))
  }

  private func bindImages(_ writer: inout ONNXWriter) {
    var image = writer.graph.input("image", pixelType, imageAxes, imageText)
    if border.hasBytes {
      let (scale, offset) = recipe.pixelRange.ofBytes
      let number = writer.graph.add(
        "Cast",
        [image],
        ["to": .integer(ONNXModel.ElementType.float.rawValue)]
      )
      let scaled = writer.graph.add("Mul", [number, writer.graph.number(1 / scale)])
      image = writer.graph.add("Sub", [scaled, writer.graph.number(offset / scale)])
    }
    writer.bind("image", to: image, order: order)
  }

  /// The nearest bytes to a generator's pixels, as in `PixelRange.images`.
  private func bytes(of image: String, _ graph: inout ONNXGraph) -> String {
    let (scale, offset) = recipe.pixelRange.ofBytes
    let scaled = graph.add("Mul", [image, graph.number(scale)])
    let shifted = graph.add("Add", [scaled, graph.number(offset)])
    let clipped = graph.add("Clip", [shifted, graph.number(0), graph.number(255)])
    let rounded = graph.add("Floor", [graph.add("Add", [clipped, graph.number(0.5)])])
    return graph.add(
      "Cast",
      [rounded],
      ["to": .integer(ONNXModel.ElementType.uint8.rawValue)]
    )
  }
}

extension PixelRange {
  /// What takes a value to a byte: times the scale, plus the offset.
  fileprivate var ofBytes: (scale: Float, offset: Float) {
    self == .unit ? (255, 0) : (127.5, 127.5)
  }
}
