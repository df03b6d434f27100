/// How a gradient moves a parameter, such as Adam or SGD.
///
/// A rule is a value; what it remembers of each parameter (momentum, …) lies in the slots that its
/// optimizer keeps for it. See CONTRIBUTING.md, "Adding an optimizer".
public protocol UpdateRule: Sendable {
  /// The step size where no schedule changes it.
  var learningRate: Float { get }

  /// A name for each slot, as in checkpoints; every slot is as large as the parameter and starts at
  /// zero.
  var slotNames: [String] { get }

  /// Moves part of a parameter.
  ///
  /// - Parameters:
  ///   - part: The elements to move, with their gradients and slots.
  ///   - step: The number of this step, 1 being the first.
  ///   - learningRate: The step size after the schedule.
  func move(_ part: ParameterPart, step: Int, learningRate: Float)
}

/// Some elements of a parameter, their gradients and their slots.
public struct ParameterPart {
  /// The number of elements.
  public let count: Int
  /// The elements, to be changed.
  public let values: UnsafeMutablePointer<Float>
  /// Their gradients.
  public let gradients: UnsafePointer<Float>
  /// Their slots, in the order of the rule's `slotNames`, to be changed.
  public let slots: [UnsafeMutablePointer<Float>]

  /// The number of vectors of eight that cover the elements.
  ///
  /// The last one may reach past them, where the memory of all four is the optimizer's and what stands
  /// there means nothing.
  public var vectorCount: Int { (count + 7) / 8 }

  /// Elements, gradients or a slot as vectors of eight: for formulas that the compiler does not
  /// vectorise by itself, such as square roots.
  public func vectors(_ elements: UnsafeMutablePointer<Float>) -> UnsafeMutablePointer<SIMD8<Float>>
  {
    UnsafeMutableRawPointer(elements).assumingMemoryBound(to: SIMD8<Float>.self)
  }
}
