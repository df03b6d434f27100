/// Classes of images by their folders: "cats/tom.png" is of the class "cats".
///
/// Folders that all images share are ignored. If every image is then in a folder, the sorted names of the
/// outermost folders are the classes.
struct FolderClasses {
  /// The names of the classes, sorted.
  let names: [String]
  /// The class of each image.
  let labels: [Int]

  /// The classes of images with the given names; `nil` if there are none.
  init?(of images: [String]) {
    let folders = images.map { $0.split(separator: "/").dropLast() }
    guard let first = folders.first else { return nil }
    var shared = first.count
    for folder in folders {
      shared = zip(first.prefix(shared), folder).prefix { $0 == $1 }.count
    }
    let classes = folders.map { $0.dropFirst(shared).first.map(String.init) }
    let names = Set(classes.compactMap(\.self)).sorted()
    guard !classes.contains(nil) else { return nil }
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, 0...))
    self.names = names
    labels = classes.compactMap { $0.flatMap { numbers[$0] } }
  }
}
