internal import Archives
internal import Recipes
internal import StableHLO
internal import TensorCore

/// A network as a module of StableHLO, with its weights, for batches of one size.
///
/// | of the | name | type and shape | what |
/// |---|---|---|---|
/// | generator | `%z` | f32 `[N, latent]` | latent vectors |
/// | | `%class` | f32 `[N, classes]` | 1 for the class of each image and 0 for others, if there are classes |
/// | | result | f32 `[N, C, H, W]` or `[N, H, W, C]` | images |
/// | discriminator | `%image` | as above | images |
/// | | `%class` | as above | the class of each image, if there are classes |
/// | | result | f32 `[N, 1]` | logits, positive for real images |
extension NetworkExport {
  /// The module's text, after the network's own texts in comments.
  ///
  /// - Throws: `NetworkProgramProblem` if the network is no straight-line program; `FileProblem` if the border has what
  ///   the format has not.
  func stableHLO() throws -> String {
    guard !border.hasBytes, !border.takesTruncation else {
      throw FileProblem(
        checkpoint.path,
        found: "is to have \(border.hasBytes ? "bytes" : "a threshold") in StableHLO",
        expected: "pixels as numbers and latent vectors as they are; ONNX has both"
      )
    }
    let program = try NetworkProgram(
      of: module,
      batch: border.batch,
      keepingFused: { _ in false },
      running: run
    )
    let layout = ("forger.layout", border.order.rawValue.uppercased())
    let comments = (texts(pixelRange: ownPixelRange) + [layout]).flatMap { name, text in
      text.split(separator: "\n", omittingEmptySubsequences: false).map { "// \(name): \($0)\n" }
    }
    return comments.joined() + graph(of: program).stableHLO()
  }

  /// The program with the border around it.
  private func graph(of program: NetworkProgram) -> Program {
    var graph = Program()
    var sources: [Int: Program.Source] = [:]
    func shape(_ lengths: [NetworkProgram.Length]) -> Shape {
      Shape(lengths.map { $0.inBatch(of: border.batch) })
    }
    func transposed(_ source: Program.Source, _ old: Shape, _ axes: [Int]) -> Program.Source {
      graph.steps.append(Program.Step(.transpose(axes), [Program.Operand(source, old)]))
      return .step(graph.steps.count - 1, output: 0)
    }
    // An input that the network takes from the host in several places is one of the module.
    var known: [String: Program.Source] = [:]
    for input in program.inputs {
      if let source = known[input.name] {
        sources[input.operand.value] = source
        continue
      }
      let own = shape(input.operand.shape)
      let isTurned = input.name == "image" && border.order == .nchw
      let outer = isTurned ? Shape([0, 3, 1, 2].map { own[$0] }) : own
      graph.inputs.append(Program.Input(ValueType(outer), named: input.name))
      let source = Program.Source.input(graph.inputs.count - 1)
      let inner = isTurned ? transposed(source, outer, [0, 2, 3, 1]) : source
      (sources[input.operand.value], known[input.name]) = (inner, inner)
    }
    for (value, constant) in program.constants.sorted(by: { $0.key < $1.key }) {
      let type = ValueType([constant.numbers.count])
      graph.inputs.append(Program.Input(type, .constant(constant.numbers)))
      sources[value] = .input(graph.inputs.count - 1)
    }
    for step in program.steps {
      let operands = step.operands.map { operand in
        Program.Operand(sources[operand.value] ?? .input(0), shape(operand.shape))
      }
      graph.steps.append(Program.Step(step.operation, operands))
      for (index, result) in step.results.enumerated() {
        sources[result.value] = .step(graph.steps.count - 1, output: index)
      }
    }
    var result = sources[program.output.value] ?? .input(0)
    if part == .generator, border.order == .nchw {
      result = transposed(result, shape(program.output.shape), [0, 3, 1, 2])
    }
    graph.outputs = [result]
    return graph
  }
}
