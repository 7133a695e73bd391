/// The texts of a pool while its memory is held, for loops over many of them.
struct TextView {
  private let bytes: UnsafeRawPointer
  private let starts: UnsafePointer<Int>

  fileprivate init(bytes: UnsafeRawPointer, starts: UnsafePointer<Int>) {
    self.bytes = bytes
    self.starts = starts
  }

  /// The number of bytes of the text with this code.
  @inline(__always)
  func length(of code: Int32) -> Int { starts[Int(code) &+ 1] &- starts[Int(code)] }

  /// Copies a text, and moves `place` behind it; answers whether it holds a byte that `isSpecial` finds in a word of
  /// eight.
  ///
  /// - Parameter isSpecial: for a word of bytes another word that is 0 iff no byte is special. A blank never is.
  @inline(__always)
  func copy(
    _ code: Int32, to place: inout UnsafeMutablePointer<UInt8>, isSpecial: (UInt64) -> UInt64
  ) -> Bool {
    let source = bytes + starts[Int(code)]
    let length = length(of: code)
    let target = UnsafeMutableRawPointer(place)
    place += length
    var found: UInt64 = 0
    if length >= 8 {
      var index = 0
      // The last word may overlap the one before it.
      while true {
        let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
        found |= isSpecial(word)
        if index == length &- 8 { break }
        index = min(index &+ 8, length &- 8)
      }
    } else if length >= 4 {
      let low = source.loadUnaligned(as: UInt32.self)
      let high = source.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self)
      target.storeBytes(of: low, as: UInt32.self)
      target.storeBytes(of: high, toByteOffset: length &- 4, as: UInt32.self)
      found = isSpecial(UInt64(low) | UInt64(high) &<< 32)
    } else {
      var word: UInt64 = 0x2020_2020_2020_2020
      for index in 0..<length {
        let byte = source.load(fromByteOffset: index, as: UInt8.self)
        target.storeBytes(of: byte, toByteOffset: index, as: UInt8.self)
        word = word &<< 8 | UInt64(byte)
      }
      if length > 0 { found = isSpecial(word) }
    }
    return found != 0
  }
}

extension TextPool {
  /// Calls `body` with the pool's texts; they are there only during the call.
  func withView<Result>(_ body: (TextView) -> Result) -> Result {
    bytes.withUnsafeBytes { bytes in
      starts.withUnsafeBufferPointer { starts in
        withUnsafeTemporaryAllocation(byteCount: 8, alignment: 8) { nothing in
          // A pool without texts has memory for neither; no code leads there.
          guard let start = starts.baseAddress, let empty = nothing.baseAddress else {
            preconditionFailure("no memory")
          }
          return body(TextView(bytes: bytes.baseAddress ?? UnsafeRawPointer(empty), starts: start))
        }
      }
    }
  }
}
