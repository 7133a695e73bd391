/// Distinct words below an extent, each known by the number of lesser ones: a bit for each word that could be.
///
/// ```
/// words    3 5 64 66                  bits   …0010 1000   …0101        before   0   2
/// number   0 1  2  3
/// ```
struct RankedWords: Sendable {
  private var bits: [UInt64]
  /// The number of words below those that each element of `bits` stands for.
  private var before: [Int32] = []
  private(set) var count = 0

  init(extent: Int64) {
    bits = [UInt64](repeating: 0, count: Int((extent + 63) / 64))
  }

  /// Adds words; false iff one of them was there already. Negative words are left out.
  mutating func insert(_ words: UnsafeBufferPointer<Int64>) -> Bool {
    bits.withUnsafeMutableBufferPointer { bits in
      var seen: UInt64 = 0
      for word in words where word >= 0 {
        let bit = UInt64(1) << UInt64(word & 63)
        let old = bits[Int(word >> 6)]
        seen |= old & bit
        bits[Int(word >> 6)] = old | bit
      }
      return seen == 0
    }
  }

  /// Numbers the words that were added.
  mutating func rank() {
    before = [Int32](repeating: 0, count: bits.count)
    var sum: Int32 = 0
    before.withUnsafeMutableBufferPointer { before in
      bits.withUnsafeBufferPointer { bits in
        for place in bits.indices {
          before[place] = sum
          sum &+= Int32(truncatingIfNeeded: bits[place].nonzeroBitCount)
        }
      }
    }
    count = Int(sum)
  }

  /// The number of each word; -1 for one that is negative or was not added.
  func find(_ words: UnsafeBufferPointer<Int64>, to numbers: UnsafeMutableBufferPointer<Int32>) {
    bits.withUnsafeBufferPointer { bits in
      before.withUnsafeBufferPointer { before in
        for index in words.indices {
          let word = words[index]
          if word < 0 {
            numbers[index] = -1
            continue
          }
          let own = bits[Int(word >> 6)]
          let bit = UInt64(1) << UInt64(word & 63)
          let lesser = Int32(truncatingIfNeeded: (own & (bit &- 1)).nonzeroBitCount)
          numbers[index] = own & bit == 0 ? -1 : before[Int(word >> 6)] &+ lesser
        }
      }
    }
  }
}
