import CCurl

/// A libcurl transfer with its settings.
struct CurlHandle: ~Copyable {
  /// The transfer itself.
  let pointer: UnsafeMutableRawPointer
  private let fields: FieldList
  private let messageBuffer: UnsafeMutablePointer<CChar>

  /// A transfer with libcurl's defaults, or `nil` if memory is short.
  init?() {
    guard let pointer = curl_easy_init() else { return nil }
    self.pointer = pointer
    fields = FieldList()
    messageBuffer = .allocate(capacity: Int(CURL_ERROR_SIZE))
    messageBuffer.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    _ = curl_shim_set_pointer(pointer, CURLOPT_ERRORBUFFER, messageBuffer)
  }

  deinit {
    curl_easy_cleanup(pointer)
    messageBuffer.deallocate()
  }

  /// Sets a numeric option; returns whether it succeeded.
  func set(_ option: CURLoption, _ value: Int) -> Bool {
    curl_shim_set_long(pointer, option, value) == CURLE_OK
  }

  /// Sets a text option; returns whether it succeeded.
  func set(_ option: CURLoption, _ value: String) -> Bool {
    curl_shim_set_text(pointer, option, value) == CURLE_OK
  }

  /// Sets the context of libcurl's callbacks; returns whether it succeeded.
  func set(_ option: CURLoption, _ context: UnsafeMutableRawPointer) -> Bool {
    curl_shim_set_pointer(pointer, option, context) == CURLE_OK
  }

  /// Adds a field to the request's header; returns whether it succeeded.
  func addField(_ line: String) -> Bool {
    guard let list = fields.appending(line) else { return false }
    return curl_shim_set_pointer(pointer, CURLOPT_HTTPHEADER, list) == CURLE_OK
  }

  /// libcurl's error message.
  func message(of code: CURLcode) -> String {
    messageBuffer.pointee == 0
      ? String(cString: curl_easy_strerror(code)) : String(cString: messageBuffer)
  }
}

/// The fields of a request's header, which must outlive it.
private final class FieldList {
  private var list: UnsafeMutablePointer<curl_slist>?

  func appending(_ line: String) -> UnsafeMutablePointer<curl_slist>? {
    guard let longer = curl_slist_append(list, line) else { return nil }
    list = longer
    return longer
  }

  deinit { curl_slist_free_all(list) }
}
