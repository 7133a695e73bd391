@testable import Columns
import TestSupport
import Testing

/// Rows taken from columns, bits and texts, against plain arrays.
@Suite struct StorageTests {
  @Test func rowsOfColumns() {
    var random = SeededRandom(seed: 51)
    for kind in StorageKind.allCases {
      for isConstant in [false, true] {
        for round in 0..<8 {
          let column = random.column(
            kind, count: 150, bits: 63, isConstant: isConstant, isTorn: round % 2 == 0)
          let cells = column.cells
          let settled = column.settled()
          #expect(settled.cells == cells)
          if case .fractions = settled.storage { Issue.record("fractions are left") }
          let start = random.below(150)
          let range = start..<(start + random.below(150 - start + 1))
          #expect(column.slice(range).cells == Array(cells[range]))
          let indices = (0..<70).map { _ in Int32(random.below(160) - 10) }.map { $0 < 0 ? -1 : min($0, 149) }
          #expect(column.gather(indices).cells == indices.map { $0 < 0 ? .missing : cells[Int($0)] })
          #expect(column.flattened().cells == cells)
          let parts = [column.slice(0..<40), .missing(count: 2), column.slice(40..<150)]
          #expect(Column.concatenated(parts).cells == cells[..<40] + [.missing, .missing] + cells[40...])
        }
      }
    }
  }

