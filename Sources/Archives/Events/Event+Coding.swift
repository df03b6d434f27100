extension Event {
  /// The event as a record's bytes.
  package var record: [UInt8] {
    var message = ProtobufMessage()
    message.add(1, time)
    if step != 0 { message.add(2, step) }
    switch content {
    case .version: message.add(3, Self.version)
    case .sessionStart: message.add(7) { $0.add(1, 1) }
    case .values(let values):
      message.add(5) { summary in for value in values { summary.add(1) { value.add(to: &$0) } } }
    }
    return message.bytes
  }

  /// The event of a record's bytes; what is unknown in it is skipped, what is wrong is not there.
  ///
  /// Returns `nil` for bytes that hold no event.
  package init?(record: [UInt8]) {
    var (time, step, content, isRead) = (0.0, 0, Content.values([]), 0)
    var values: [Value] = []
    for (field, value) in ProtobufFields(record[...]) {
      isRead += 1
      switch (field, value) {
      case (1, .fixed64(let bits)): time = Double(bitPattern: bits)
      case (2, .variable(let number)): step = Int(truncatingIfNeeded: number)
      case (3, .bytes): content = .version
      case (7, .bytes): content = .sessionStart
      case (5, .bytes(let summary)):
        for case (1, .bytes(let value)) in ProtobufFields(summary) { values.append(Value(value)) }
      default: break
      }
    }
    guard isRead > 0, step >= 0 else { return nil }
    self.init(time: time, step: step, values.isEmpty ? content : .values(values))
  }
}

extension Event.Value {
  /// `DT_FLOAT` and `DT_STRING`.
  private static let (float, string) = (1, 7)

  fileprivate func add(to message: inout ProtobufMessage) {
    message.add(1, tag)
    switch kind {
    case .scalar(let value): message.add(2, value)
    case .image(let height, let width, let channels, let file):
      message.add(4) { image in
        image.add(1, height)
        image.add(2, width)
        image.add(3, channels)
        image.add(4, file)
      }
    case .text(let text):
      message.add(8) { tensor in
        tensor.add(1, Self.string)
        tensor.add(2) { _ in }
        tensor.add(8, text)
      }
      message.add(9) { metadata in metadata.add(1) { $0.add(1, "text") } }
    case .settings(let settings):
      // The settings are in the metadata; the value beside them is empty.
      message.add(8) { tensor in
        tensor.add(1, Self.float)
        tensor.add(2) { shape in shape.add(2) { $0.add(1, 0) } }
      }
      message.add(9) { metadata in
        metadata.add(1) { plugin in
          plugin.add(1, "hparams")
          plugin.add(2) { $0.add(3) { start in settings.forEach { $0.add(to: &start) } } }
        }
      }
    case .other: break
    }
  }

  fileprivate init(_ bytes: ArraySlice<UInt8>) {
    var (tag, kind) = ("", Kind.other)
    for (field, value) in ProtobufFields(bytes) {
      switch (field, value) {
      case (1, .bytes(let text)): tag = String(decoding: text, as: UTF8.self)
      case (2, .fixed32(let bits)): kind = .scalar(Float(bitPattern: bits))
      case (4, .bytes(let image)): kind = Self.image(image)
      case (8, .bytes(let tensor)):
        for case (8, .bytes(let text)) in ProtobufFields(tensor) {
          kind = .text(String(decoding: text, as: UTF8.self))
        }
      default: break
      }
    }
    self.init(tag, kind)
  }

  private static func image(_ bytes: ArraySlice<UInt8>) -> Kind {
    var (size, file): ([Int], [UInt8]) = ([0, 0, 0], [])
    for (field, value) in ProtobufFields(bytes) {
      switch value {
      case .variable(let number) where (1...3).contains(field):
        size[field - 1] = Int(truncatingIfNeeded: number)
      case .bytes(let bytes) where field == 4: file = Array(bytes)
      default: break
      }
    }
    return .image(height: size[0], width: size[1], channels: size[2], file: file)
  }
}

extension Event.Setting {
  fileprivate func add(to start: inout ProtobufMessage) {
    start.add(1) { entry in
      entry.add(1, name)
      entry.add(2) { message in
        switch value {
        case .number(let number): message.add(2, number)
        case .text(let text): message.add(3, text)
        case .truth(let truth): message.add(4, truth ? 1 : 0)
        }
      }
    }
  }
}
