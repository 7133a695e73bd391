import Columns
import TestSupport
import Testing

@testable import Engine

/// Columns assembled in parts against the same parts joined one after the other.
@Suite struct ColumnAssemblyTests {
  /// A part of a column of `rows`, held in one of many ways, some rows missing and some faulty.
  private func part(_ rows: Range<Int>, isUsual: Bool, _ random: inout SeededRandom) -> Column {
    let isConstant = Int.random(in: 0..<6, using: &random) == 0
    let elements = isConstant ? 1 : rows.count
    let storage: Column.Storage
    switch isUsual ? 0 : Int.random(in: 0..<4, using: &random) {
    case 0: storage = .integers((0..<elements).map { Int64(rows.lowerBound + $0) }, scale: 2)
    case 1: storage = .integers((0..<elements).map { Int64(rows.lowerBound - $0) }, scale: 3)
    case 2: storage = .wide((0..<elements).map { Int128($0) << 80 }, scale: 1)
    default: storage = .rationals((0..<elements).map { Rational(Int128($0), over: 7) ?? .zero })
    }
    var column = Column(storage, count: rows.count, isConstant: isConstant)
    if Int.random(in: 0..<3, using: &random) == 0 {
      column.validity = Bitmap((0..<elements).map { _ in Bool.random(using: &random) })
    }
    if Int.random(in: 0..<3, using: &random) == 0 {
      column.faults = [Int32(Int.random(in: 0..<elements, using: &random)): Fault(.overflow, site: 4)]
    }
    return column
  }

  @Test(arguments: [1, 2, 3])
  func isWhatTheJoinedPartsAre(threads: Int) {
    var random = SeededRandom(seed: 7)
    for round in 0..<60 {
      let size = Int.random(in: 1...90, using: &random)
      let count = Int.random(in: size...(size * 7), using: &random)
      let ranges = Workers.morsels(of: count, size: size)
      let parts = ranges.map { rows in
        let codes = Column.codes(rows.map { Int32($0) })
        let bools = Column.bools(rows.map { $0 % 3 == 0 })
        return [
          part(rows, isUsual: true, &random), codes, part(rows, isUsual: round % 2 == 0, &random), bools,
          .missing(count: rows.count), .failed(Fault(.missing, site: 1), count: rows.count),
        ]
      }
      let columns = ColumnAssembly.columns(of: ranges, workers: Workers(count: threads)) { rows in
        parts[rows.lowerBound / size]
      }
      for place in columns.indices {
        let joined = Column.concatenated(parts.map { $0[place] })
        #expect(columns[place].count == count)
        for row in 0..<count {
          #expect(columns[place].fault(at: row) == joined.fault(at: row))
          #expect(columns[place].hasValue(at: row) == joined.hasValue(at: row))
          switch place {
          case 1: #expect(columns[place].code(at: row) == joined.code(at: row))
          case 3: #expect(columns[place].bool(at: row) == joined.bool(at: row))
          default: #expect(columns[place].rational(at: row) == joined.rational(at: row))
          }
        }
      }
    }
  }
}
