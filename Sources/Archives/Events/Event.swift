/// An event of a run, as TensorBoard reads it from event files.
///
/// Source: TensorFlow's `event.proto`, `summary.proto`, `tensor.proto`, and TensorBoard's
/// `plugins/hparams/plugin_data.proto`.
package struct Event: Equatable, Sendable {
  /// What an event says.
  package enum Content: Equatable, Sendable {
    /// That a file is one of events: the first event of each.
    case version
    /// That a session begins, which makes what other files hold of this step and later ones void.
    case sessionStart
    /// Values by tag.
    case values([Value])
  }

  /// A value and its tag.
  package struct Value: Equatable, Sendable {
    /// A value of one kind.
    package enum Kind: Equatable, Sendable {
      /// A number.
      case scalar(Float)
      /// An image in a file's format, such as PNG.
      case image(height: Int, width: Int, channels: Int, file: [UInt8])
      /// A text in Markdown.
      case text(String)
      /// Settings by name, of the whole run.
      case settings([Setting])
      /// What this reader does not know.
      case other
    }

    /// What the value is of: "gen/loss".
    package let tag: String
    /// The value.
    package let kind: Kind

    /// A value.
    package init(_ tag: String, _ kind: Kind) { (self.tag, self.kind) = (tag, kind) }
  }

  /// A setting of a run.
  package struct Setting: Equatable, Sendable {
    /// A setting's value.
    package enum Value: Equatable, Sendable {
      /// A number.
      case number(Double)
      /// On or off.
      case truth(Bool)
      /// Anything else.
      case text(String)
    }

    /// Its name.
    package let name: String
    /// Its value.
    package let value: Value

    /// A setting.
    package init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
  }

  /// The tag of a run's settings, by which TensorBoard finds them.
  package static let settingsTag = "_hparams_/session_start_info"
  static let version = "brain.Event:2"

  /// When it happened, in seconds since 1970.
  package let time: Double
  /// The iteration.
  package let step: Int
  /// What it says.
  package let content: Content

  /// An event.
  package init(time: Double, step: Int, _ content: Content) {
    (self.time, self.step, self.content) = (time, step, content)
  }

  /// The values, if the event has some.
  package var values: [Value] { if case .values(let values) = content { values } else { [] } }
}
