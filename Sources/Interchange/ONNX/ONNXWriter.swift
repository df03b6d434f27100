internal import Adversarial
internal import TensorCore

/// Writes a network's program as nodes of ONNX, one operation after the other.
///
/// Forger's images are `[N, H, W, C]`, those of ONNX's convolutions `[N, C, H, W]`. A value is turned from one to the
/// other where somebody needs it; what works element by element takes it as it is. So most graphs turn their images
/// once or not at all.
struct ONNXWriter {
  typealias Length = NetworkProgram.Length
  typealias Operand = NetworkProgram.Operand

  /// The order of an image's axes.
  enum Order: Hashable {
    /// As in Forger, `[N, H, W, C]`, and of all that are no images.
    case channelsLast
    /// As in ONNX, `[N, C, H, W]`.
    case channelsFirst
  }

  /// A shape, in Forger's order, and the order in which a value in that shape lies.
  struct Form: Hashable {
    let shape: [Length]
    let order: Order

    /// Whether it is of images of one pixel.
    var isOfSinglePixels: Bool { shape[1] == .fixed(1) && shape[2] == .fixed(1) }
  }

  /// The graph so far.
  var graph = ONNXGraph()
  private let program: NetworkProgram
  /// The names of the forms that a value has, in the order in which they came to be.
  private var forms: [Int: [(form: Form, name: String)]] = [:]
  /// The name of the size of the batch, as a list of one integer.
  private var batchName: String?
  /// An input whose first axis counts the batch.
  private var batchSource = ""

  /// A writer of a program.
  init(_ program: NetworkProgram) { self.program = program }

  /// Whether the writer has nodes for a fused operation, so that it needs not be taken apart.
  static func keepsFused(_ operation: Operation) -> Bool {
    switch operation {
    case .convolution, .matrixProduct, .upsample, .normalize(parts: 1): true
    default: false
    }
  }

  /// Gives all values that the program knows as an input the numbers of a node.
  ///
  /// - Parameters:
  ///   - name: The input's name in the program.
  ///   - value: The node's name.
  ///   - order: The order in which it has images.
  mutating func bind(_ name: String, to value: String, order: Order = .channelsLast) {
    batchSource = batchSource.isEmpty ? value : batchSource
    for input in program.inputs where input.name == name {
      set(input.operand, value, order)
    }
  }

  /// Writes all operations.
  ///
  /// - Parameter order: The order that the result is wanted in.
  /// - Returns: The name of the result.
  /// - Throws: `ONNXProblem` at an operation that has no nodes.
  mutating func write(as order: Order) throws(ONNXProblem) -> String {
    for step in program.steps { try write(step) }
    return try name(of: program.output, as: order)
  }

  /// Makes a node's result a value of the program.
  mutating func set(_ operand: Operand, _ name: String, _ order: Order = .channelsLast) {
    forms[operand.value, default: []].append((Form(shape: operand.shape, order: order), name))
  }

  /// The order in which there is an operand already, that of convolutions rather.
  func order(of operand: Operand) -> Order? {
    let orders = (forms[operand.value] ?? []).filter { $0.form.shape == operand.shape }
      .map(\.form.order)
    return orders.contains(.channelsFirst) ? .channelsFirst : orders.first
  }

  /// The numbers of an operand that is the same for all batches.
  func constant(_ operand: Operand) -> NetworkProgram.Constant? { program.constants[operand.value] }

