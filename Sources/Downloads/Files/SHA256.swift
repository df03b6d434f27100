package import Archives
import CCrypto

/// Checksums that nobody can forge.
package enum SHA256 {
  /// The SHA-256 of the file at `path`, as 64 small hexadecimal digits.
  ///
  /// Source: FIPS 180-4.
  ///
  /// - Throws: `FileProblem` where it cannot be read.
  package static func ofFile(_ path: String) throws(FileProblem) -> String {
    let file = try InputFile(path)
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    var isWell = EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    while isWell {
      let bytes = try file.read(upTo: 1 << 20)
      if bytes.isEmpty { break }
      isWell = EVP_DigestUpdate(context, bytes, bytes.count) == 1
    }
    var digest = [UInt8](repeating: 0, count: 32)
    guard isWell, EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
      throw FileProblem(
        path,
        found: "cannot be checked: libcrypto computes no SHA-256 here",
        expected: "a libcrypto that does"
      )
    }
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
