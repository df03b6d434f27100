public import Archives

/// The problem that `body` throws, or `nil` where it throws none or something else.
public func problem(_ body: () throws -> Void) -> FileProblem? {
  do {
    try body()
    return nil
  } catch {
    return error as? FileProblem
  }
}
