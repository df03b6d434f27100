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
    let classes = Self.folders(of: images)
    let names = Set(classes.compactMap(\.self)).sorted()
    guard !classes.isEmpty, !classes.contains(nil) else { return nil }
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, 0...))
    self.names = names
    labels = classes.compactMap { $0.flatMap { numbers[$0] } }
  }

  /// Why images with the given names have no classes though some are in folders: those that are in none.
  static func gap(in images: [String]) -> String? {
    let folders = folders(of: images)
    guard let stray = folders.firstIndex(of: nil), folders.contains(where: { $0 != nil }) else {
      return nil
    }
    let count = folders.count { $0 == nil }
    return "\(count) of \(images.count) images are in none of the folders, such as \(images[stray])"
  }

  /// The outermost folder of each image below those that all images share, if there is one.
  private static func folders(of images: [String]) -> [String?] {
    let folders = images.map { $0.split(separator: "/").dropLast() }
    var shared = folders.first?.count ?? 0
    for folder in folders {
      shared = zip(folders[0].prefix(shared), folder).prefix { $0 == $1 }.count
    }
    return folders.map { $0.dropFirst(shared).first.map(String.init) }
  }
}
