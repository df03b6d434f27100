internal import Archives
internal import Recipes

/// A file of weights that another program, or Forger, has written.
struct ForeignFile {
  /// Its path.
  let path: String
  /// Its arrays.
  let arrays: NamedArrays
  /// The recipe that it brings along, if it does.
  let recipe: Recipe?

  /// Reads a safetensors file or a NumPy archive; the content tells which it is.
  ///
  /// - Throws: `FileProblem` if it is neither, is damaged, or holds a recipe that cannot be read.
  init(_ path: String) throws {
    self.path = path
    let start = try InputFile(path).read(upTo: 9)
    if start.starts(with: Array("PK".utf8)) {
      var arrays = try NPZ.read(path, limits: .checkpoints)
      recipe = try Recipe(in: arrays, path: path)
      arrays[Recipe.arrayName] = nil
      self.arrays = arrays
      return
    }
    guard start.last == UInt8(ascii: "{"), start.count == 9 else {
      let isHDF5 = start.starts(with: [0x89] + Array("HDF".utf8))
      throw FileProblem(
        path,
        found: isHDF5 ? "is an HDF5 file" : "does not start like a file of weights",
        expected: "a safetensors file or a NumPy .npz archive"
      )
    }
    let content = try Safetensors.read(path)
    arrays = content.arrays
    guard let text = content.metadata[NetworkExport.recipeText] else {
      recipe = nil
      return
    }
    var notes = NamedArrays()
    notes.set(Recipe.arrayName, to: text)
    recipe = try Recipe(in: notes, path: path)
  }
}
