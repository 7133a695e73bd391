import Allot
import Comparing

/// How the difference of two scenarios is shown: who has more or less, of which line, and what it adds up to.
extension Session {
  /// What the two sides of a difference are called.
  struct SideNames {
    var before = "before"
    var after = "after"
  }

  mutating func putDifference(
    _ difference: PayoutDifference, heading: String?, names: SideNames = SideNames()
  ) {
    let changed = difference.results.filter { !$0.amounts.isEmpty || $0.omitted > 0 }
    if let heading, format == .table { terminal.put(terminal.faint(heading) + "\n") }
    if changed.isEmpty {
      terminal.put("nothing changes: all amounts are as they were\n")
      return
    }
    for (place, result) in changed.enumerated() {
      if place > 0 { terminal.put("\n") }
      put(Session.table(of: result, names), more: "`compare` in another format, such as `format csv`, has all")
    }
  }

  /// The amounts that differ most, in the order of the results, and the sums.
  static func table(
    of result: PayoutDifference.Result, _ names: SideNames = SideNames(), limit: Int = Session.rowLimit
  ) -> AnswerTable {
    let units = Set(result.amounts.map { $0.unit ?? "" })
    let unit = units.count == 1 ? units.first : nil
    let keys = result.keys.map { AnswerTable.Column($0) }
    let numbers = [names.before, names.after, "difference"].map {
      AnswerTable.Column($0, unit: unit.flatMap { $0.isEmpty ? nil : $0 }, isNumber: true)
    }
    let unitColumn = unit == nil ? [AnswerTable.Column("unit")] : []
    var table = AnswerTable(
      heading: result.title, columns: keys + [AnswerTable.Column("line")] + unitColumn + numbers)
    func cells(_ format: OutputColumn.Format, _ old: Rational?, _ new: Rational?, _ delta: Rational) -> [String] {
      [old.map(format.text) ?? "", new.map(format.text) ?? "", (delta.signum > 0 ? "+" : "") + format.text(of: delta)]
    }
    let shown = result.amounts.enumerated().sorted { a, b in
      let (x, y) = (a.element.delta.magnitude, b.element.delta.magnitude)
      return x == y ? a.offset < b.offset : y < x
    }.prefix(AnswerTable.shownCount(result.amounts.count, limit: limit)).sorted { $0.offset < $1.offset }.map(\.element)
    for amount in shown {
      table.add(
        .row(
          amount.row + [amount.title] + (unit == nil ? [amount.unit ?? ""] : [])
            + cells(amount.format, amount.old, amount.new, amount.delta)))
    }
    if result.amounts.count > 1 {
      table.add(.rule)
      for total in result.totals where total.old != total.new {
        let heads = ["total"] + Array(repeating: "", count: max(0, result.keys.count - 1))
        table.add(
          .total(
            heads.prefix(max(1, result.keys.count)) + (result.keys.isEmpty ? [] : [total.title ?? ""])
              + (unit == nil ? [total.unit ?? ""] : [])
              + cells(total.format, total.old, total.new, total.delta)))
      }
    }
    table.omitted = result.amounts.count - shown.count
    if result.omitted > 0 {
      table.notes = ["\(Session.counted(result.omitted, "amount")) cannot be compared: too many digits"]
    }
    return table
  }
}
