/// Finds the ends of cells 64 bytes at a time, as long as every quote stands where RFC 4180 wants it.
///
/// Where a quote stands elsewhere, as in `27" monitor`, counting quotes does not tell cells from their content. The
/// scanner then answers that it is in doubt, and the file is read with a ``CarefulScanner``. Its other answers are the
/// same as that one's.
struct QuickScanner {
  private let finder: ByteFinder
  /// All ones inside a quoted cell, else zero.
  private var inside: UInt64 = 0
  /// Whether the byte before the next one allows a quote to open, was a closing quote, was a CR after such a quote.
  private var mayOpen: UInt64 = 1
  private var afterQuote: UInt64 = 0
  private var afterQuoteAndReturn: UInt64 = 0
  /// The bits of quotes that stand where they may not.
  private var misplaced: UInt64 = 0
  /// The number of line ends outside of cells, and of those within.
  private(set) var rowEnds = 0
  private(set) var quotedNewlines = 0

  init(separator: UInt8) { finder = ByteFinder(separator: separator) }

  var isInDoubt: Bool { misplaced != 0 }
  var isInsideQuotes: Bool { inside != 0 }

  /// Appends the places of the ends of cells within `base[from..<to]` to `ends`, and answers how many there are.
  ///
  /// - Parameter from: 0 the first time, then the former `to`; each but the last `to` is `from` plus a multiple of 64.
  @inline(__always)
  mutating func scan(
    _ base: UnsafeRawPointer, from: Int, to: Int, into ends: UnsafeMutablePointer<UInt32>
  ) -> Int {
    var state = self
    var next = ends
    var index = from
    while index < to {
      var masks = state.finder.masks(base + index)
      let rest = to &- index
      let valid: UInt64 = rest < 64 ? (1 &<< UInt64(rest)) &- 1 : .max
      masks.structural &= valid
      masks.newlines &= valid
      masks.quotes &= valid
      if masks.quotes | state.inside | state.afterQuote | state.afterQuoteAndReturn != 0 {
        state.settleQuotes(&masks, returns: ByteFinder.mask(base + index, of: 13), valid: valid)
      } else {
        state.mayOpen = masks.structural &>> 63
      }
      state.rowEnds &+= masks.newlines.nonzeroBitCount
      QuickScanner.write(masks.structural, index, next)
      next += masks.structural.nonzeroBitCount
      index &+= 64
    }
    self = state
    return next - ends
  }

  /// Writes the places of the bits, eight at a time: places beyond the last bit mean nothing and are written over, which
  /// is cheaper than to ask after each bit whether it is the last.
  @inline(__always)
  private static func write(_ bits: UInt64, _ index: Int, _ ends: UnsafeMutablePointer<UInt32>) {
    var bits = bits
    var next = ends
    while bits != 0 {
      var place = 0
      while place < 8 {
        next[place] = UInt32(truncatingIfNeeded: index &+ bits.trailingZeroBitCount)
        bits &= bits &- 1
        place &+= 1
      }
      next += 8
    }
  }

  /// Takes the bytes inside quotes out of the masks, and checks what stands before and behind the quotes.
  @inline(__always)
  private mutating func settleQuotes(_ masks: inout ByteMasks, returns: UInt64, valid: UInt64) {
    let within = prefixParity(masks.quotes) ^ inside
    let openers = masks.quotes & within
    let closers = masks.quotes & ~within
    let allNewlines = masks.newlines
    masks.structural &= ~within
    masks.newlines &= ~within
    quotedNewlines &+= (allNewlines ^ masks.newlines).nonzeroBitCount

    let opens = masks.structural | closers
    misplaced |= openers & ~((opens &<< 1) | mayOpen)
    let behind = ((closers &<< 1) | afterQuote) & valid
    misplaced |= behind & ~(masks.structural | masks.quotes | returns)
    let behindReturn = (((behind & returns) &<< 1) | afterQuoteAndReturn) & valid
    misplaced |= behindReturn & ~masks.newlines

    mayOpen = opens &>> 63
    afterQuote = closers &>> 63
    afterQuoteAndReturn = (behind & returns) &>> 63
    inside = UInt64(bitPattern: Int64(bitPattern: within) &>> 63)
  }
}
