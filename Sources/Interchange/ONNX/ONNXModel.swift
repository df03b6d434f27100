/// A model in ONNX: a graph of nodes with named values, and texts about it.
///
/// Source: ONNX, "Open Neural Network Exchange Intermediate Representation Specification" and `onnx.proto`, whose
/// field numbers these are.
struct ONNXModel {
  /// The version of the format.
  static let formatVersion = 8
  /// The version of the operators.
  static let operatorVersion = 17
  /// The most bytes of a file: what Protocol Buffers' readers take.
  static let longestFile = (1 << 31) - 1

  /// A type of elements, with its number in the format.
  enum ElementType: Int {
    case float = 1
    case uint8 = 2
    case int64 = 7
    case bool = 9
  }

  /// An axis of a value at the border.
  enum Axis: Equatable {
    /// Of a fixed length.
    case length(Int)
    /// Of any length, which has a name.
    case named(String)
  }

  /// A value at the border.
  struct Value: Equatable {
    let name: String
    let type: ElementType
    let axes: [Axis]
    let documentation: String
  }

  /// Numbers that are part of the model.
  struct Tensor {
    let name: String
    let type: ElementType
    let shape: [Int]
    let bytes: [UInt8]
  }

  /// The value of an attribute of a node.
  enum Attribute: Equatable {
    case integer(Int)
    case integers([Int])
    case number(Float)
    case numbers([Float])
    case text(String)
  }

  /// One operation.
  struct Node {
    let name: String
    let type: String
    let inputs: [String]
    let outputs: [String]
    let attributes: [(name: String, value: Attribute)]
  }

  /// What the graph is called.
  var name = ""
  /// What it takes.
  var inputs: [Value] = []
  /// What it makes.
  var outputs: [Value] = []
  /// Its operations, each after those whose results it takes.
  var nodes: [Node] = []
  /// Its numbers.
  var tensors: [Tensor] = []
  /// Texts by name.
  var metadata: [(name: String, text: String)] = []
  /// The version of Forger.
  var producerVersion = ""

  /// The file's bytes.
  var encoded: [UInt8] {
    ProtocolBuffer { model in
      model.write(1, Self.formatVersion)
      model.write(2, "Forger")
      model.write(3, producerVersion)
      model.write(7, graph)
      model.write(8, ProtocolBuffer { $0.write(2, Self.operatorVersion) })
      for (name, text) in metadata {
        model.write(
          14,
          ProtocolBuffer {
            $0.write(1, name)
            $0.write(2, text)
          }
        )
      }
    }.bytes
  }

  private var graph: ProtocolBuffer {
    ProtocolBuffer { graph in
      for node in nodes { graph.write(1, node.encoded) }
      graph.write(2, name)
      for tensor in tensors { graph.write(5, tensor.encoded) }
      for input in inputs { graph.write(11, input.encoded) }
      for output in outputs { graph.write(12, output.encoded) }
    }
  }
}

extension ONNXModel.Node {
  fileprivate var encoded: ProtocolBuffer {
    ProtocolBuffer { node in
      for input in inputs { node.write(1, input) }
      for output in outputs { node.write(2, output) }
      node.write(3, name)
      node.write(4, type)
      for (name, value) in attributes { node.write(5, value.encoded(as: name)) }
    }
  }
}

extension ONNXModel.Attribute {
  fileprivate func encoded(as name: String) -> ProtocolBuffer {
    ProtocolBuffer { attribute in
      attribute.write(1, name)
      switch self {
      case .number(let value):
        attribute.write(2, value)
        attribute.write(20, 1)
      case .integer(let value):
        attribute.write(3, value)
        attribute.write(20, 2)
      case .text(let text):
        attribute.write(4, text)
        attribute.write(20, 3)
      case .numbers(let values):
        for value in values { attribute.write(7, value) }
        attribute.write(20, 6)
      case .integers(let values):
        for value in values { attribute.write(8, value) }
        attribute.write(20, 7)
      }
    }
  }
}

extension ONNXModel.Tensor {
  fileprivate var encoded: ProtocolBuffer {
    ProtocolBuffer { tensor in
      for length in shape { tensor.write(1, length) }
      tensor.write(2, type.rawValue)
      tensor.write(8, name)
      tensor.write(9, bytes)
    }
  }
}

extension ONNXModel.Value {
  fileprivate var encoded: ProtocolBuffer {
    ProtocolBuffer { value in
      value.write(1, name)
      let shape = ProtocolBuffer { shape in
        for axis in axes {
          shape.write(
            1,
            ProtocolBuffer {
              switch axis {
              case .length(let length): $0.write(1, length)
              case .named(let name): $0.write(2, name)
              }
            }
          )
        }
      }
      let tensor = ProtocolBuffer {
        $0.write(1, type.rawValue)
        $0.write(2, shape)
      }
      value.write(2, ProtocolBuffer { $0.write(1, tensor) })
      value.write(3, documentation)
    }
  }
}
