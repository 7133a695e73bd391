/// A place to underline.
struct Mark {
  let span: SourceSpan
  let text: String
  let isPrimary: Bool

  init(_ label: Diagnostic.Label, isPrimary: Bool) {
    self.span = label.span
    self.text = label.text
    self.isPrimary = isPrimary
  }
}

/// A line of a text with the marks below it.
struct Excerpt {
  /// Longer lines are cut to the part that carries the marks.
  static let maximumWidth = 160

  private struct Placed {
    let start: Int
    let end: Int
    let text: String
    let isPrimary: Bool
  }

  let text: String
  private let marks: [Placed]

  init(_ file: SourceFile, line number: Int, _ marks: [Mark]) {
    let (bytes, isCutInFront, isCutBehind) = Excerpt.window(file.lineBytes(number), marks)
    let line = DisplayLine(bytes)
    let columns = marks.map { mark in
      let start = line.column(at: Int(mark.span.start))
      // A mark that goes on in later lines is drawn to the end of its first line.
      return (start, max(start + 1, line.endColumn(at: Int(mark.span.end))))
    }
    let leftmost = columns.map(\.0).min() ?? 0
    let isCut = line.width > Excerpt.maximumWidth
    let cut = isCut && leftmost > Excerpt.maximumWidth / 2 ? leftmost - Excerpt.maximumWidth / 4 : 0
    var text = line.text(from: cut, cells: Excerpt.maximumWidth)
    let shownWidth = displayWidth(of: text)
    let hasFront = cut > 0 || isCutInFront
    if hasFront { text = "…" + text }
    if isCutBehind || (isCut && cut + shownWidth < line.width) { text += "…" }
    let shift = hasFront ? 1 - cut : 0
    self.text = text
    self.marks = zip(marks, columns).map { mark, column in
      let limit = shownWidth + 2
      let start = min(max(column.0 + shift, 0), limit)
      return Placed(
        start: start, end: max(start + 1, min(column.1 + shift, limit)),
        text: mark.text.map { $0 == "\n" ? " " : DisplayLine.visible($0) }.joined(), isPrimary: mark.isPrimary)
    }.sorted { ($0.start, $0.isPrimary ? 0 : 1) < ($1.start, $1.isPrimary ? 0 : 1) }
  }

  /// The part of a very long line around its first mark, cut between characters.
  private static func window(
    _ line: ArraySlice<UInt8>, _ marks: [Mark]
  ) -> (bytes: ArraySlice<UInt8>, isCutInFront: Bool, isCutBehind: Bool) {
    guard line.count > longestWhole else { return (line, false, false) }
    let first = min(max(marks.map { Int($0.span.start) }.min() ?? 0, line.startIndex), line.endIndex)
    var start = max(line.startIndex, first - longestWhole / 8)
    while start > line.startIndex, line[start] & 0xC0 == 0x80 { start -= 1 }
    var end = min(line.endIndex, first + longestWhole / 4)
    while end < line.endIndex, line[end] & 0xC0 == 0x80 { end += 1 }
    return (line[start..<end], start > line.startIndex, end < line.endIndex)
  }

  /// Longer lines are not laid out as a whole.
  static let longestWhole = 4_000

  /// The lines below the text: the underlines with the last label, then the other labels from right to left.
  func annotations(_ paint: (String, DiagnosticRenderer.Paint) -> String) -> [String] {
    var cells: [(sign: Character, paint: DiagnosticRenderer.Paint)] = []
    func draw(_ mark: Placed, _ sign: Character, _ colour: DiagnosticRenderer.Paint) {
      while cells.count < mark.end { cells.append((" ", .frame)) }
      for i in mark.start..<mark.end { cells[i] = (sign, colour) }
    }
    for mark in marks where !mark.isPrimary { draw(mark, "-", .frame) }
    for mark in marks where mark.isPrimary { draw(mark, "^", .error) }
    var first = Excerpt.join(cells, paint)
    var waiting = marks.filter { !$0.text.isEmpty }
    if let last = waiting.last, !marks.contains(where: { $0.end > last.end }) {
      first += " " + paint(last.text, last.isPrimary ? .error : .frame)
      waiting.removeLast()
    }
    var lines = [first]
    if !waiting.isEmpty { lines.append(bars(waiting, paint)) }
    while let mark = waiting.popLast() {
      var head = bars(waiting.filter { $0.start < mark.start }, paint)
      let used = waiting.filter { $0.start < mark.start }.map { $0.start + 1 }.max() ?? 0
      head += String(repeating: " ", count: max(0, mark.start - used))
      lines.append(head + paint(mark.text, mark.isPrimary ? .error : .frame))
    }
    return lines
  }

  /// A line with a bar in the first column of each mark.
  private func bars(_ marks: [Placed], _ paint: (String, DiagnosticRenderer.Paint) -> String) -> String {
    var result = ""
    var column = 0
    for mark in marks where mark.start >= column {
      result += String(repeating: " ", count: mark.start - column) + paint("|", mark.isPrimary ? .error : .frame)
      column = mark.start + 1
    }
    return result
  }

  /// The cells as text, with runs of one colour painted at once.
  private static func join(
    _ cells: [(sign: Character, paint: DiagnosticRenderer.Paint)],
    _ paint: (String, DiagnosticRenderer.Paint) -> String
  ) -> String {
    var result = ""
    var run = ""
    var colour = DiagnosticRenderer.Paint.frame
    for cell in cells {
      if cell.sign == " " {
        result += paint(run, colour) + " "
        run = ""
      } else {
        if cell.paint != colour {
          result += paint(run, colour)
          run = ""
        }
        colour = cell.paint
        run.append(cell.sign)
      }
    }
    return result + paint(run, colour)
  }
}
