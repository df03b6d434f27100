import Preconditions
internal import Randomness

/// The orders in which epochs go through a dataset.
enum ImageOrders {
  /// Always the dataset's own, of so many images.
  case stored(Int)
  /// A permutation of so many images for each epoch.
  case shuffled(Int)
  /// As many images as the dataset has, of its classes in turn, each of which is given by its images.
  case balanced([[Int]])

  /// Orders of a dataset's images.
  ///
  /// - Precondition: Balanced orders are shuffled, and of a dataset with labels.
  init(of dataset: any ImageDataset, shuffled: Bool, balanced: Bool) {
    guard balanced else {
      self = shuffled ? .shuffled(dataset.count) : .stored(dataset.count)
      return
    }
    require(shuffled && dataset.labels != nil, "ImageOrders: \(dataset.name) is not balanced")
    let images = Dictionary(grouping: 0..<dataset.count) { dataset.labels?[$0] ?? 0 }
    self = .balanced(images.keys.sorted().map { images[$0] ?? [] })
  }

  /// The order of the next epoch.
  func next(from stream: RandomStream) -> [Int] {
    switch self {
    case .stored(let count): Array(0..<count)
    case .shuffled(let count): stream.permutation(of: count)
    case .balanced(let classes): Self.taking(classes, using: stream)
    }
  }

  /// One image of each class after the other, the classes in a new order in every turn, until there are as many as
  /// in all classes; when a class has no more, its images are shuffled anew.
  private static func taking(_ classes: [[Int]], using stream: RandomStream) -> [Int] {
    let count = classes.reduce(0) { $0 + $1.count }
    var left = classes.map { _ in [Int]() }
    var order: [Int] = []
    order.reserveCapacity(count)
    while order.count < count {
      for label in stream.permutation(of: classes.count).prefix(count - order.count) {
        if left[label].isEmpty {
          left[label] = stream.permutation(of: classes[label].count).map { classes[label][$0] }
        }
        order.append(left[label].removeLast())
      }
    }
    return order
  }
}
