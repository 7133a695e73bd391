/// What tells most texts apart without reading them again.
struct TextKey: Sendable {
  /// The first eight bytes, filled up with zeros.
  let head: UInt64
  /// The last eight bytes of a text of 9 to 16, mixed with those between for a longer one, else zero.
  let rest: UInt64
  let count: Int

  /// - Parameter start: eight bytes can be read from here even if the text is shorter.
  @inline(__always)
  init(padded start: UnsafeRawPointer, _ count: Int) {
    let head = start.loadUnaligned(as: UInt64.self).littleEndian
    self.count = count
    if count <= 8 {
      // An empty text has all its bits shifted out in two steps: a shift by 64 would be one by 0.
      let half = UInt64(truncatingIfNeeded: (8 &- count) &* 4)
      self.head = (head &<< half) &<< half
      rest = 0
      return
    }
    self.head = head
    var rest = start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self).littleEndian
    var index = 8
    while index &+ 8 < count {
      rest = (rest ^ start.loadUnaligned(fromByteOffset: index, as: UInt64.self).littleEndian) &* TextKey.factor
      rest ^= rest &>> 29
      index &+= 8
    }
    self.rest = rest
  }

  /// Where to look first; the upper bits are the best ones.
  @inline(__always)
  var hash: UInt64 {
    let product = (head ^ (rest &* TextKey.factor) ^ UInt64(truncatingIfNeeded: count)) &* TextKey.factor
    return (product ^ (product &>> 32)) &* TextKey.factor
  }

  private static let factor: UInt64 = 0x9E37_79B9_7F4A_7C15
}

/// Numbers by the keys of texts, with the keys in the slots: texts up to 16 bytes are never read again.
///
/// The table belongs to one thread. It is an object so that its slots stay in place while cells are read.
final class KeyTable {
  fileprivate struct Slot {
    var head: UInt64 = 0
    var rest: UInt64 = 0
    var count: UInt32 = 0
    /// -1: the slot is free.
    var number: Int32 = -1
  }

  // Open addressing; at most every second slot is in use.
  private var slots: UnsafeMutablePointer<Slot>
  private var capacity = 128
  private var shift: UInt64 = 64 - 7
  private var count = 0

  init() {
    slots = .allocate(capacity: 128)
    slots.initialize(repeating: Slot(), count: 128)
  }

  deinit { slots.deallocate() }

  /// What finds short texts; good until a number is inserted.
  struct Probe {
    private let slots: UnsafeMutablePointer<Slot>
    private let mask: Int
    private let shift: UInt64

    fileprivate init(_ slots: UnsafeMutablePointer<Slot>, mask: Int, shift: UInt64) {
      self.slots = slots
      self.mask = mask
      self.shift = shift
    }

    /// The number of the text with this key; -1 iff there is none, and for every text of more than 16 bytes.
    @inline(__always)
    func number(of key: TextKey) -> Int32 {
      if key.count > 16 { return -1 }
      var index = Int(truncatingIfNeeded: key.hash &>> shift)
      while true {
        let slot = slots + index
        if slot.pointee.head == key.head && slot.pointee.rest == key.rest && Int(slot.pointee.count) == key.count {
          return slot.pointee.number
        }
        if slot.pointee.number < 0 { return -1 }
        index = (index &+ 1) & mask
      }
    }
  }

  var probe: Probe { Probe(slots, mask: capacity &- 1, shift: shift) }

  /// The number of the text with this key; nil iff there is none.
  ///
  /// - Parameter isSame: asked for texts of more than 16 bytes, whose key does not say all.
  func number(of key: TextKey, isSame: (Int32) -> Bool) -> Int32? {
    var index = Int(truncatingIfNeeded: key.hash &>> shift)
    while slots[index].number >= 0 {
      let slot = slots[index]
      if slot.head == key.head && slot.rest == key.rest && Int(slot.count) == key.count
        && (key.count <= 16 || isSame(slot.number))
      {
        return slot.number
      }
      index = (index + 1) & (capacity - 1)
    }
    return nil
  }

  /// Adds the number of a text that is not in the table.
  func insert(_ key: TextKey, number: Int32) {
    if count * 2 >= capacity { grow() }
    count += 1
    place(
      Slot(head: key.head, rest: key.rest, count: UInt32(truncatingIfNeeded: key.count), number: number), key.hash)
  }

  private func place(_ slot: Slot, _ hash: UInt64) {
    var index = Int(truncatingIfNeeded: hash &>> shift)
    while slots[index].number >= 0 { index = (index + 1) & (capacity - 1) }
    slots[index] = slot
  }

  private func grow() {
    let (old, oldCapacity) = (slots, capacity)
    capacity *= 4
    shift -= 2
    slots = .allocate(capacity: capacity)
    slots.initialize(repeating: Slot(), count: capacity)
    for index in 0..<oldCapacity where old[index].number >= 0 {
      let slot = old[index]
      place(slot, TextKey(head: slot.head, rest: slot.rest, count: Int(slot.count)).hash)
    }
    old.deallocate()
  }
}

extension TextKey {
  fileprivate init(head: UInt64, rest: UInt64, count: Int) {
    self.head = head
    self.rest = rest
    self.count = count
  }
}
