import Archives
public import ArgumentParser
public import Interchange
import Recipes
import Terminal

/// `forger export`.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a trained network for other programs.",
    usage: "forger export [<options>] <checkpoint>",
    discussion: """
      FORMATS:
      \(ExportFormat.all.map { "  \($0.name.padded(to: 13))\($0.summary)" }.joined(separator: "\n"))

      In ONNX, a generator takes z ([N, latent size]), and class ([N]) if it was trained with classes, and makes image. \
      A discriminator takes image, and class, and makes logit ([N, 1]). The recipe and the range of pixels are in the \
      file's metadata.

      EXAMPLES:
        The generator of a run, for any program that runs ONNX, in generator.onnx:
          forger export result

        Images as a viewer wants them, [N, H, W, C] of bytes:
          forger export result --layout nhwc --bytes -o generator.onnx

        Sixteen images at a time, for XLA:
          forger export result --format stablehlo --batch 16 -o generator.mlir

        The weights of a discriminator:
          forger export result --network discriminator --format safetensors
      """
  )

  @Argument(help: .generator)
  var checkpoint: String

  @Option(help: ArgumentHelp("The format.", valueName: "format"))
  var format = ExportFormat.onnx

  @Option(help: ArgumentHelp("The network.", valueName: "network"))
  var network = NetworkExport.Part.generator

  @Option(
    help: ArgumentHelp(
      "The order of an image's axes, in formats that are run. (default: nchw)",
      valueName: "order"
    )
  )
  var layout: NetworkExport.Border.Order?

  @Option(
    help: ArgumentHelp("The images of a batch, in StableHLO. (default: 1)", valueName: "n")
  )
  var batch: Int?

  @Flag(help: "Pixels as bytes, 0 to 255, instead of numbers in the network's range.")
  var bytes = false

  @Flag(help: "A generator takes a threshold for normal latent vectors, too, named truncation.")
  var truncationInput = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file. (default: generator.onnx and the like)", valueName: "path")
  )
  var out: String?

  func validate() throws {
    try check(checkpoint, isNotEmpty: "the checkpoint")
    try check(out, isNotEmpty: "--out")
    if !format.isRunnable && (layout != nil || bytes || truncationInput) {
      throw ValidationError(
        "--format \(format.name) has weights alone; --layout, --bytes and --truncation-input are for graphs"
      )
    }
    if format != .stableHLO, batch != nil {
      throw ValidationError("--batch is for stablehlo; \(format.name) takes batches of any size")
    }
    if let batch, !(1...100_000).contains(batch) {
      throw ValidationError("--batch is \(batch); expected 1 to 100000")
    }
    if format == .stableHLO, bytes || truncationInput {
      throw ValidationError("--bytes and --truncation-input are for onnx; stablehlo has neither")
    }
    if truncationInput && network == .discriminator {
      throw ValidationError("--truncation-input is for generators; a discriminator takes images")
    }
  }

  func run() throws {
    let export = try NetworkExport(
      of: network,
      in: GeneratorCheckpoint(readingFrom: checkpoint),
      border: NetworkExport.Border(
        order: layout ?? .nchw,
        hasBytes: bytes,
        takesTruncation: truncationInput,
        batch: batch ?? 1
      )
    )
    let path = out ?? "\(network.rawValue).\(format.fileExtension)"
    try export.write(as: format, to: path)
    let recipe = export.checkpoint.recipe.name.rawValue
    try Console.standardOutput().printResult("\(path): the \(network.rawValue) of \(recipe)")
  }
}

extension ExportFormat: ExpressibleByArgument {
  /// The format of a name.
  public init?(argument: String) { self.init(named: argument) }

  /// The names.
  public static var allValueStrings: [String] { all.map(\.name) }

  /// The name.
  public var defaultValueDescription: String { name }
}

extension NetworkExport.Part: ExpressibleByArgument {}

extension NetworkExport.Border.Order: ExpressibleByArgument {}
