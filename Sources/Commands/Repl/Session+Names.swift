import Allot
import Model
import Syntax

/// Names for expressions, and what expressions are.
extension Session {
  mutating func define(_ phrase: Phrase) throws(SessionFailure) {
    if phrase.isEmpty {
      var table = AnswerTable(columns: [AnswerTable.Column("name"), AnswerTable.Column("expression")])
      for line in names { table.add(.row([line.name, line.text])) }
      put(table)
      return
    }
    let plan = try plan()
    guard let (name, value) = phrase.assignment, !name.isEmpty, !value.isEmpty else {
      throw .complaint("`let` needs a name and an expression", help: ["such as `let pay = commission + kicker`"])
    }
    let text = name.string
    guard ExpressionNames(text: text).names == [text], !text.hasPrefix("_"), text != "ans" else {
      throw .complaint(
        "`\(text)` cannot be a name", help: ["a name has letters, digits and `_`, and begins with a letter"])
    }
    let taken =
      plan.model.sheets.flatMap { $0.lines.map(\.name) + $0.credits.map(\.name) } + plan.model.tables.map(\.name)
      + plan.resultNames + plan.model.parameters.map(\.name)
    if taken.contains(text) { throw .complaint("`\(text)` is a name of the plan already") }
    let line = AskingLine(.let, text, value.string)
    var changed = self
    changed.names.removeAll { $0.name == text }
    changed.names.append(line)
    let asked = try AskedExpression(Substring(value.string), plan.calendar)
    guard asked.scope == .everything else {
      throw .complaint("`let` names an expression for all rows", help: ["`for` and `in` stand where the name is used"])
    }
    _ = try changed.question(about: asked)
    self = changed
  }

  mutating func putType(_ phrase: Phrase) throws(SessionFailure) {
    let plan = try plan()
    let asked = try AskedExpression(phrase.text, plan.calendar)
    let question = try question(about: asked)
    if let remark = question.remark { self.remark(remark) }
    var words = [ValueWords.type(question.type, question.asking.plan.model)]
    if let sheet = question.sheet {
      let grain = ValueWords.perWords(ValueWords.grain(sheet, question.asking.plan.model))
      words.append((grain.isEmpty ? "" : "\(grain) ") + "of \(sheet.name)")
    }
    if let quantity = question.type.quantity {
      if quantity.isRunning {
        words.append("running: it holds what earlier periods counted")
      } else if let basis = quantity.basis {
        words.append("of a \(basis.rawValue)")
      }
    }
    if question.type.isOptional { words.append("it may be missing") }
    terminal.put(words.joined(separator: ", ") + "\n")
  }
}
