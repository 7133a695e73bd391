/// The texts of a pool while its memory is held, for loops over many of them.
struct TextView {
  /// What serial texts of one block have in common.
  struct Head {
    /// The bytes of the head, and zeros behind them.
    var bytes: SIMD16<UInt8> = .zero
    var count: Int
    var digits: Int
    /// True iff a byte of it is special.
    var isSpecial: Bool
  }

  private let bytes: UnsafeRawPointer
  private let starts: UnsafePointer<Int>
  private let heads: UnsafePointer<Head>
  private let digits: DecimalDigits

  fileprivate init(
    bytes: UnsafeRawPointer, starts: UnsafePointer<Int>, heads: UnsafePointer<Head>, digits: DecimalDigits
  ) {
    self.bytes = bytes
    self.starts = starts
    self.heads = heads
    self.digits = digits
  }

  /// The number of bytes of the text with this code.
  @inline(__always)
  func length(of code: Int32) -> Int {
    if SerialCode.isSerial(code) {
      let head = heads + SerialCode.block(code)
      return head.pointee.count &+ head.pointee.digits
    }
    return starts[Int(code) &+ 1] &- starts[Int(code)]
  }

  /// Copies a text, and moves `place` behind it; answers whether it holds a byte that `isSpecial` finds in a word of
  /// eight. There must be room for sixteen bytes more than the text has.
  ///
  /// - Parameter isSpecial: for a word of bytes another word that is 0 iff no byte is special, which neither digits nor
  ///   blanks are; the same as that of the view.
  @inline(__always)
  func copy(
    _ code: Int32, to place: inout UnsafeMutablePointer<UInt8>, isSpecial: (UInt64) -> UInt64
  ) -> Bool {
    if SerialCode.isSerial(code) {
      let head = heads + SerialCode.block(code)
      UnsafeMutableRawPointer(place).storeBytes(of: head.pointee.bytes, as: SIMD16<UInt8>.self)
      place += head.pointee.count
      let number = UInt64(truncatingIfNeeded: SerialCode.number(code))
      digits.write(number, count: head.pointee.digits, at: place)
      place += head.pointee.digits
      return head.pointee.isSpecial
    }
    let source = bytes + starts[Int(code)]
    let length = starts[Int(code) &+ 1] &- starts[Int(code)]
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
  ///
  /// - Parameter isSpecial: as for ``TextView/copy(_:to:isSpecial:)``.
  func withView<Result>(
    _ digits: DecimalDigits, isSpecial: (UInt64) -> UInt64, _ body: (TextView) -> Result
  ) -> Result {
    var heads = zip(blocks, self.heads).map { block, bytes -> TextView.Head in
      var head = TextView.Head(count: block.headCount, digits: block.digitCount, isSpecial: false)
      for (place, byte) in bytes.enumerated() {
        head.bytes[place] = byte
        if isSpecial(0x2020_2020_2020_2000 | UInt64(byte)) != 0 { head.isSpecial = true }
      }
      return head
    }
    // So that there is memory even if the pool is empty; no code leads there.
    heads.append(TextView.Head(count: 0, digits: 0, isSpecial: false))
    return heads.withUnsafeBufferPointer { heads in
      bytes.withUnsafeBytes { bytes in
        starts.withUnsafeBufferPointer { starts in
          guard let start = starts.baseAddress, let head = heads.baseAddress else {
            preconditionFailure("an array with elements has memory")
          }
          return body(
            TextView(
              bytes: bytes.baseAddress ?? UnsafeRawPointer(head), starts: start, heads: head, digits: digits))
        }
      }
    }
  }
}
