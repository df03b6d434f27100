import Foundation

/// The path of a file that NumPy or gzip made.
func fixture(_ name: String) -> String {
  Bundle.module.bundlePath + "/Fixtures/" + name
}
