import Source

/// Matrices: rates on two axes, laid out as a grid.
extension Parser {
  mutating func matrix(_ documentation: String?) -> RatesDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the name of the matrix")
    let (axes, result) = axesAndResult("the name of what the matrix depends on")
    if !isRecovering, axes.count != 2 { report(.matrixAxes(axes.count, name.span)) }
    let precedence = precedence()
    var grid = GridBlock()
    matrixBlock(name, axes, &grid)
    close(.matrix, mark)
    return RatesDeclaration(
      mode: nil, precedence: precedence, name: name, axes: axes, result: result, rows: grid.rows, closing: grid.closing,
      grid: RatesDeclaration.Grid(lines: grid.lines, columns: grid.header?.columns ?? []),
      documentation: documentation, span: span(from: mark))
  }

  private struct GridBlock {
    var header: (columns: [RatesDeclaration.Matcher], span: SourceSpan)?
    var lines: [RatesDeclaration.Matcher] = []
    var rows: [RatesDeclaration.Row] = []
    var closing: RatesDeclaration.Closing?
  }

  private mutating func matrixBlock(_ name: Name, _ axes: [RatesDeclaration.Axis], _ grid: inout GridBlock) {
    guard !isRecovering else { return recoverBlock() }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the matrix") else { return recoverBlock() }
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      entry(until: entryEnd(from: index, isTier: true, isGrid: true)) { parser in
        if parser.kind == .bar, grid.header == nil {
          parser.matrixHeader(&grid)
        } else if grid.header == nil {
          parser.fail(.matrixWithoutHeader(axis: axes.last?.name.text ?? "", parser.span(of: parser.index)))
          // One message is enough for the lines that follow.
          grid.header = ([], parser.span(of: parser.index))
        } else if parser.startsClosing, !parser.lineHoldsBar {
          let end = parser.closing()
          if let earlier = grid.closing { parser.report(.secondClosing(end.span, earlier: earlier.span)) }
          grid.closing = grid.closing ?? end
        } else {
          let line = parser.span(of: parser.index)
          if let closing = grid.closing { parser.report(.tierBehindClosing(line, closing: closing.span)) }
          parser.matrixLine(&grid)
        }
      }
    }
    closeBlock(opening, of: "matrix \(name.text)")
  }

  /// Iff the entry at hand has cells.
  private var lineHoldsBar: Bool { (index..<limit).contains { tokens[$0].kind == .bar } }

  private mutating func matrixHeader(_ grid: inout GridBlock) {
    let mark = mark()
    var columns: [RatesDeclaration.Matcher] = []
    while accept(.bar) { columns.append(matcher(hasAlternatives: false)) }
    endOfEntry("`|` and the next column")
    close(.matrixHeader, mark)
    // What could not be read is no column that a line could lack.
    grid.header = (isRecovering ? [] : columns, span(from: mark))
  }

  private mutating func matrixLine(_ grid: inout GridBlock) {
    let mark = mark()
    let line = matcher(hasAlternatives: false)
    var values: [Expression] = []
    while !isRecovering, kind == .bar {
      let bar = span(of: index)
      advance()
      if atEnd || kind == .bar {
        report(.matrixCellMissing(column: values.count + 1, bar))
        return
      }
      values.append(expression())
    }
    endOfEntry("`|` and the next cell")
    let span = span(from: mark)
    close(.matrixLine, mark)
    guard !isRecovering, let header = grid.header, !header.columns.isEmpty else { return }
    guard values.count == header.columns.count else {
      let place = values.count > header.columns.count ? values[header.columns.count].span : span
      report(.matrixWidth(values.count, columns: header.columns.count, place, header: header.span))
      return
    }
    grid.lines.append(line)
    for (column, value) in zip(header.columns, values) {
      grid.rows.append(RatesDeclaration.Row(matchers: [line, column], value: value, mode: nil, span: value.span))
    }
  }
}
