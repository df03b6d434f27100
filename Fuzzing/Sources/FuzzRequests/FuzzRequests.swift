import Serving

/// Reads the bytes as a request, an order, a log and a feed: whatever they are, they are refused at worst.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequests(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  _ = UntrustedInput.read(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