  @Test func concatenationUnitesRepresentations() {
    let third = Rational(decimal: "1/3") ?? .zero
    let parts: [Column] = [
      .integers([5], scale: 2), .constant(third, count: 2), Column(.wide([.max], scale: 0), count: 1),
      .integers([]), .failed(Fault(.overflow, site: 1), count: 1),
    ]
    #expect(
      Column.concatenated(parts).cells == [
        .number(Rational(Int64(5), scale: 2)), .number(third), .number(third),
        .number(Rational(.max, over: 1) ?? .zero), .fault(.overflow),
      ])
    #expect(Column.concatenated([.codes([1]), .missing(count: 1), .codes([2])]).codesOfRows == [1, nil, 2])
    #expect(Column.concatenated([.missing(count: 1), .bools([true])]).truths == [.missing, .yes])
    #expect(Column.concatenated([]).count == 0)
  }

  @Test func selections() {
    let condition = Column(.bools([true, false, true, true]), count: 4, validity: Bitmap([true, true, false, true]))
    #expect(condition.selection == [0, 3])
    #expect(Column.constant(true, count: 3).selection == [0, 1, 2])
    #expect(Column.missing(count: 3).selection == [])
    #expect(Column.codes([4, 5, 6]).filtered(by: [2, 0]).codesOfRows == [6, 4])
  }

  @Test func valuesByKind() {
    var pool = TextPool()
    let values: [(Value, ValueKind)] = [
      (.missing, .number), (.missing, .text), (.bool(true), .bool), (.number(Rational(Int64(-5), scale: 1)), .number),
      (.text("Nord"), .text), (.date(.last), .date), (.timestamp(-7), .timestamp),
      (.period(Period(.week, ordinal: 3)), .period(.week)),
    ]
    for (value, kind) in values {
      let column = Column(value, count: 2, pool: &pool)
      #expect(column.value(at: 1, as: kind, pool: pool) == value)
      #expect(column.flattened().value(at: 1, as: kind, pool: pool) == value)
    }
    #expect(Column.numbers([.one, nil]).value(at: 1, as: .number, pool: pool) == .missing)
  }

  @Test func bits() {
    var random = SeededRandom(seed: 52)
    for count in [0, 1, 63, 64, 65, 127, 128, 200] {
      let bools = (0..<count).map { _ in random.below(3) == 0 }
      let others = (0..<count).map { _ in random.below(2) == 0 }
      let bitmap = Bitmap(bools)
      func list(_ bitmap: Bitmap) -> [Bool] { (0..<bitmap.count).map { bitmap[$0] } }
      #expect(bitmap.bools == bools && list(bitmap) == bools && bitmap.populationCount == bools.count { $0 })
      #expect(list(bitmap & Bitmap(others)) == zip(bools, others).map { $0 && $1 })
      #expect(list(bitmap | Bitmap(others)) == zip(bools, others).map { $0 || $1 })
      #expect(list(~bitmap) == bools.map { !$0 } && ~(~bitmap) == bitmap)
      #expect((~bitmap).populationCount == count - bitmap.populationCount)
      #expect(bitmap.isAllTrue == bools.allSatisfy { $0 })
      #expect(Bitmap(repeating: true, count: count).isAllTrue)
      var grown = bitmap
      grown.append(true)
      grown.append(contentsOf: Bitmap(others))
      #expect(grown == Bitmap(bools + [true] + others))
      let start = count == 0 ? 0 : random.below(count)
      #expect(bitmap.slice(start..<count) == Bitmap(Array(bools[start...])))
      let indices = (0..<90).map { _ in Int32(random.below(count + 1) - 1) }
      #expect(bitmap.gather(indices) == Bitmap(indices.map { $0 >= 0 && bools[Int($0)] }))
    }
  }

  @Test func textsAreTakenApartAsTheyAreWritten() {
    func parts(_ text: String) -> String? {
      Array(text.utf8).withUnsafeBufferPointer { SerialText($0) }.map {
        "\(String(decoding: $0.block.headBytes, as: UTF8.self))|\($0.number)/\($0.block.digitCount)"
      }
    }
    #expect(parts("D00012345") == "D000|12345/5" && parts("L0042") == "L|42/4" && parts("007") == "|7/3")
    #expect(parts("SKU-00017") == "SKU-|17/5" && parts("ORDER-2024-0000017") == "ORDER-2024-00|17/5")
    #expect(parts("x12") == nil && parts("D00012345x") == nil && parts("") == nil && parts("99") == nil)
    #expect(parts(String(repeating: "h", count: 16) + "12345") != nil)
    #expect(parts(String(repeating: "h", count: 17) + "12345") == nil)
    #expect(parts("٣٤٥") == nil && parts("a\u{FF11}23") == nil && parts("1:;") == nil && parts("1/23") == nil)
  }

  /// More heads than there are blocks: the texts that come later are coded as words are.
  @Test func textsOfTooManyHeadsKeepTheirCodes() {
    var pool = TextPool()
    let texts = (0..<SerialCode.blockLimit + 500).map { "head\(String($0, radix: 26, uppercase: true))x001" }
    let codes = texts.map { pool.code(for: $0) }
    #expect(Set(codes).count == texts.count && codes.contains { !SerialCode.isSerial($0) })
    for (text, code) in zip(texts, codes) {
      if pool.code(for: text) != code || pool.find(text) != code || pool.string(code) != text {
        Issue.record("\(text) is another text now")
      }
    }
  }

  @Test func textsKeepTheirCodes() {
    var random = SeededRandom(seed: 53)
    var pool = TextPool()
    var known: [String: Int32] = [:]
    for round in 0..<6_000 {
      // Words, and texts that end in numbers of all widths behind heads of all lengths.
      var text = String(
        (0..<random.below(12)).map { _ in Character(["a", "b", "é", "経", "0", "\"", "\u{0}"][random.below(7)]) })
      if round % 2 == 0 { text += String(String(random.below(1_000_000) + 1_000_000).suffix(random.below(7))) }
      if round % 7 == 0 { text = String(repeating: "h", count: random.below(19)) + text }
      let code = pool.code(for: text)
      #expect(code >= 0 && (known[text] == nil || known[text] == code))
      known[text] = code
    }
    #expect(Set(known.values).count == known.count && known.allSatisfy { pool.string($0.value) == $0.key })
    #expect(known.allSatisfy { pool.find($0.key) == $0.value } && pool.find("no such text") == nil)
    let texts = known.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    func isOrdered(_ texts: [String]) -> Bool {
      let keys = pool.sortKeys(of: texts.map { known[$0] ?? -1 })
      return zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 }
    }
    // All of them; none that is serial; serial ones of one length.
    #expect(isOrdered(texts))
    #expect(isOrdered(texts.filter { !SerialCode.isSerial(known[$0] ?? 0) }))
    for length in 3...20 { #expect(isOrdered(texts.filter { $0.utf8.count == length })) }
    for (a, b) in zip(texts, texts.dropFirst()) {
      guard let first = known[a], let second = known[b] else { continue }
      #expect(pool.order(first, second) == .less && pool.order(second, first) == .greater)
    }
    // The same letter composed and decomposed: texts are bytes.
    #expect(pool.code(for: "e\u{301}") != pool.code(for: "\u{e9}"))
  }
}
