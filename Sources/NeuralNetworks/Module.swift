public import TensorCore

/// A part of a network that holds parameters, directly or through its own parts.
///
/// A module is a `final class` with named properties. Its parameters are found by looking at them:
/// properties that are a `Parameter`, a `Statistic`, a module, or arrays, dictionaries or optionals
/// of these. Their dotted paths, such as `upsample.0.weight`, are the names in checkpoints.
public protocol Module: AnyObject {}

/// A module that maps one tensor to another.
public protocol Layer: Module {
  /// The layer's output for an input.
  func callAsFunction(_ x: Tensor) -> Tensor
}

/// Something that a module holds, with its path from the module.
public struct Named<Value> {
  /// The names of the properties on the way, joined by dots.
  public let path: String
  /// What stands there.
  public let value: Value

  /// A value under a path.
  public init(path: String, value: Value) {
    self.path = path
    self.value = value
  }
}

extension Named: Sendable where Value: Sendable {}

extension Module {
  /// The parameters, in the order of the properties' declaration.
  ///
  /// - Precondition: There is at least one, and none is found twice.
  public var namedParameters: [Named<Parameter>] {
    let found: [Named<Parameter>] = members(of: self)
    require(!found.isEmpty, "\(type(of: self)) has no parameters")
    require(
      Set(found.map { ObjectIdentifier($0.value) }).count == found.count,
      "\(type(of: self)) holds a parameter twice"
    )
    return found
  }

  /// The parameters, without their paths.
  public var parameters: [Parameter] { namedParameters.map(\.value) }

  /// What the module remembers beside its parameters, such as running averages.
  public var namedStatistics: [Named<Statistic>] { members(of: self) }

  /// The number of elements of all parameters.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.elementCount } }
}

/// Everything of a type that an object's properties hold, at any depth.
private func members<Value: AnyObject>(of object: Any, path: String = "") -> [Named<Value>] {
  var found: [Named<Value>] = []
  var mirror: Mirror? = Mirror(reflecting: object)
  var levels: [Mirror] = []
  while let level = mirror {
    levels.insert(level, at: 0)
    mirror = level.superclassMirror
  }
  for level in levels {
    for (index, child) in level.children.enumerated() {
      collect(child.value, path: joined(path, child.label ?? "\(index)"), into: &found)
    }
  }
  return found
}

private func collect<Value: AnyObject>(
  _ value: Any,
  path: String,
  into found: inout [Named<Value>]
) {
  if let value = value as? Value {
    found.append(Named(path: path, value: value))
    return
  }
  // The cast opens optionals: their own `some` must not become part of the path.
  if let module = value as? any Module {
    found += members(of: module, path: path)
    return
  }
  let mirror = Mirror(reflecting: value)
  switch mirror.displayStyle {
  case .collection:
    for (index, child) in mirror.children.enumerated() {
      collect(child.value, path: joined(path, "\(index)"), into: &found)
    }
  case .optional:
    for child in mirror.children { collect(child.value, path: path, into: &found) }
  case .dictionary:
    guard let entries = value as? [String: Any] else { return }
    for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
      collect(entry, path: joined(path, key), into: &found)
    }
  default: break
  }
}

private func joined(_ path: String, _ name: String) -> String {
  path.isEmpty ? name : "\(path).\(name)"
}
