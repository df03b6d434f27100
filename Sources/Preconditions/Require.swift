/// Stops the program if `condition` does not hold, which is a programmer error.
///
/// The standard `precondition` prints nothing in release builds, which is where numeric code runs; this
/// function always prints the message.
@inlinable
@inline(__always)
package func require(
  _ condition: Bool,
  _ message: @autoclosure () -> String,
  file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition { fatalError(message(), file: file, line: line) }
}
