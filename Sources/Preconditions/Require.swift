/// Stops the program where `condition` does not hold: the programmer's error.
///
/// The standard `precondition` is silent in release builds, which is where numbers are crunched;
/// this one always prints what went wrong.
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
