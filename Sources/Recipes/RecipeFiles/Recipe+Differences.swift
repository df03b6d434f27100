public import Archives

extension Recipe {
  /// Checks that a run with this recipe can go on from a snapshot: what has shaped the networks and their
  /// training so far is settled.
  ///
  /// - Parameters:
  ///   - saved: The recipe in the snapshot.
  ///   - path: The snapshot's file.
  /// - Throws: `FileProblem` that names every setting that differs.
  public func check(goingOnFrom saved: Recipe, path: String) throws(FileProblem) {
    let differing = Self.keys.filter { !$0.mayChange && $0.yaml(saved) != $0.yaml(self) }
    guard !differing.isEmpty else { return }
    func list(_ recipe: Recipe) -> String {
      differing.map { "\($0.name) \($0.yaml(recipe) ?? "not set")" }.joined(separator: ", ")
    }
    throw FileProblem(
      path,
      found: "was trained with \(list(saved))",
      expected: "\(list(self)), as asked for; leave the recipe out to go on as before"
    )
  }
}
