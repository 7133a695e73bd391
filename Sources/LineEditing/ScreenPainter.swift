/// Draws layouts over one another, each as one piece of output, wherever on the screen the input stands.
struct ScreenPainter {
  /// The row of the cursor, counted from the first row drawn.
  private var cursorRow = 0
  /// The first row of the layout that is shown; not 0 only where the screen is too low for all.
  private var top = 0
  private let isStyled: Bool

  init(isStyled: Bool) { self.isStyled = isStyled }

  /// What to write so that the screen shows `layout`.
  mutating func paint(_ layout: ScreenLayout, height: Int) -> String {
    let height = max(1, height)
    if layout.rows.count <= height {
      top = 0
    } else {
      top = min(max(top, layout.cursorRow - height + 1), layout.cursorRow, layout.rows.count - height)
    }
    let bottom = min(layout.rows.count, top + height)
    var output = start
    draw(layout, top..<bottom, into: &output)
    let below = bottom - 1 - layout.cursorRow
    if below > 0 { output += "\u{1B}[\(below)A" }
    output += "\r"
    if layout.cursorColumn > 0 { output += "\u{1B}[\(layout.cursorColumn)C" }
    cursorRow = layout.cursorRow - top
    return output
  }

  /// What to write so that all of `layout` stands there for good, with the cursor on the line after it.
  mutating func finish(_ layout: ScreenLayout) -> String {
    var output = start
    draw(layout, 0..<layout.rows.count, into: &output)
    // Behind a full row the cursor stands on the next line already.
    if layout.rows[layout.rows.count - 1].width > 0 || layout.rows.count == 1 { output += "\r\n" }
    forget()
    return output
  }

  /// Takes the next layout to be drawn where the cursor stands.
  mutating func forget() {
    cursorRow = 0
    top = 0
  }

  /// Takes it that the terminal has broken its lines anew, so that what was drawn stands now as `layout` does.
  mutating func reflow(to layout: ScreenLayout, height: Int) {
    cursorRow = min(layout.cursorRow, max(0, height - 1))
    top = max(0, layout.cursorRow - cursorRow)
  }

  /// Goes to the first row drawn and clears what stands there.
  private var start: String {
    cursorRow > 0 ? "\r\u{1B}[\(cursorRow)A\u{1B}[J" : "\r\u{1B}[J"
  }

  private func draw(_ layout: ScreenLayout, _ shown: Range<Int>, into output: inout String) {
    for place in shown {
      let row = layout.rows[place]
      for part in row.parts {
        let sequence = isStyled || part.style == .chosen ? part.style.sequence : ""
        output += sequence.isEmpty ? part.text : sequence + part.text + "\u{1B}[0m"
      }
      guard place + 1 < shown.upperBound else { break }
      if !row.isContinued {
        output += "\r\n"
      } else if layout.rows[place + 1].parts.isEmpty {
        // Writing past the margin makes the terminal go on to the next row as within one line.
        output += " \r"
      }
    }
  }
}
