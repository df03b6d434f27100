import CCurl

/// Receives the response to one request.
protocol TransferReceiver: AnyObject {
  /// Receives the response's header, after redirects; returns whether its bytes are wanted.
  func begin(_ answer: HTTPAnswer) -> Bool
  /// Receives bytes; returns whether more are wanted.
  func receive(_ bytes: UnsafeRawBufferPointer) -> Bool
  /// Asked at least once a second; returns whether to continue.
  func goesOn() -> Bool
}

/// One request for a file, or for the remainder of one.
struct HTTPTransfer {
  /// How a request ended.
  enum Ending: Equatable {
    /// Completely.
    case complete
    /// By the receiver, who wanted no more.
    case stoppedByReceiver
    /// With a broken connection, which may work next time.
    case broken(String)
    /// With an error that would repeat.
    case failed(String)
  }

  private static let mostRedirects = 10
  // More than any server has to say; a longer header is an attack.
  static let mostHeaderBytes = 256 << 10
  private static let isReady = curl_shim_start() == CURLE_OK

  /// The address to request.
  let address: WebAddress
  /// The number of bytes to skip at the beginning.
  let offset: Int
  /// The version that the skipped bytes belong to: the server sends the whole file if it has changed.
  let validator: String?
  /// The timeout for connecting.
  let connectionSeconds: Double

  /// Sends the request and passes the response to `receiver` until the end.
  func run(for receiver: any TransferReceiver) -> Ending {
    guard Self.isReady, let handle = CurlHandle() else { return .failed("libcurl does not start") }
    let state = TransferState(receiver)
    let context = Unmanaged.passUnretained(state).toOpaque()
    let isSet =
      handle.set(CURLOPT_URL, address.text)
      && curl_shim_restrict(handle.pointer, address.isSecure ? 1 : 0) == CURLE_OK
      && handle.set(CURLOPT_FOLLOWLOCATION, 1) && handle.set(CURLOPT_MAXREDIRS, Self.mostRedirects)
      && handle.set(CURLOPT_CONNECTTIMEOUT_MS, Int(max(connectionSeconds * 1000, 1)))
      && handle.set(CURLOPT_NOSIGNAL, 1) && handle.set(CURLOPT_NOPROGRESS, 0)
      && handle.set(CURLOPT_USERAGENT, "forger")
      && handle.set(CURLOPT_XFERINFODATA, context) && handle.set(CURLOPT_WRITEDATA, context)
      && handle.set(CURLOPT_HEADERDATA, context)
      && curl_shim_set_ticker(handle.pointer, Self.tick) == CURLE_OK
      && curl_shim_set_sink(handle.pointer, CURLOPT_WRITEFUNCTION, Self.takeBytes) == CURLE_OK
      && curl_shim_set_sink(handle.pointer, CURLOPT_HEADERFUNCTION, Self.takeLine) == CURLE_OK
    guard isSet, offset == 0 || handle.set(CURLOPT_RANGE, "\(offset)-"),
      validator == nil || offset == 0 || handle.addField("If-Range: " + (validator ?? ""))
    else { return .failed("libcurl lacks required features; expected version 7.52 or newer") }
    let code = withExtendedLifetime(state) { curl_easy_perform(handle.pointer) }
    if code == CURLE_OK && !state.hasBegun { _ = state.begin() }
    // libcurl's own message for this is hard to understand.
    if code == CURLE_UNSUPPORTED_PROTOCOL && state.isRedirect {
      let allowed = address.isSecure ? "https" : "http or https"
      return .failed("is redirected to an address without \(allowed)")
    }
    return ending(code, handle.message(of: code))
  }

  private func ending(_ code: CURLcode, _ message: String) -> Ending {
    switch code {
    case CURLE_OK: .complete
    case CURLE_WRITE_ERROR, CURLE_ABORTED_BY_CALLBACK: .stoppedByReceiver
    case CURLE_TOO_MANY_REDIRECTS: .failed("is redirected more than \(Self.mostRedirects) times")
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT, CURLE_COULDNT_RESOLVE_HOST,
      CURLE_COULDNT_RESOLVE_PROXY,
      CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM:
      .failed("cannot be fetched: \(message)")
    default: .broken("cannot be fetched: \(message)")
    }
  }

  // libcurl's callbacks; `context` is the `TransferState`.

  private static let takeBytes: curl_shim_sink = { bytes, size, count, context in
    guard let context else { return 0 }
    let state = Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue()
    return state.take(UnsafeRawBufferPointer(start: bytes, count: size * count)) ? size * count : 0
  }

  private static let takeLine: curl_shim_sink = { bytes, size, count, context in
    guard let context else { return 0 }
    let state = Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue()
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return state.takeLine(line) ? size * count : 0
  }

  private static let tick: curl_shim_ticker = { context, _, _, _, _ in
    guard let context else { return 1 }
    let state = Unmanaged<TransferState>.fromOpaque(context).takeUnretainedValue()
    return state.receiver.goesOn() ? 0 : 1
  }
}

/// The state that libcurl's callbacks share during one request.
private final class TransferState {
  let receiver: any TransferReceiver
  private(set) var hasBegun = false
  var isRedirect: Bool { (300..<400).contains(answer.status) }
  private var answer = HTTPAnswer()
  private var headerBytes = 0

  init(_ receiver: any TransferReceiver) { self.receiver = receiver }

  func takeLine(_ line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    answer.take(String(decoding: line, as: UTF8.self))
    return headerBytes <= HTTPTransfer.mostHeaderBytes
  }

  func begin() -> Bool {
    hasBegun = true
    return receiver.begin(answer)
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if !hasBegun, !begin() { return false }
    return receiver.receive(bytes)
  }
}
