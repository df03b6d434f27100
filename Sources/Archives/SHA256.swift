import CCrypto

/// A SHA-256 hash.
///
/// Source: FIPS 180-4.
package struct SHA256: ~Copyable {
  private let context = EVP_MD_CTX_new()
  private var isWell: Bool

  /// The hash of nothing so far.
  package init() { isWell = EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    isWell = isWell && EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1
  }

  /// Adds bytes.
  package mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

  /// Adds a text in UTF-8.
  package mutating func update(_ text: String) { update(Array(text.utf8)) }

  /// The hash as 64 lower-case hexadecimal digits; `what` names the data in the error.
  ///
  /// - Throws: `FileProblem` if libcrypto does not provide SHA-256.
  package consuming func finish(of what: String) throws(FileProblem) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    guard isWell, EVP_DigestFinal_ex(context, &digest, nil) == 1 else {
      throw FileProblem(
        what,
        found: "cannot be verified: this libcrypto does not provide SHA-256",
        expected: "a libcrypto that does"
      )
    }
    return digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// The SHA-256 of the file at `path`.
  ///
  /// - Throws: `FileProblem` if it cannot be read.
  package static func ofFile(_ path: String) throws(FileProblem) -> String {
    let file = try InputFile(path)
    var sum = SHA256()
    while true {
      let bytes = try file.read(upTo: 1 << 20)
      if bytes.isEmpty { break }
      sum.update(bytes)
    }
    return try sum.finish(of: path)
  }
}
