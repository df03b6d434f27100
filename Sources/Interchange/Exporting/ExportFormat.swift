internal import Adversarial
internal import Archives
internal import Recipes
internal import TensorCore
internal import Training

/// A format that networks are exported in.
///
/// A new one is a value with a name and a function that writes a file, and a line in `all`.
public struct ExportFormat: Equatable, Sendable {
  /// The name.
  public let name: String
  /// A description in one line without a period.
  public let summary: String
  /// The usual end of a file's name.
  public let fileExtension: String
  /// Whether a file of the format can be run, so that it says what images are like.
  public let isRunnable: Bool
  let write: @Sendable (NetworkExport, _ path: String) throws -> Void

  /// A format.
  ///
  /// - Parameters:
  ///   - name: The name, in lower case.
  ///   - summary: A description in one line without a period.
  ///   - fileExtension: The usual end of a file's name; the name, if it is left out.
  ///   - isRunnable: Whether other programs run such a file, so that `NetworkExport.Border` applies.
  ///   - write: Writes a network to a path, completely or not at all.
  public init(
    name: String,
    summary: String,
    fileExtension: String? = nil,
    isRunnable: Bool,
    write: @escaping @Sendable (NetworkExport, _ path: String) throws -> Void
  ) {
    (self.name, self.summary, self.isRunnable) = (name, summary, isRunnable)
    self.fileExtension = fileExtension ?? name
    self.write = write
  }

  /// All formats.
  public static let all: [ExportFormat] = [.onnx, .stableHLO, .safetensors, .npz]

  /// The format of a name, if there is one.
  public init?(named name: String) {
    guard let format = Self.all.first(where: { $0.name == name }) else { return nil }
    self = format
  }

  /// Whether both have the same name.
  public static func == (one: ExportFormat, other: ExportFormat) -> Bool { one.name == other.name }

  /// ONNX, which many runtimes run.
  public static let onnx = ExportFormat(
    name: "onnx",
    summary: "a graph that many programs run, for batches of any size",
    isRunnable: true
  ) { export, path in
    do {
      let model = try export.straightLine { try export.onnxModel() }
      try AtomicFile.write(model.encodedChecked, to: path)
    } catch let problem as ONNXProblem {
      throw FileProblem(
        export.checkpoint.path,
        found: problem.text,
        expected: "a network that can be written in ONNX"
      )
    }
  }

  /// StableHLO, which XLA and IREE compile.
  public static let stableHLO = ExportFormat(
    name: "stablehlo",
    summary: "a graph that XLA and IREE compile, for batches of one size",
    fileExtension: "mlir",
    isRunnable: true
  ) { export, path in
    let text = try export.straightLine { try export.stableHLO() }
    try AtomicFile.write(Array(text.utf8), to: path)
  }

  /// safetensors, with dotted paths as names and arrays as in memory.
  public static let safetensors = ExportFormat(
    name: "safetensors",
    summary: "the weights by dotted path, as Forger has them",
    isRunnable: false
  ) { export, path in
    let texts = export.texts(pixelRange: export.ownPixelRange)
    let metadata = Dictionary(texts.map { ($0.name, $0.text) }) { first, _ in first }
    let arrays = NamedArrays(stateOf: export.module)
    try Safetensors.write(Safetensors.Content(arrays, metadata: metadata), to: path)
  }

  /// NumPy's archive, with the names and layouts of the framework that the recipe is from.
  public static let npz = ExportFormat(
    name: "npz",
    summary: "the weights as the framework of the recipe's tutorial has them",
    isRunnable: false
  ) { export, path in
    var arrays = ModelLayout(of: export.module).arrays(of: export.module)
    arrays[Recipe.arrayName] = export.recipe.array
    try NPZ.write(arrays, to: path)
  }
}

extension NetworkExport {
  /// What `write` makes of the network as a straight-line program.
  ///
  /// - Throws: `FileProblem` if it is none; what `write` throws.
  fileprivate func straightLine<Result>(_ write: () throws -> Result) throws -> Result {
    do { return try write() } catch let problem as NetworkProgramProblem {
      throw FileProblem(
        checkpoint.path,
        found: problem.text,
        expected: "a network that does the same for all batches and numbers"
      )
    }
  }
}

extension ONNXModel {
  /// The file's bytes.
  fileprivate var encodedChecked: [UInt8] {
    get throws(ONNXProblem) {
      let bytes = encoded
      guard bytes.count <= Self.longestFile else { throw .tooLarge(bytes.count) }
      return bytes
    }
  }
}
