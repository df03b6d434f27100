internal import StableHLO
internal import TensorCore

/// A value on the device or from the host that a program takes.
struct CapturedInput {
  let value: GraphValue
  /// Its values on the host, if they are not yet on the device.
  let storage: Storage?
  /// Whether the value is on the device and needed by nothing but the program, which may overwrite it.
  let isGiven: Bool
}

/// A program as it is captured from the graph: its structure as a key, and what differs from run to run.
struct Capture {
  /// The structure: equal keys have equal programs, but for numbers.
  private(set) var key: [Int] = []
  /// The steps, in the order in which they were captured.
  private(set) var steps: [GraphStep] = []
  /// The values on the device or from the host that the program takes.
  private(set) var inputs: [CapturedInput] = []
  /// The values that outlive the program.
  private(set) var outputs: [GraphValue] = []
  /// Numbers that are arguments of the program in any case.
  private(set) var arguments: [Float] = []
  /// Numbers that are part of the program for as long as they do not change.
  private(set) var constants: [Float] = []
  /// The first blocks of random numbers.
  private(set) var counters: [UInt64] = []

  /// Captures what is alive among the steps, which are in order of creation.
  init(_ pending: [GraphStep]) {
    key.reserveCapacity(6 * pending.count)
    steps.reserveCapacity(pending.count)
    for step in pending.reversed() {
      guard step.isNeeded || step.results.contains(where: \.isHeld) else { continue }
      step.isNeeded = true
      for case .value(let value, _) in step.operands { value.step?.isNeeded = true }
    }
    for step in pending where step.isNeeded { add(step) }
    key.append(-1)
    for step in steps {
      for result in step.results where result.isHeld {
        key.append(step.place << 3 | result.output)
        outputs.append(result)
      }
    }
    key.append(-1)
    for input in inputs { key.append(input.value.typeNumber) }
  }

  private mutating func add(_ step: GraphStep) {
    step.place = steps.count
    steps.append(step)
    key.append(step.kind.number)
    for operand in step.operands {
      switch operand {
      case .numbers(let numbers):
        key.append(numbers.count << 2 | 2)
        arguments += numbers
      case .value(let value, let storage):
        if let step = value.step {
          key.append((step.place << 3 | value.output) << 2 | 1)
        } else {
          let index = value.input ?? inputs.count
          if value.input == nil {
            value.input = index
            let isGiven = value.buffer != nil && !value.isHeld
            inputs.append(CapturedInput(value: value, storage: storage, isGiven: isGiven))
          }
          key.append(index << 2)
        }
      }
    }
    if step.kind.operation.scalarsChange {
      arguments += step.scalars
    } else {
      constants += step.scalars
    }
    if let counter = step.counter { counters.append(counter) }
  }

  /// The program, with those constants as arguments, after all others, whose places are given in ascending order.
  func program(varying: [Int]) -> Program {
    var program = Program()
    let givers = pairs()
    program.inputs = inputs.enumerated().map { index, input in
      Program.Input(input.value.type, givenTo: givers[index])
    }
    let arguments = Dictionary(
      uniqueKeysWithValues: varying.enumerated().map { ($1, self.arguments.count + $0) }
    )
    var (argument, constant, counter) = (0, 0, 0)
    for step in steps {
      let operation = step.kind.operation
      var written = Program.Step(
        step.scalars.isEmpty ? operation : operation.replacing(scalars: step.scalars),
        zip(step.operands, step.kind.shapes).map { operand, shape in
          switch operand {
          case .numbers(let numbers):
            program.inputs.append(Program.Input(ValueType(shape), .scalars(from: argument)))
            argument += numbers.count
            return Program.Operand(.input(program.inputs.count - 1), shape)
          case .value(let value, _):
            let source: Program.Source =
              value.step.map { .step($0.place, output: value.output) }
              ?? .input(value.input ?? 0)
            return Program.Operand(source, shape)
          }
        }
      )
      for place in step.scalars.indices {
        if operation.scalarsChange {
          written.scalars[place] = argument
          argument += 1
        } else {
          written.scalars[place] = arguments[constant]
          constant += 1
        }
      }
      if step.counter != nil {
        written.counter = counter
        counter += 1
      }
      program.steps.append(written)
    }
    program.outputs = outputs.map { .step($0.step?.place ?? 0, output: $0.output) }
    program.scalarCount = self.arguments.count + varying.count
    program.counterCount = counters.count
    return program
  }

  /// For inputs that an update or an average replaces, the output that does and takes their memory.
  ///
  /// An input that something else still needs keeps it when the program runs.
  private func pairs() -> [Int: Int] {
    var found: [Int: Int] = [:]
    for (index, output) in outputs.enumerated() {
      guard let step = output.step,
        let place = step.kind.operation.operandChanged(to: output.output),
        case .value(let value, _) = step.operands[place], value.step == nil,
        let input = value.input, found[input] == nil, value.type == output.type
      else { continue }
      found[input] = index
    }
    return found
  }

  /// Forgets the numbers that values were given.
  func finish() { for input in inputs { input.value.input = nil } }
}

extension Operation {
  /// The operand that a result replaces, for operations that change what they take.
  fileprivate func operandChanged(to output: Int) -> Int? {
    switch self {
    case .update: output == 0 ? 0 : output + 1
    case .binary(.interpolate): 0
    default: nil
    }
  }
}
