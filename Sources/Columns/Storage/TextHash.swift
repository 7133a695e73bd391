/// What is computed from a text's bytes to find it among others; the same in every run, so that results never depend on
/// it.
struct TextHash {
  /// The first eight bytes, filled up with zeros.
  let head: UInt64
  let value: UInt64
  let isASCII: Bool

  /// - Parameter start: eight bytes can be read from here even if the text is shorter.
  @inline(__always)
  init(padded start: UnsafeRawPointer, _ count: Int) {
    var head = start.loadUnaligned(as: UInt64.self).littleEndian
    if count < 8 { head &= (1 &<< UInt64(count &* 8)) &- 1 }
    self.init(head: head, start, count)
  }

  init(_ text: UnsafeBufferPointer<UInt8>) {
    let raw = UnsafeRawBufferPointer(text)
    guard let start = raw.baseAddress else {
      self.init(head: 0, value: TextHash.mix(0), isASCII: true)
      return
    }
    if raw.count >= 8 {
      self.init(padded: start, raw.count)
      return
    }
    var head: UInt64 = 0
    for index in 0..<raw.count { head |= UInt64(raw[index]) << UInt64(index * 8) }
    self.init(head: head, start, raw.count)
  }

  @inline(__always)
  private init(head: UInt64, _ start: UnsafeRawPointer, _ count: Int) {
    var union = head
    var state = TextHash.mix(head ^ (UInt64(truncatingIfNeeded: count) &* 0x9E37_79B9_7F4A_7C15))
    if count > 8 {
      var index = 8
      while index &+ 8 < count {
        let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian
        union |= word
        state = TextHash.mix(state ^ word)
        index &+= 8
      }
      // The last eight bytes, of which some may have been seen.
      let tail = start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self).littleEndian
      union |= tail
      state = TextHash.mix(state ^ tail)
    }
    self.init(head: head, value: state, isASCII: union & 0x8080_8080_8080_8080 == 0)
  }

  private init(head: UInt64, value: UInt64, isASCII: Bool) {
    self.head = head
    self.value = value
    self.isASCII = isASCII
  }

  @inline(__always)
  private static func mix(_ word: UInt64) -> UInt64 {
    let product = (word ^ 0xA076_1D64_78BD_642F).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
  }
}

/// A hash table of texts that are known by small numbers; it holds no texts.
///
/// ```
/// slots   | 0 | low half of a hash, number + 1 | 0 | …     open addressing; at most every second slot is in use
/// ```
struct TextTable: Sendable {
  private(set) var slots: [UInt64] = []
  private(set) var count = 0

  /// The number of the text with this hash for which `isSame` is true; nil iff there is none.
  @inline(__always)
  func find(_ hash: UInt64, isSame: (Int32) -> Bool) -> Int32? {
    slots.withUnsafeBufferPointer { slots in
      if slots.isEmpty { return nil }
      let key = hash &<< 32
      let mask = slots.count &- 1
      var slot = Int(truncatingIfNeeded: hash) & mask
      while true {
        let entry = slots[slot]
        if entry == 0 { return nil }
        if entry & 0xFFFF_FFFF_0000_0000 == key {
          let number = Int32(truncatingIfNeeded: entry) &- 1
          if isSame(number) { return number }
        }
        slot = (slot &+ 1) & mask
      }
    }
  }

  /// The first slot where a text with this hash may be; nil iff the table is empty.
  ///
  /// Asking for many of these before the first is needed lets their way from memory take place at the same time.
  @inline(__always)
  func firstSlot(_ hash: UInt64) -> UInt64? {
    slots.withUnsafeBufferPointer { slots in
      slots.isEmpty ? nil : slots[Int(truncatingIfNeeded: hash) & (slots.count &- 1)]
    }
  }

  /// The number in a slot, if the hash there is this one.
  @inline(__always)
  static func number(in slot: UInt64, _ hash: UInt64) -> Int32? {
    slot & 0xFFFF_FFFF_0000_0000 == hash &<< 32 && slot != 0 ? Int32(truncatingIfNeeded: slot) &- 1 : nil
  }

  /// Adds a text that is not in the table.
  mutating func insert(_ hash: UInt64, number: Int32) {
    if count * 2 >= slots.count { grow() }
    count += 1
    place((hash &<< 32) | UInt64(UInt32(bitPattern: number &+ 1)))
  }

  private mutating func place(_ entry: UInt64) {
    slots.withUnsafeMutableBufferPointer { slots in
      let mask = slots.count &- 1
      var slot = Int(truncatingIfNeeded: entry &>> 32) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = entry
    }
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: max(16, old.count * 2))
    for entry in old where entry != 0 { place(entry) }
  }
}
