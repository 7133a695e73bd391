/// Texts: serial ones by their numbers, the others numbered in the order of their arrival.
struct TextDecoder: CellDecoder {
  private var index: TextIndex
  private var serials = SerialBlocks()
  private var codes: [Int32] = []
  private var empty: EmptyCells

  init(column: KeptColumn, file: UnsafeRawPointer) {
    index = TextIndex(file: file)
    empty = EmptyCells(column: column)
  }

  var part: ColumnPart { ColumnPart(values: .texts(codes, index.texts, serials.blocks), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    let rows = UnsafeMutablePointer<Int32>.allocate(capacity: block.rowCount)
    defer { rows.deallocate() }
    var cursor = CellBlock.Cursor(block, empty.column.field)
    var probe = index.probe
    let serialProbe = serials.probe
    var serialCount = 0
    // The block of the last serial text, which is the next one's too in most columns.
    var shape = SerialShape()
    var base: Int32 = 0
    for row in 0..<block.rowCount {
      let cell = cursor.next()
      let number = shape.number(padded: cell.start, cell.count)
      if number >= 0 {
        (rows + row).initialize(to: base | number)
        serialCount &+= 1
        continue
      }
      if cell.count > 0 {
        if let text = SerialText(padded: cell.start, cell.count) {
          let code = serialProbe.code(of: text)
          if code >= 0 {
            (rows + row).initialize(to: code)
            serialCount &+= 1
            shape = SerialShape(of: text, padded: cell.start)
            base = code &- text.number
            continue
          }
        }
        if !cell.isQuoted {
          let code = probe.number(of: TextKey(padded: cell.start, cell.count))
          if code >= 0 {
            (rows + row).initialize(to: code)
            continue
          }
        }
      }
      (rows + row).initialize(to: readCarefully(block.firstRow + row, cell, block, &faults))
      probe = index.probe
    }
    codes.append(codes: rows, block)
    serials.note(texts: serialCount)
    index.note(searches: block.rowCount - serialCount)
  }

  @inline(never)
  private mutating func readCarefully(
    _ row: Int, _ cell: CellBlock.Cell, _ block: CellBlock, _ faults: inout FaultList
  ) -> Int32 {
    if cell.count == 0 {
      empty.note(row, cell, block, &faults)
      return -1
    }
    if let text = SerialText(padded: cell.start, cell.count), let code = serials.code(of: text) { return code }
    let (code, isValid) = index.code(for: cell)
    if !isValid { faults.add(.invalidUTF8, at: block.range(of: cell), column: empty.column.index) }
    return code
  }
}

/// Texts of a closed list.
struct ChoiceDecoder: CellDecoder {
  /// The choices, in their order, and nothing else.
  private var index: TextIndex
  private var codes: [Int32] = []
  private var empty: EmptyCells

  init(column: KeptColumn, choices: [String], file: UnsafeRawPointer) {
    index = TextIndex(file: file)
    for choice in choices { index.add(Array(choice.utf8)) }
    empty = EmptyCells(column: column)
  }

  var part: ColumnPart { ColumnPart(values: .texts(codes, index.texts, []), missing: empty.rows) }

  mutating func decode(_ block: CellBlock, into faults: inout FaultList) {
    let rows = UnsafeMutablePointer<Int32>.allocate(capacity: block.rowCount)
    defer { rows.deallocate() }
    var cursor = CellBlock.Cursor(block, empty.column.field)
    let probe = index.probe
    for row in 0..<block.rowCount {
      let cell = cursor.next()
      if !cell.isQuoted && cell.count > 0 {
        let code = probe.number(of: TextKey(padded: cell.start, cell.count))
        if code >= 0 {
          (rows + row).initialize(to: code)
          continue
        }
      }
      (rows + row).initialize(to: readCarefully(block.firstRow + row, cell, block, &faults))
    }
    codes.append(codes: rows, block)
  }

  @inline(never)
  private mutating func readCarefully(
    _ row: Int, _ cell: CellBlock.Cell, _ block: CellBlock, _ faults: inout FaultList
  ) -> Int32 {
    if cell.count == 0 {
      empty.note(row, cell, block, &faults)
      return -1
    }
    if let code = index.find(cell) { return code }
    faults.add(.notReadable, at: block.range(of: cell), column: empty.column.index)
    return -1
  }
}
