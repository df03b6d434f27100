internal import Archives
internal import Imaging
internal import Synchronization

/// Images that the workbench made, kept for a while under a number.
final class Results: Sendable {
  /// One grid of samples with what it was made from.
  struct Item: Sendable {
    /// The grid as PNG.
    let png: [UInt8]
    /// The vectors and samples, as `NPZ` writes them; none where there are no vectors.
    let arrays: NamedArrays?
    /// What the files are called.
    let name: String
  }

  private struct Contents {
    var items: [(number: Int, item: Item)] = []
    var bytes = 0
    var last = 0
  }

  private let mostItems: Int
  private let mostBytes: Int
  private let contents = Mutex(Contents())

  /// Room for results; older ones make room for new ones.
  init(mostItems: Int = 64, mostBytes: Int = 64 << 20) {
    (self.mostItems, self.mostBytes) = (mostItems, mostBytes)
  }

  /// Keeps a result and numbers it.
  func add(_ item: Item) -> Int {
    contents.withLock { contents in
      contents.last += 1
      contents.items.append((contents.last, item))
      contents.bytes += Self.size(of: item)
      while contents.items.count > mostItems
        || (contents.bytes > mostBytes && contents.items.count > 1)
      {
        contents.bytes -= Self.size(of: contents.items.removeFirst().item)
      }
      return contents.last
    }
  }

  /// The result of a number, if it is still kept.
  subscript(number: Int) -> Item? {
    contents.withLock { contents in contents.items.first { $0.number == number }?.item }
  }

  private static func size(of item: Item) -> Int {
    let arrays = item.arrays.map { arrays in
      arrays.names.reduce(0) { $0 + 4 * (arrays[$1]?.shape.reduce(1, *) ?? 0) }
    }
    return item.png.count + (arrays ?? 0)
  }
}

/// Images that the page sent, kept for a while under a number.
final class Uploads: Sendable {
  private let items = Mutex<(last: Int, all: [(number: Int, bytes: [UInt8])])>((0, []))

  /// The most bytes of one.
  static let mostBytes = 8 << 20
  /// What an image may come to.
  static let limits = ImageLimits(side: 8192, pixels: 32 << 20, fileBytes: mostBytes)
  private static let mostItems = 8

  /// No images so far.
  init() {}

  /// Keeps an image, whose head must be of one, and numbers it.
  ///
  /// - Throws: `Refusal` if it does not begin like an image, or is too large.
  func add(_ bytes: [UInt8]) throws(Refusal) -> Int {
    do throws(FileProblem) {
      var rest = bytes[...]
      _ = try ImageFile.header(
        path: "the image",
        byteCount: bytes.count,
        limits: Self.limits
      ) { count in
        let part = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        return part
      }
    } catch {
      throw .badRequest("\(error)")
    }
    return items.withLock { items in
      items.last += 1
      items.all.append((items.last, bytes))
      if items.all.count > Self.mostItems { items.all.removeFirst() }
      return items.last
    }
  }

  /// The image of a number, if it is still kept.
  subscript(number: Int) -> [UInt8]? {
    items.withLock { items in items.all.first { $0.number == number }?.bytes }
  }
}
