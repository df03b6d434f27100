internal import Foundation

/// What comes to the server from outside, read by everything that reads such: for tests with mutated bytes.
public enum UntrustedInput {
  /// Reads bytes as the head of a request, an order for the workbench, the lines of a log and a line of a feed.
  ///
  /// - Parameter bytes: Anything.
  /// - Returns: How many of them could make sense of it.
  public static func read(_ bytes: [UInt8]) -> Int {
    var understood = 0
    if let (head, count) = try? RequestHead.read(bytes) {
      understood += 1
      let gatekeeper = Gatekeeper(host: "127.0.0.1", port: 8420, token: "0123456789abcdef")
      if gatekeeper.decide(about: head) == .admitted { understood += 1 }
      precondition(count <= bytes.count && count <= RequestHead.mostBytes)
      precondition(head.path.allSatisfy { !$0.isEmpty && $0 != ".." && !$0.contains("/") })
    }
    if let order = try? JSONDecoder().decode(WorkOrder.self, from: Data(bytes)) {
      understood += 1
      if let vectors = try? order.decodedVectors(of: 4, atMost: 4) {
        precondition(vectors.allSatisfy { $0.count == 4 && $0.allSatisfy(\.isFinite) })
      }
    }
    var table = LogTable()
    bytes.withUnsafeBufferPointer { buffer in
      for line in buffer.split(separator: 0x0A) { table.add(UnsafeBufferPointer(rebasing: line)) }
    }
    precondition(table.columns.allSatisfy { $0.count == table.count })
    if table.count > 0 { understood += 1 }
    _ = Curves(of: table, revision: 0, in: 0...Int.max, most: 7)
    if FeedLine(bytes) != nil { understood += 1 }
    return understood
  }
}
