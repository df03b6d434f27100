public import Adversarial
import Preconditions

/// The plane between four latent vectors, or the line between two: paths along the rows, between points of paths along
/// the columns.
public struct LatentPlane: Sendable {
  /// The path along rows and columns.
  public let way: LatentPath
  private let corners: [[Float]]
  private let conditions: [Condition]

  /// A plane.
  ///
  /// - Parameters:
  ///   - corners: Two vectors, left and right, or four: top left, top right, bottom left, bottom right.
  ///   - conditions: The condition of each, of one image.
  ///   - way: The path.
  /// - Precondition: There are two or four vectors of one length, and as many conditions of one kind.
  public init(_ corners: [[Float]], _ conditions: [Condition], way: LatentPath) {
    require(
      [2, 4].contains(corners.count) && conditions.count == corners.count
        && Set(corners.map(\.count)).count == 1,
      "LatentPlane: \(corners.count) vectors with \(conditions.count) conditions"
    )
    (self.corners, self.conditions, self.way) = (corners, conditions, way)
  }

  /// The vector at a place.
  ///
  /// - Parameters:
  ///   - x: How far right, in 0...1.
  ///   - y: How far down, in 0...1.
  /// - Returns: The vector.
  public func vector(x: Double, y: Double) -> [Float] {
    let top = way.point(from: corners[0], to: corners[1], at: x)
    guard corners.count == 4 else { return top }
    let bottom = way.point(from: corners[2], to: corners[3], at: x)
    return way.point(from: top, to: bottom, at: y)
  }

  /// The condition at a place: the corners' where all are of one class, otherwise their mixture.
  public func condition(x: Double, y: Double) -> Condition {
    if Set(conditions.map(\.labels)).count == 1 { return conditions[0] }
    let top = conditions[0].mixed(with: conditions[1], at: Float(x))
    guard corners.count == 4 else { return top }
    let bottom = conditions[2].mixed(with: conditions[3], at: Float(x))
    guard case .shares(let upper, let count) = top, case .shares(let lower, _) = bottom else {
      return top
    }
    let share = Float(y)
    return .shares(zip(upper, lower).map { (1 - share) * $0 + share * $1 }, of: count)
  }
}
