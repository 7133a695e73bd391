#if arch(x86_64) && canImport(_Builtin_intrinsics)
  import _Builtin_intrinsics.intel.sse2
#endif

/// Where the bytes that shape a file stand among 64 bytes: bit i belongs to byte i.
struct ByteMasks {
  /// Separators and line ends.
  var structural: UInt64
  var newlines: UInt64
  var quotes: UInt64
}

#if arch(x86_64) && canImport(_Builtin_intrinsics)
  /// Finds the bytes, 16 at a time.
  struct ByteFinder {
    private let separator: __m128i
    private let newline = _mm_set1_epi8(10)
    private let quote = _mm_set1_epi8(34)

    init(separator: UInt8) { self.separator = _mm_set1_epi8(CChar(bitPattern: separator)) }

    @inline(__always)
    func masks(_ bytes: UnsafeRawPointer) -> ByteMasks {
      var result = ByteMasks(structural: 0, newlines: 0, quotes: 0)
      var part = 0
      while part < 4 {
        let vector = bytes.loadUnaligned(fromByteOffset: part &* 16, as: __m128i.self)
        let newlines = _mm_cmpeq_epi8(vector, newline)
        let shift = UInt64(part &* 16)
        result.structural |= ByteFinder.bits(_mm_or_si128(_mm_cmpeq_epi8(vector, separator), newlines)) &<< shift
        result.newlines |= ByteFinder.bits(newlines) &<< shift
        result.quotes |= ByteFinder.bits(_mm_cmpeq_epi8(vector, quote)) &<< shift
        part &+= 1
      }
      return result
    }

    /// The places of one byte.
    @inline(__always)
    static func mask(_ bytes: UnsafeRawPointer, of byte: UInt8) -> UInt64 {
      let wanted = _mm_set1_epi8(CChar(bitPattern: byte))
      var result: UInt64 = 0
      var part = 0
      while part < 4 {
        let vector = bytes.loadUnaligned(fromByteOffset: part &* 16, as: __m128i.self)
        result |= bits(_mm_cmpeq_epi8(vector, wanted)) &<< UInt64(part &* 16)
        part &+= 1
      }
      return result
    }

    @inline(__always)
    private static func bits(_ comparison: __m128i) -> UInt64 {
      UInt64(UInt32(bitPattern: _mm_movemask_epi8(comparison)))
    }
  }
#else
  /// Finds the bytes, eight at a time in an ordinary register.
  struct ByteFinder {
    private let separator: UInt64
    private static let ones: UInt64 = 0x0101_0101_0101_0101

    init(separator: UInt8) { self.separator = UInt64(separator) &* ByteFinder.ones }

    @inline(__always)
    func masks(_ bytes: UnsafeRawPointer) -> ByteMasks {
      var result = ByteMasks(structural: 0, newlines: 0, quotes: 0)
      var part = 0
      while part < 8 {
        let word = bytes.loadUnaligned(fromByteOffset: part &* 8, as: UInt64.self)
        let newlines = ByteFinder.zeroBytes(word ^ (ByteFinder.ones &* 10))
        let separators = ByteFinder.zeroBytes(word ^ separator)
        let shift = UInt64(part &* 8)
        result.structural |= ByteFinder.gather(separators | newlines) &<< shift
        result.newlines |= ByteFinder.gather(newlines) &<< shift
        result.quotes |= ByteFinder.gather(ByteFinder.zeroBytes(word ^ (ByteFinder.ones &* 34))) &<< shift
        part &+= 1
      }
      return result
    }

    /// The places of one byte.
    @inline(__always)
    static func mask(_ bytes: UnsafeRawPointer, of byte: UInt8) -> UInt64 {
      var result: UInt64 = 0
      var part = 0
      while part < 8 {
        let word = bytes.loadUnaligned(fromByteOffset: part &* 8, as: UInt64.self)
        result |= gather(zeroBytes(word ^ (ones &* UInt64(byte)))) &<< UInt64(part &* 8)
        part &+= 1
      }
      return result
    }

    /// The top bit of each byte that is zero, and no other bit.
    @inline(__always)
    private static func zeroBytes(_ word: UInt64) -> UInt64 {
      let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
      return ~(((word & low) &+ low) | word | low)
    }

    /// The eight top bits, side by side.
    @inline(__always)
    private static func gather(_ topBits: UInt64) -> UInt64 { ((topBits &>> 7) &* 0x0102_0408_1020_4080) &>> 56 }
  }
#endif

/// Bit i is the parity of the bits up to and with bit i: set from each opening quote to before the closing one.
@inline(__always)
func prefixParity(_ bits: UInt64) -> UInt64 {
  var mask = bits
  mask ^= mask &<< 1
  mask ^= mask &<< 2
  mask ^= mask &<< 4
  mask ^= mask &<< 8
  mask ^= mask &<< 16
  mask ^= mask &<< 32
  return mask
}

/// The number of times that `byte` occurs in a range of memory.
func count(_ byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>) -> Int {
  guard let start = bytes.baseAddress else { return 0 }
  let base = UnsafeRawPointer(start)
  var total = 0
  var index = 0
  while index &+ 64 <= bytes.count {
    total &+= ByteFinder.mask(base + index, of: byte).nonzeroBitCount
    index &+= 64
  }
  while index < bytes.count {
    if bytes[index] == byte { total &+= 1 }
    index &+= 1
  }
  return total
}
