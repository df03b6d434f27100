public import Archives

/// Images in the IDX format of MNIST and Fashion-MNIST, plain or compressed with gzip.
///
/// Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits", file formats.
public enum IDX {
  /// The first bytes of a file of images: unsigned bytes in three dimensions.
  static let imageMagic: [UInt8] = [0, 0, 8, 3]
  /// The first bytes of a file of labels: unsigned bytes in one dimension.
  static let labelMagic: [UInt8] = [0, 0, 8, 1]

  /// Reads one split from a folder that holds `train-images-idx3-ubyte` or `t10k-images-idx3-ubyte` (or
  /// `.idx3-ubyte`, or `.gz`), or the file of images at `path` for either split.
  ///
  /// Labels are read if their file is beside the images.
  ///
  /// - Throws: `FileProblem` if there are no such images, or sizes do not agree.
  public static func read(
    _ path: String,
    split: DatasetSplit = .training,
    limits: ReadLimits = .data
  ) throws(FileProblem) -> StoredDataset {
    if let dataset = try readIfPresent(path, split: split, limits: limits) { return dataset }
    throw FileProblem(
      path,
      found: "holds no IDX images of the \(split.rawValue) split",
      expected: imageNames(split).joined(separator: " or ")
    )
  }

  /// The images of one split, or `nil` if the folder at `path` has no file of them.
  ///
  /// - Throws: `FileProblem` if sizes do not agree.
  static func readIfPresent(
    _ path: String,
    split: DatasetSplit,
    limits: ReadLimits = .data
  ) throws(FileProblem) -> StoredDataset? {
    let isFolder = FileKind(at: path) == .folder
    guard let file = isFolder ? imageFile(in: path, split: split) : path else { return nil }
    let (shape, pixels) = try images(file, limits: limits)
    guard let labelFile = labelFile(beside: file) else {
      return StoredDataset(name: path, shape: shape, pixels: pixels)
    }
    let labels = try labels(labelFile, limits: limits)
    guard labels.count == pixels.count / shape.byteCount else {
      throw FileProblem(
        labelFile,
        found: "holds \(labels.count) labels",
        expected: "\(pixels.count / shape.byteCount), one for each image of \(file)"
      )
    }
    return StoredDataset(name: path, shape: shape, pixels: pixels, labels: labels.map(Int.init))
  }

  /// The possible names of a split's file of images.
  static func imageNames(_ split: DatasetSplit) -> [String] {
    let part = split == .training ? "train" : "t10k"
    return ["-idx3", ".idx3"].flatMap { spelling in
      ["", ".gz"].map { "\(part)-images\(spelling)-ubyte\($0)" }
    }
  }

  private static func imageFile(in folder: String, split: DatasetSplit) -> String? {
    imageNames(split).map { folder + "/" + $0 }.first { FileKind(at: $0) == .file }
  }

  /// The file of labels that belongs to a file of images, if there is one.
  private static func labelFile(beside images: String) -> String? {
    let slash = images.lastIndex(of: "/").map(images.index(after:)) ?? images.startIndex
    var name = images[slash...]
    if name.hasSuffix(".gz") { name = name.dropLast(".gz".count) }
    guard let range = name.firstRange(of: "images") else { return nil }
    let start = images[..<slash] + name[..<range.lowerBound] + "labels"
    let endings = ["-idx1-ubyte", ".idx1-ubyte"].flatMap { [$0, $0 + ".gz"] }
    return endings.map { start + $0 }.first { FileKind(at: $0) == .file }
  }

  private static func images(
    _ path: String,
    limits: ReadLimits
  ) throws(FileProblem) -> (shape: ImageShape, pixels: [UInt8]) {
    var stream = try ByteStream(path, limits: limits)
    let lengths = try lengths(&stream, magic: imageMagic, of: "images", path: path)
    let shape = ImageShape(height: lengths[1], width: lengths[2], channels: 1)
    guard lengths[0] > 0, (1...16_384).contains(shape.height), (1...16_384).contains(shape.width)
    else {
      throw FileProblem(
        path,
        found: "claims \(lengths[0]) images of \(shape.height)×\(shape.width)",
        expected: "at least one image of 1 to 16384 pixels per side"
      )
    }
    let pixels = try content(
      &stream,
      count: lengths[0] * shape.byteCount,
      limits: limits,
      path: path,
      of: "\(lengths[0]) images of \(shape.height)×\(shape.width)"
    )
    return (shape, pixels)
  }

  private static func labels(_ path: String, limits: ReadLimits) throws(FileProblem) -> [UInt8] {
    var stream = try ByteStream(path, limits: limits)
    let lengths = try lengths(&stream, magic: labelMagic, of: "labels", path: path)
    return try content(
      &stream,
      count: lengths[0],
      limits: limits,
      path: path,
      of: "\(lengths[0]) labels"
    )
  }

  /// The lengths of the axes, big-endian 32-bit numbers after the magic.
  private static func lengths(
    _ stream: inout ByteStream,
    magic: [UInt8],
    of what: String,
    path: String
  ) throws(FileProblem) -> [Int] {
    let axes = Int(magic[3])
    let header = try stream.read(upTo: 4 + 4 * axes)
    guard header.count == 4 + 4 * axes else {
      throw FileProblem(
        path,
        found: "holds \(header.count) bytes",
        expected: "at least the \(4 + 4 * axes) of an IDX header for \(what)"
      )
    }
    guard header.starts(with: magic) else {
      throw FileProblem(
        path,
        found: "starts with the bytes \(header[..<4].map(String.init).joined(separator: " "))",
        expected: "\(magic.map(String.init).joined(separator: " ")), those of IDX \(what)"
      )
    }
    return (1...axes).map { axis in header[4 * axis..<4 * axis + 4].reduce(0) { $0 << 8 | Int($1) }
    }
  }

  /// The rest of the file, which must have exactly `count` bytes.
  private static func content(
    _ stream: inout ByteStream,
    count: Int,
    limits: ReadLimits,
    path: String,
    of what: String
  ) throws(FileProblem) -> [UInt8] {
    guard count <= limits.totalBytes else {
      throw FileProblem(
        path,
        found: "claims \(what)",
        expected: "at most \(limits.totalBytes) bytes of them"
      )
    }
    let bytes = try stream.read(upTo: count)
    guard bytes.count == count else {
      throw FileProblem(
        path,
        found: "holds \(bytes.count) bytes after its header",
        expected: "\(count) for the \(what) that it claims"
      )
    }
    guard try stream.read(upTo: 1).isEmpty else {
      throw FileProblem(
        path,
        found: "holds more bytes than its header says",
        expected: "\(count) for the \(what) that it claims"
      )
    }
    return bytes
  }
}
