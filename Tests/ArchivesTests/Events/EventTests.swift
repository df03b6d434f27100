import Archives
import FileTestSupport
import Testing

@Suite struct EventTests {
  private static let events = [
    Event(time: 1.5, step: 0, .version),
    Event(time: 2, step: 301, .sessionStart),
    Event(time: 1e9, step: 300, .values([.init("gen/loss", .scalar(-0.25))])),
    Event(
      time: 3,
      step: 1 << 40,
      .values([
        .init("a", .scalar(.leastNonzeroMagnitude)),
        .init("", .scalar(.greatestFiniteMagnitude)),
      ])
    ),
    Event(
      time: 4,
      step: 7,
      .values([
        .init("preview", .image(height: 300, width: 2, channels: 3, file: Array(0..<200)))
      ])
    ),
    Event(time: 5, step: 1, .values([.init("recipe", .text("    seed: 1\n    <b>"))])),
  ]

  @Test(arguments: events) func comesBack(_ event: Event) {
    #expect(Event(record: event.record) == event)
  }

  /// The bytes by hand, from the definitions of the messages.
  @Test func scalarIsEncodedAsDefined() {
    let event = Event(time: 1, step: 300, .values([.init("ab", .scalar(1))]))
    let value: [UInt8] = [0x0A, 2, 0x61, 0x62, 0x15, 0, 0, 0x80, 0x3F]
    #expect(
      event.record == [9, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 0x10, 0xAC, 2, 0x2A, 11, 0x0A, 9] + value
    )
  }

  /// Settings are in the metadata of a value, for which this reader has no use.
  @Test func settingsAreFoundByTheirTag() {
    let settings: [Event.Setting] = [
      .init("seed", .number(1)), .init("flip", .truth(true)), .init("objective", .text("x")),
    ]
    let event = Event(time: 1, step: 0, .values([.init(Event.settingsTag, .settings(settings))]))
    let read = Event(record: event.record)
    #expect(read?.values.map(\.tag) == [Event.settingsTag])
    #expect(read?.values.map(\.kind) == [.other])
  }

  @Test func whatIsNoEventIsNone() {
    #expect(Event(record: []) == nil)
    #expect(Event(record: [0xFF]) == nil)
    // A step below zero.
    let negative: [UInt8] = [0x10] + [UInt8](repeating: 0xFF, count: 9) + [1]
    #expect(Event(record: negative) == nil)
  }

  /// Nothing that a record holds stops the reader.
  @Test(arguments: events) func damagedRecordsAreRead(_ event: Event) {
    for bytes in Mutations(of: event.record, count: 500) {
      _ = Event(record: bytes)
    }
  }
}
