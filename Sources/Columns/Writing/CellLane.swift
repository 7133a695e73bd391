/// The texts of a column's codes from `least` on, sixteen bytes each.
struct KnownLane {
  let first: UnsafePointer<UInt8>
  let least: Int32

  /// Writes sixteen bytes, and moves `place` behind those that count.
  @inline(__always)
  func write(_ code: Int32, at place: inout UnsafeMutablePointer<UInt8>) {
    let text = UnsafeRawPointer(first + Int(code &- least) &* 16)
    UnsafeMutableRawPointer(place).storeBytes(
      of: text.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
    place += Int(text.load(fromByteOffset: 15, as: UInt8.self))
  }
}

/// The values of one column in the rows of a piece, ready to be written. Its memory is its maker's.
struct CellLane {
  enum Content {
    /// No row has a value.
    case nothing
    case bool, text, date, row, timestamp
    case period(CalendarUnit)
    case known(KnownLane)
    case narrow(NumberWriter, scale: Int)
    case wide(NumberWriter, scale: Int)
    case fractions(NumberWriter)
    /// Numbers of any storage, each as its currency says.
    case money(UnsafePointer<Money>)
  }

  /// An amount with the number of decimals that it is printed with; -1 for all.
  struct Money {
    var amount: Rational
    var decimals: Int
  }

  let content: Content
  let values: UnsafeMutableRawPointer
  /// Which rows have a value; nil iff all have.
  let isPresent: UnsafeMutablePointer<Bool>?
  let prefix: UnsafeBufferPointer<UInt8>
  /// The most bytes of a cell with what stands around it; of texts, without their own bytes.
  let bound: Int

  /// The bytes that a row's value takes.
  static func size(of column: WrittenColumn) -> Int {
    if case .money = column.content { return MemoryLayout<Money>.stride }
    return switch column.column.storage {
    case .bools: 1
    case .codes: 4
    case .integers: 8
    case .wide: 16
    case .fractions, .rationals: MemoryLayout<Rational>.stride
    }
  }

  /// - Parameter free: memory of ``size(of:)`` and a byte for each row; moved behind what is used of it.
  init(
    _ written: WrittenColumn, _ rows: RowText.Rows, _ digits: DecimalDigits, known: KnownLane?,
    prefix: UnsafeBufferPointer<UInt8>, in free: inout UnsafeMutableRawPointer
  ) {
    let column = written.column
    let count = rows.count
    func take(_ size: Int) -> UnsafeMutableRawPointer {
      let start = free
      free += (size + 15) & ~15
      return start
    }
    let values = take(CellLane.size(of: written) * count)
    self.values = values
    self.prefix = prefix
    isPresent = CellLane.presence(column, rows) { take(count).bindMemory(to: Bool.self, capacity: max(count, 1)) }
    var bound = 48 + prefix.count
    if case .money(let currency, let layouts) = written.content {
      let pairs = values.bindMemory(to: Money.self, capacity: max(count, 1))
      for (place, row) in CellLane.numbers(of: rows).enumerated() {
        let amount = column.rational(at: row) ?? .zero
        let decimals: Int
        switch currency.code(at: row).flatMap({ layouts[$0] })?.decimals {
        case .fixed(let count): decimals = count
        case .all, .exact, nil: decimals = -1
        }
        (pairs + place).initialize(to: Money(amount: amount, decimals: decimals))
        bound = max(bound, 300 + decimals + prefix.count)
      }
      content = .money(UnsafePointer(pairs))
      self.bound = bound
      return
    }
    switch (column.storage, written.content) {
    case (.bools(let elements), .bool):
      CellLane.fill(values, elements, column, rows)
      content = .bool
    case (.codes(let elements), .text):
      CellLane.fill(values, elements, column, rows)
      content = .text
    case (.codes(let elements), .date):
      CellLane.fill(values, elements, column, rows)
      content = known.map { .known($0) } ?? .date
    case (.codes(let elements), .period(let unit)):
      CellLane.fill(values, elements, column, rows)
      content = known.map { .known($0) } ?? .period(unit)
    case (.codes(let elements), .row):
      CellLane.fill(values, elements, column, rows)
      content = .row
    case (.integers(let elements, 0), .timestamp):
      CellLane.fill(values, elements, column, rows)
      content = .timestamp
    case (.integers(let elements, let scale), .number(let layout)):
      CellLane.fill(values, elements, column, rows)
      content = .narrow(NumberWriter(layout, digits), scale: scale)
      bound += NumberWriter.bound(layout)
    case (.wide(let elements, let scale), .number(let layout)):
      CellLane.fill(values, elements, column, rows)
      content = .wide(NumberWriter(layout, digits), scale: scale)
      bound += NumberWriter.bound(layout)
    case (.rationals(let elements), .number(let layout)):
      CellLane.fill(values, elements, column, rows)
      content = .fractions(NumberWriter(layout, digits))
      bound += NumberWriter.bound(layout)
    default:
      // A column without any value may have storage of another kind.
      precondition(column.isVoid, "a column of another kind")
      content = .nothing
    }
    self.bound = bound
  }

  private static func numbers(of rows: RowText.Rows) -> [Int] {
    switch rows {
    case .range(let range): Array(range)
    case .list(let list): list.map { Int($0) }
    }
  }

  /// The elements of these rows, one after the other.
  private static func fill<Element>(
    _ target: UnsafeMutableRawPointer, _ elements: [Element], _ column: Column, _ rows: RowText.Rows
  ) {
    let target = target.bindMemory(to: Element.self, capacity: max(rows.count, 1))
    elements.withUnsafeBufferPointer { elements in
      if column.isConstant {
        if rows.count > 0 { target.initialize(repeating: elements[0], count: rows.count) }
        return
      }
      switch rows {
      case .range(let range):
        guard let source = elements.baseAddress, !range.isEmpty else { return }
        precondition(range.lowerBound >= 0 && range.upperBound <= elements.count, "rows of the column")
        target.initialize(from: source + range.lowerBound, count: range.count)
      case .list(let list):
        list.withUnsafeBufferPointer { list in
          for place in 0..<list.count { (target + place).initialize(to: elements[Int(list[place])]) }
        }
      }
    }
  }

  /// Which of these rows have a value; nil iff all have.
  private static func presence(
    _ column: Column, _ rows: RowText.Rows, _ memory: () -> UnsafeMutablePointer<Bool>
  ) -> UnsafeMutablePointer<Bool>? {
    if column.validity == nil && column.faults == nil { return nil }
    let flags = memory()
    func note(_ place: Int, _ row: Int) { (flags + place).initialize(to: column.hasValue(at: row)) }
    switch rows {
    case .range(let range): for (place, row) in range.enumerated() { note(place, row) }
    case .list(let list): for (place, row) in list.enumerated() { note(place, Int(row)) }
    }
    return flags
  }
}
