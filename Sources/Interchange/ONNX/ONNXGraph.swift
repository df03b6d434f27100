/// A graph that is being written, node by node.
struct ONNXGraph {
  /// The model so far.
  private(set) var model = ONNXModel()
  private var names: Set<String> = []
  private var nodeCounts: [String: Int] = [:]
  /// Numbers that are there already, by their type, shape and bytes.
  private var small: [SmallTensor: String] = [:]

  private struct SmallTensor: Hashable {
    let type: ONNXModel.ElementType
    let shape: [Int]
    let bytes: [UInt8]
  }

  /// A name that nothing else has: the given one if it is free.
  mutating func unique(_ name: String) -> String {
    var (candidate, number) = (name, 1)
    while !names.insert(candidate).inserted {
      number += 1
      candidate = "\(name)_\(number)"
    }
    return candidate
  }

  /// Adds a node with one result.
  ///
  /// - Parameters:
  ///   - type: The operator.
  ///   - inputs: The names of its inputs.
  ///   - attributes: Its attributes.
  ///   - name: The result's name, where it is not to be any.
  /// - Returns: The result's name.
  mutating func add(
    _ type: String,
    _ inputs: [String],
    _ attributes: KeyValuePairs<String, ONNXModel.Attribute> = [:],
    as name: String? = nil
  ) -> String {
    nodeCounts[type, default: 0] += 1
    let node = "\(type)_\(nodeCounts[type] ?? 0)"
    let result = name ?? unique(node + "_result")
    model.nodes.append(
      ONNXModel.Node(
        name: node,
        type: type,
        inputs: inputs,
        outputs: [result],
        attributes: attributes.map { ($0.key, $0.value) }
      )
    )
    return result
  }

  /// Adds numbers under a name, or one like it.
  mutating func constant(_ numbers: [Float], shape: [Int], name: String) -> String {
    let name = unique(name)
    let bytes = numbers.withUnsafeBytes(Array.init)
    model.tensors.append(ONNXModel.Tensor(name: name, type: .float, shape: shape, bytes: bytes))
    return name
  }

  /// One number.
  mutating func number(_ value: Float) -> String {
    let bytes = withUnsafeBytes(of: value, Array.init)
    return small(.float, [], bytes, name: "number")
  }

  /// A list of numbers, which is there once.
  mutating func numbers(_ values: [Float], name: String) -> String {
    small(.float, [values.count], values.withUnsafeBytes(Array.init), name: name)
  }

  /// A list of integers.
  mutating func integers(_ values: [Int]) -> String {
    let bytes = values.map(Int64.init).withUnsafeBytes(Array.init)
    return small(.int64, [values.count], bytes, name: "integers")
  }

  private mutating func small(
    _ type: ONNXModel.ElementType,
    _ shape: [Int],
    _ bytes: [UInt8],
    name: String
  ) -> String {
    let key = SmallTensor(type: type, shape: shape, bytes: bytes)
    if let known = small[key] { return known }
    let name = unique(name)
    model.tensors.append(ONNXModel.Tensor(name: name, type: type, shape: shape, bytes: bytes))
    small[key] = name
    return name
  }

  /// Adds an input and returns its name.
  mutating func input(
    _ name: String,
    _ type: ONNXModel.ElementType,
    _ axes: [ONNXModel.Axis],
    _ documentation: String
  ) -> String {
    let name = unique(name)
    model.inputs.append(
      ONNXModel.Value(name: name, type: type, axes: axes, documentation: documentation)
    )
    return name
  }

  /// Makes a value the output, under a name of its own.
  mutating func output(
    _ value: String,
    as name: String,
    _ type: ONNXModel.ElementType,
    _ axes: [ONNXModel.Axis],
    _ documentation: String
  ) {
    let result = add("Identity", [value], as: unique(name))
    model.outputs.append(
      ONNXModel.Value(name: result, type: type, axes: axes, documentation: documentation)
    )
  }

  /// Describes the whole.
  mutating func describe(
    _ name: String,
    version: String,
    metadata: [(name: String, text: String)]
  ) {
    (model.name, model.producerVersion, model.metadata) = (name, version, metadata)
  }
}
