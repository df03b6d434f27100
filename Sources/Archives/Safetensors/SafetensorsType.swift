/// The element types of safetensors files that Forger reads; it writes those that `NumpyArray` has.
enum SafetensorsType: String, CaseIterable {
  case float32 = "F32"
  case float64 = "F64"
  case float16 = "F16"
  case brainFloat16 = "BF16"
  case int32 = "I32"
  case int64 = "I64"
  case uint64 = "U64"
  case uint8 = "U8"

  /// The bytes of one element.
  var byteCount: Int {
    switch self {
    case .uint8: 1
    case .float16, .brainFloat16: 2
    case .float32, .int32: 4
    case .float64, .int64, .uint64: 8
    }
  }

  /// The type of an array's elements.
  init(_ elements: NumpyArray.Elements) {
    switch elements {
    case .float32: self = .float32
    case .float64: self = .float64
    case .int32: self = .int32
    case .int64: self = .int64
    case .uint64: self = .uint64
    case .uint8: self = .uint8
    }
  }

  /// The elements in a file's bytes, little-endian like every machine that Forger runs on.
  func elements(of bytes: [UInt8]) -> NumpyArray.Elements {
    switch self {
    case .float32: .float32(values(bytes))
    case .float64: .float64(values(bytes))
    case .int32: .int32(values(bytes))
    case .int64: .int64(values(bytes))
    case .uint64: .uint64(values(bytes))
    case .uint8: .uint8(bytes)
    case .brainFloat16:
      .float32((values(bytes) as [UInt16]).map { Float(bitPattern: UInt32($0) << 16) })
    case .float16: .float32((values(bytes) as [UInt16]).map(Self.half))
    }
  }

  private func values<Element: BitwiseCopyable>(_ bytes: [UInt8]) -> [Element] {
    let count = bytes.count / MemoryLayout<Element>.stride
    return bytes.withUnsafeBytes { source in
      [Element](unsafeUninitializedCapacity: count) { buffer, filled in
        UnsafeMutableRawBufferPointer(buffer).copyMemory(
          from: UnsafeRawBufferPointer(
            rebasing: source.prefix(count * MemoryLayout<Element>.stride)
          )
        )
        filled = count
      }
    }
  }

  /// The number in the 16 bits of IEEE 754's binary16, which not all processors' Swift has.
  private static func half(_ bits: UInt16) -> Float {
    let sign: Float = bits >> 15 == 0 ? 1 : -1
    let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023) / 1024)
    switch exponent {
    case 0: return sign * fraction * 0x1p-14
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * (1 + fraction) * Float(sign: .plus, exponent: exponent - 15, significand: 1)
    }
  }
}
