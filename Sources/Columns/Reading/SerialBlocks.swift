/// The blocks of serial texts that one column has within a chunk, numbered in the order of their arrival.
struct SerialBlocks {
  private(set) var blocks: [SerialBlock] = []
  private var numbers: [SerialBlock: Int32] = [:]
  /// The blocks met last, so that most cells need one comparison.
  private let cache = Cache()
  /// The number of texts that were taken for serial.
  private var textCount = 0
  /// False once there have been too many blocks for their texts: then texts are coded as any other.
  private(set) var isOpen = true

  /// More blocks than this are only kept if each has at least ``fewestTexts`` texts.
  private static let freeBlocks = 64
  private static let fewestTexts = 16

  /// What finds the codes of most cells; good until a block is added.
  @inline(__always)
  var probe: Probe { Probe(cache.slots) }

  struct Probe {
    private let slots: UnsafeMutablePointer<Slot>

    fileprivate init(_ slots: UnsafeMutablePointer<Slot>) { self.slots = slots }

    /// The code of a text, by the numbers of the chunk's blocks; -1 if its block is not among those met last.
    @inline(__always)
    func code(of text: SerialText) -> Int32 {
      let slot = slots + Int(truncatingIfNeeded: text.block.place &>> Cache.shift)
      return slot.pointee.block == text.block ? slot.pointee.code | text.number : -1
    }
  }

  /// The code of a text; nil iff its block is none that has codes.
  mutating func code(of text: SerialText) -> Int32? {
    guard isOpen else { return nil }
    let number: Int32
    if let known = numbers[text.block] {
      number = known
    } else {
      guard text.block.isPlain, blocks.count < SerialCode.blockLimit else { return nil }
      if blocks.count >= SerialBlocks.freeBlocks && textCount < blocks.count * SerialBlocks.fewestTexts {
        // Those that are there keep their codes; the pool brings all together.
        isOpen = false
        return nil
      }
      number = Int32(blocks.count)
      blocks.append(text.block)
      numbers[text.block] = number
    }
    let code = SerialCode.code(block: number, number: 0)
    cache.slots[Int(truncatingIfNeeded: text.block.place &>> Cache.shift)] = Slot(block: text.block, code: code)
    return code | text.number
  }

  /// Notes that so many texts more have been coded.
  mutating func note(texts count: Int) { textCount += count }

  fileprivate struct Slot {
    var block = SerialBlock()
    /// The code of the text with the number 0.
    var code: Int32 = 0
  }

  /// The cache belongs to one thread. It is an object so that its slots stay in place while cells are read.
  fileprivate final class Cache {
    static let bits: UInt64 = 8
    static let shift: UInt64 = 64 - bits
    let slots: UnsafeMutablePointer<Slot>

    init() {
      slots = .allocate(capacity: 1 << Int(Cache.bits))
      slots.initialize(repeating: Slot(), count: 1 << Int(Cache.bits))
    }

    deinit { slots.deallocate() }
  }
}
