import Source

/// Schedules: the weekdays and days on which something happens.
extension Parser {
  mutating func schedule(_ documentation: String?) -> ScheduleDeclaration {
    let mark = mark()
    advance()
    let name = declaredName("the schedule's name")
    let title = optionalText()
    let key = accept(.for) ? self.name("the table whose rows have a schedule each, as in `for dealers`") : nil
    var block = ScheduleBlock()
    scheduleBlock(name, &block)
    close(.schedule, mark)
    return ScheduleDeclaration(
      name: name, title: title, key: key, weekdays: Set(block.weekdays.keys), days: block.days,
      documentation: documentation, span: span(from: mark))
  }

  /// `W on Working`, inside the parentheses of a call; the operand itself where no `on` follows.
  mutating func scheduled(_ operand: Expression, _ mark: Mark) -> Expression {
    guard !isRecovering, word == .on else { return operand }
    let operandHeight = height
    let here = span(of: index)
    advance()
    let schedule = postfix()
    raise(operandHeight, here)
    return finish(.scheduled(operand, on: schedule), .scheduled, mark)
  }

  private struct ScheduleBlock {
    /// The weekdays that are named, and where.
    var weekdays: [Int: SourceSpan] = [:]
    var days: [ScheduleDeclaration.Days] = []
  }

  private mutating func scheduleBlock(_ name: Name, _ block: inout ScheduleBlock) {
    guard !isRecovering else { return recoverBlock() }
    let opening = span(of: index)
    guard expect(.leftBrace, "`{` and the days of the schedule") else { return recoverBlock() }
    while !atEnd, kind != .rightBrace, !startsDeclaration(index) {
      let start = index
      scheduleLine(&block)
      if isRecovering || index == start { skipToScheduleLine(from: start) }
    }
    closeBlock(opening, of: "schedule \(name.text)")
  }

  private mutating func scheduleLine(_ block: inout ScheduleBlock) {
    let mark = mark()
    guard kind == .name, let word, Word.scheduleStarts.contains(word),
      let effect = ScheduleDeclaration.Days.Effect(rawValue: word.rawValue)
    else {
      fail(.scheduleLine(describedToken, word: lowercasedName(), span(of: index)))
      return
    }
    advance()
    if effect == .every, kind(ahead: 1) != .dot {
      weekdays(&block, mark)
    } else if let days = scheduleDays(effect, mark) {
      block.days.append(days)
    }
    endOfScheduleLine()
  }

  // MARK: - Weekdays

  /// `mon, wed, fri` or `day`.
  private mutating func weekdays(_ block: inout ScheduleBlock, _ mark: Mark) {
    repeat {
      let here = span(of: index)
      guard !isRecovering, kind == .name else {
        expected("a weekday, such as `mon`, or a table's column of weekdays, such as `order_days.weekday`")
        return
      }
      let text = text(of: index)
      let found: [Int]
      if let day = CalendarDays.shortWeekdayNames.firstIndex(of: text) {
        found = [day]
      } else if text == "day" {
        found = Array(0..<7)
      } else {
        fail(.unknownWeekday(text, here))
        return
      }
      for day in found {
        if let earlier = block.weekdays[day] {
          report(.weekdayTwice(CalendarDays.shortWeekdayNames[day], here, earlier: earlier))
          break
        }
      }
      for day in found where block.weekdays[day] == nil { block.weekdays[day] = here }
      advance()
    } while accept(.comma)
    close(.weekdays, mark)
  }

  // MARK: - Days of tables

  /// `holidays.day`, `closures.first .. closures.last via shop where reason != "half day"`.
  private mutating func scheduleDays(
    _ effect: ScheduleDeclaration.Days.Effect, _ mark: Mark
  ) -> ScheduleDeclaration.Days? {
    let what = effect == .every ? "`order_days.weekday`" : "`holidays.day`"
    guard let first = tableColumn(what) else { return nil }
    var last: ScheduleDeclaration.Days.Column?
    if accept(.dotDot) {
      guard let end = tableColumn("`\(first.table.text).last`") else { return nil }
      last = end
    }
    var via: [Name]?
    if accept(.via) { via = path("the name of the column that says whose days they are") }
    var condition: Expression?
    if accept(.where) { condition = expression() }
    close(.scheduleDays, mark)
    return ScheduleDeclaration.Days(
      effect: effect, first: first, last: last, via: via, condition: condition, span: span(from: mark))
  }

  private mutating func tableColumn(_ example: String) -> ScheduleDeclaration.Days.Column? {
    let table = name("a table and its column, as in \(example)")
    guard expect(.dot, "`.` and a column of the table, as in \(example)") else { return nil }
    return ScheduleDeclaration.Days.Column(table: table, path: path("a column's name"))
  }

  // MARK: - Ends of lines

  private mutating func endOfScheduleLine() {
    guard !isRecovering, !atEnd, kind != .rightBrace, isOnSameLine else { return }
    if let word, Word.scheduleStarts.contains(word) { return }
    reportLeftover("the next line of the schedule", isExpression: false)
  }

  private mutating func skipToScheduleLine(from start: Int) {
    isRecovering = false
    var end = max(index, start + 1)
    while end < limit, tokens[end].kind != .rightBrace, !startsDeclaration(end) {
      if tokens[end].startsLine { break }
      end += 1
    }
    skip(to: end)
  }
}
