/// Classes of images by the folders that they lie in: "cats/tom.png" is of the class "cats".
///
/// Folders that all images share are passed over. There are classes where every image lies in a folder
/// then; the sorted names of the outermost folders are their names.
struct FolderClasses {
  /// The names of the classes, sorted.
  let names: [String]
  /// The class of each image.
  let labels: [Int]

  /// The classes of images of given names; `nil` where they have none.
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
