#!/usr/bin/env bash
# Shows that a dataset's format can come from elsewhere: a package that depends on Forger adds one source file with
# a reader, and registers it in its command, which inspects such files, trains on them and says what is wrong with them.
#
# usage: Scripts/drills/format.sh [CONFIGURATION]     debug (the default of `swift build`) or release
source "$(dirname "$0")/scaffold.sh"

make_package bars "$standing" Forger ForgerCommand <<'SWIFT'
import Archives
import Datasets
import ForgerCommand

@main
struct BarsForger {
  static func main() { Forger.main(reading: [BarsFormat()]) }
}

/// Gray bars: "BARS", then the width of each one, 0 to 16, which is its class.
struct BarsFormat: DatasetFormat {
  let summary = "files of bars"

  func recognizes(_ candidate: DatasetCandidate) -> Bool {
    candidate.start.starts(with: Array("BARS".utf8))
  }

  func open(
    _ path: String, split: DatasetSplit, cacheBytes: Int
  ) throws(FileProblem) -> any ImageDataset {
    let widths = try InputFile.read(path, limit: 1 << 20).dropFirst(4).map(Int.init)
    guard !widths.isEmpty, widths.allSatisfy({ $0 <= 16 }) else {
      throw FileProblem(
        path, found: "holds the widths \(widths.prefix(8))", expected: "widths from 0 to 16")
    }
    let rows = widths.flatMap { width in
      (0..<16 * 16).map { pixel in UInt8(pixel % 16 < width ? 255 : 0) }
    }
    return StoredDataset(
      name: path, shape: ImageShape(height: 16, width: 16, channels: 1), pixels: rows,
      labels: widths)
  }
}
SWIFT
build_package bars

printf 'BARS\001\003\005\007\011\003\005\007' > some.data
printf 'BARS\001\021' > wide.data
printf 'RABS\001' > none.data
says "8" datasets inspect some.data
says "some.data: 8 images" train mlp-mnist -i some.data --image-size 16 --channels 4 -b 2 --iterations 2
says "resumed        at iteration 2" train --resume latest --iterations 3
fails 1 "wide.data: holds the widths [1, 17]; expected widths from 0 to 16" datasets inspect wide.data
fails 1 "expected files of bars; CIFAR-10's archive" datasets inspect none.data
finish "A format from elsewhere is known by its content, trained on and checked." Sources/bars/*
