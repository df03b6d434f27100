import Preconditions
public import TensorCore

/// A part of a network that holds parameters, directly or through its own parts.
///
/// A module is a `final class` with named properties. Its parameters and buffers are found by
/// reflection: properties that are a `Parameter`, a `Buffer`, a module, or arrays, dictionaries with
/// `String` keys or optionals of these. Their dotted paths, such as `upsample.0.weight`, are the names
/// in snapshots. A property that holds any of them otherwise, in a tuple or a struct, is an error:
/// nothing there would be trained or saved.
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
  /// The value at the path.
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
  /// - Precondition: There is at least one, none is found twice, and no property holds parameters in
  ///   a way that reflection does not follow.
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

  /// The module's state beside its parameters, such as running averages.
  ///
  /// - Precondition: As of `namedParameters`, but that there may be none.
  public var namedBuffers: [Named<Buffer>] { members(of: self) }

  /// The number of elements of all parameters.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.elementCount } }
}

/// Everything of a type that an object's properties hold, at any depth.
private func members<Value: AnyObject>(of module: any Module, path: String = "") -> [Named<Value>] {
  var found: [Named<Value>] = []
  var mirror: Mirror? = Mirror(reflecting: module)
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
  case .dictionary where value is [String: Any]:
    guard let entries = value as? [String: Any] else { return }
    for (key, entry) in entries.sorted(by: { $0.key < $1.key }) {
      collect(entry, path: joined(path, key), into: &found)
    }
  case .tuple, .struct, .enum, .dictionary, .set:
    require(
      !holdsState(mirror),
      """
      Module: '\(path)' holds parameters, buffers or modules in \(mirror.subjectType), where they \
      would be neither trained nor saved; an array, a dictionary with String keys or a module of its \
      own is followed
      """
    )
  default: break
  }
}

/// Whether there is anything in a value that belongs to a module's state; other classes are not
/// entered, they may hold whatever they refer to.
private func holdsState(_ mirror: Mirror) -> Bool {
  mirror.children.contains { child in
    if child.value is Parameter || child.value is Buffer || child.value is any Module {
      return true
    }
    let inner = Mirror(reflecting: child.value)
    return inner.displayStyle != .class && holdsState(inner)
  }
}

private func joined(_ path: String, _ name: String) -> String {
  path.isEmpty ? name : "\(path).\(name)"
}