  /// The name of an operand in an order; nodes are added where it is not there in this order yet.
  ///
  /// - Throws: `ONNXProblem` if it would have to be seen in a shape that depends on the batch in more than one axis.
  mutating func name(
    of operand: Operand,
    as order: Order = .channelsLast
  ) throws(ONNXProblem) -> String {
    let form = Form(shape: operand.shape, order: order)
    let known = forms[operand.value] ?? []
    if let name = known.first(where: { $0.form == form })?.name { return name }
    let name: String
    if let constant = program.constants[operand.value] {
      name = try self.constant(constant, form)
    } else if let other = known.first(where: { $0.form.shape == operand.shape })?.name {
      let axes = order == .channelsFirst ? [0, 3, 1, 2] : [0, 2, 3, 1]
      name = graph.add("Transpose", [other], ["perm": .integers(axes)])
    } else if order == .channelsFirst, form.isOfSinglePixels {
      // Both orders are the same numbers.
      let axes = [0, 3, 1, 2].map { operand.shape[$0] }
      let vectors = Operand(value: operand.value, shape: [operand.shape[0], operand.shape[3]])
      name = graph.add("Reshape", [try self.name(of: vectors), try shape(axes)])
    } else if order == .channelsFirst {
      let last = try self.name(of: operand)
      name = graph.add("Transpose", [last], ["perm": .integers([0, 3, 1, 2])])
    } else {
      guard let (source, _) = known.first else {
        fatalError("ONNXWriter: nothing computes value \(operand.value)")
      }
      let whole = try self.name(of: Operand(value: operand.value, shape: source.shape))
      name = graph.add("Reshape", [whole, try shape(operand.shape)])
    }
    forms[operand.value, default: []].append((form, name))
    return name
  }

  /// The name of constant numbers in a form.
  private mutating func constant(
    _ constant: NetworkProgram.Constant,
    _ form: Form
  ) throws(ONNXProblem) -> String {
    let lengths = form.shape.compactMap(\.fixed)
    guard lengths.count == form.shape.count else { throw .shapeOfBatches }
    let name = constant.path ?? "constant"
    guard form.order == .channelsFirst else {
      return graph.constant(constant.numbers, shape: lengths, name: name)
    }
    let turned = Tensor(constant.numbers, shape: Shape(lengths)).transposed([0, 3, 1, 2])
    return graph.constant(turned.scalars, shape: turned.shape.dimensions, name: name)
  }

  /// The name of a constant whose axes are permuted; of any other value's permutation, too.
  mutating func permuted(_ operand: Operand, _ axes: [Int]) throws(ONNXProblem) -> String {
    if let constant = constant(operand) {
      let lengths = operand.shape.compactMap(\.fixed)
      guard lengths.count == operand.shape.count else { throw .shapeOfBatches }
      let turned = Tensor(constant.numbers, shape: Shape(lengths)).transposed(axes)
      return graph.constant(
        turned.scalars,
        shape: turned.shape.dimensions,
        name: constant.path ?? "constant"
      )
    }
    return graph.add("Transpose", [try name(of: operand)], ["perm": .integers(axes)])
  }

  /// The name of a shape as a list for `Reshape`: a length that depends on the batch is inferred.
  private mutating func shape(_ lengths: [Length]) throws(ONNXProblem) -> String {
    guard lengths.count(where: { $0.fixed == nil }) <= 1 else { throw .shapeOfBatches }
    return graph.integers(lengths.map { $0.fixed ?? -1 })
  }

  /// The name of a shape as a list with the batch's size in it.
  mutating func batchShape(_ lengths: [Length]) -> String {
    if lengths.allSatisfy({ $0.fixed != nil }) {
      return graph.integers(lengths.compactMap(\.fixed))
    }
    let batch =
      batchName
      ?? graph.add("Shape", [batchSource], ["start": .integer(0), "end": .integer(1)])
    batchName = batch
    let parts = lengths.map { length in
      switch length {
      case .fixed(let length): graph.integers([length])
      case .perExample(1): batch
      case .perExample(let count): graph.add("Mul", [batch, graph.integers([count])])
      }
    }
    return graph.add("Concat", parts, ["axis": .integer(0)])
  }
}

/// Why a program cannot be written in ONNX.
enum ONNXProblem: Error, Equatable {
  /// An operation has no nodes.
  case operation(String)
  /// A shape depends on the batch where it must not.
  case shapeOfBatches
  /// The file would be larger than readers take.
  case tooLarge(Int)

  /// The problem as a clause.
  var text: String {
    switch self {
    case .operation(let name): "is a network with the operation '\(name)'"
    case .shapeOfBatches: "is a network with shapes that depend on the batch in several axes"
    case .tooLarge(let bytes): "is a network of \(bytes) bytes"
    }
  }
}
