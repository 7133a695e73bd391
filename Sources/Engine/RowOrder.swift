import Columns

extension RunOptions {
  /// The order in which the rows of all tables come, whatever it is in their files. No result depends on it.
  public enum RowOrder: Hashable, Sendable {
    case asRead, reversed
    case shuffled(seed: UInt64)

    /// For each place the row that comes there; nil for the rows as they are.
    func rows(_ count: Int) -> [Int32]? {
      switch self {
      case .asRead: return nil
      case .reversed: return (0..<Int32(count)).reversed()
      case .shuffled(let seed):
        var rows = Array(0..<Int32(count))
        var state = seed
        for place in stride(from: count - 1, to: 0, by: -1) {
          // The numbers of SplitMix64, which are the same on every machine.
          state &+= 0x9E37_79B9_7F4A_7C15
          var mixed = state
          mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
          mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
          mixed ^= mixed >> 31
          rows.swapAt(place, Int(mixed % UInt64(place + 1)))
        }
        return rows
      }
    }
  }
}
