import Archives
import Datasets
import FileTestSupport
import Imaging

/// CIFAR-10 records: record `i` has the label `i % 10` and planes filled by a formula.
func cifarRecords(_ range: Range<Int>) -> [UInt8] {
  range.flatMap { record -> [UInt8] in
    [UInt8(record % 10)]
      + (0..<3).flatMap { channel in (0..<1024).map { cifarValue(record, channel, $0) } }
  }
}

/// The value of one channel of one pixel of `cifarRecords`.
func cifarValue(_ record: Int, _ channel: Int, _ pixel: Int) -> UInt8 {
  UInt8(truncatingIfNeeded: record &* 37 &+ channel &* 80 &+ pixel)
}

/// The pixels that `cifarRecords` stand for, channels last.
func cifarPixels(_ range: Range<Int>) -> [UInt8] {
  range.flatMap { record in
    (0..<1024).flatMap { pixel in (0..<3).map { cifarValue(record, $0, pixel) } }
  }
}

/// The archive as it is downloaded, with five training files of `count` records each.
func cifarArchive(of count: Int) -> TarBuilder {
  var tar = TarBuilder()
  tar.add("cifar-10-batches-bin/", [], kind: .folder)
  // The order inside the archive is not that of the names.
  for batch in [1, 3, 2, 5, 4] {
    let start = (batch - 1) * count
    tar.add("cifar-10-batches-bin/data_batch_\(batch).bin", cifarRecords(start..<start + count))
  }
  tar.add("cifar-10-batches-bin/readme.html", Array("<html>".utf8))
  tar.add("cifar-10-batches-bin/test_batch.bin", cifarRecords(100..<103))
  return tar
}

/// An IDX file of images; `claiming` is the count that its header tells.
func idxImages(_ count: Int, _ height: Int, _ width: Int, claiming: Int? = nil) -> [UInt8] {
  let lengths = [claiming ?? count, height, width]
  return [0, 0, 8, 3] + lengths.flatMap { UInt32($0).bigEndianBytes }
    + idxPixels(count, height, width)
}

/// The pixels of `idxImages`.
func idxPixels(_ count: Int, _ height: Int, _ width: Int) -> [UInt8] {
  (0..<count * height * width).map { UInt8(truncatingIfNeeded: $0 &* 13 >> 2) }
}

/// An IDX file of labels.
func idxLabels(_ count: Int, claiming: Int? = nil) -> [UInt8] {
  [0, 0, 8, 1] + UInt32(claiming ?? count).bigEndianBytes + (0..<count).map { UInt8($0 % 10) }
}

/// The bytes of all images of a dataset.
func allPixels(_ dataset: any ImageDataset) throws -> [UInt8] {
  try dataset.batch(of: Array(0..<dataset.count)).pixels
}

/// A dataset of `count` images of one pixel, image `i` having the value `i` and the label `i + 1`.
func numberedDataset(_ count: Int) -> StoredDataset {
  StoredDataset(
    name: "numbers",
    shape: ImageShape(height: 1, width: 1, channels: 1),
    pixels: (0..<count).map { UInt8($0) },
    labels: (0..<count).map { $0 + 1 }
  )
}
