import Allot
import Linting
import Model

/// What a pay line pays as the total of its one credit grows, and what must be asked to know where a payee stands on it.
struct LineCurve: Sendable {
  let question: NaturalQuestion
  /// The texts whose values at a payee's row choose the payee's own curve: the total, what measures it, the values that
  /// the plan alone does not know, and the conditions.
  let texts: [String]
  private let model: CheckedModel
  private let line: Int
  /// The curve in every case; nil where it can only be told for one payee.
  private let answers: [CurveAnswer<PayoutCurve>]?
  private let totalText: String
  private let measureText: String?
  /// The values without which it is not known which of two amounts is greater, with their texts.
  private let deciding: [(key: String, text: String)]
  private let textsBySpan: [SourceSpan: String]

  /// Why a line has no curve, in words that follow "no curve"; nil where there is nothing to be said.
  enum Refusal: Error {
    case silent
    case reason(String, SourceSpan? = nil)
  }

  init(_ plan: Plan, sheet: Int, line: Int) throws(Refusal) {
    guard let question = NaturalQuestion(plan, sheet: sheet, lines: [line]) else {
      if plan.model.creditsRead(byLine: line, in: sheet).count > 1 { throw .reason("more than one credit decides it") }
      throw .silent
    }
    let own = SheetText(plan, sheet: sheet)
    guard let total = own.text(ofTotal: question.total) else { throw .silent }
    self.question = question
    self.line = line
    model = plan.model
    totalText = total
    measureText = question.measure.flatMap { own.text($0.span) }
    if question.measure != nil && measureText == nil { throw .silent }
    var deciding: [(key: String, text: String)] = []
    var found: [CurveAnswer<PayoutCurve>]?
    while found == nil {
      do {
        // Which values there are is found out with any number for those that decide.
        let known = Dictionary(deciding.map { ($0.key, Rational.one) }) { $1 }
        found = try payoutCurves(plan.model, question.question.knowing(known), line: line)
      } catch {
        let new = error.symbols.filter { symbol in !deciding.contains { $0.key == symbol.key } }
        guard !new.isEmpty, deciding.count < 8 else { throw .reason(error.reason, error.span) }
        for symbol in new {
          guard let text = own.text(symbol.span) else { throw .reason("it rests on values outside of the plan's text") }
          deciding.append((symbol.key, text))
        }
      }
    }
    let answers = found ?? []
    var textsBySpan: [SourceSpan: String] = [:]
    for span in answers.flatMap({ $0.symbols.map(\.span) + $0.cases.map(\.span) }) {
      guard let text = own.text(span) else { throw .reason("it rests on values outside of the plan's text") }
      textsBySpan[span] = text
    }
    self.deciding = deciding
    self.textsBySpan = textsBySpan
    self.answers = deciding.isEmpty ? answers : nil
    var texts = [total] + [measureText].compactMap { $0 } + deciding.map(\.text)
    texts += textsBySpan.sorted { $0.key < $1.key }.map(\.value)
    var seen: Set<String> = []
    self.texts = texts.filter { seen.insert($0).inserted }
  }

  /// Where a payee stands on which curve, by the values of ``texts`` at a row; nil where that is not known.
  func position(_ values: [Value]) -> (curve: PersonCurve, x: Rational)? {
    let values = Dictionary(zip(texts, values)) { $1 }
    func number(_ text: String?) -> Rational? {
      guard let text, case .number(let number)? = values[text], !number.isInfinite else { return nil }
      return number
    }
    guard var x = number(totalText) else { return nil }
    if let measureText {
      guard let measure = number(measureText), measure.signum > 0, let share = x.dividing(measure) else { return nil }
      x = share
    }
    guard let answers = answers ?? self.answers(number) else { return nil }
    for answer in answers {
      let isMet = answer.cases.allSatisfy { one in
        textsBySpan[one.span].flatMap { values[$0] } == .bool(one.holds)
      }
      guard isMet else { continue }
      var symbols: [Rational] = []
      for symbol in answer.symbols {
        guard let value = number(textsBySpan[symbol.span]), value.signum > 0 else { return nil }
        symbols.append(value)
      }
      return PersonCurve(answer.answer, symbols).map { ($0, x) }
    }
    return nil
  }

  /// The curve for one payee, whose values decide which of two amounts is greater.
  private func answers(_ number: (String?) -> Rational?) -> [CurveAnswer<PayoutCurve>]? {
    var known: [String: Rational] = [:]
    for (key, text) in deciding {
      guard let value = number(text) else { return nil }
      known[key] = value
    }
    do throws(Undecided) {
      return try payoutCurves(model, question.question.knowing(known), line: line)
    } catch {
      return nil
    }
  }
}

/// The text of a plan's own declaration, in which a name means what it means in a line that is added to it.
private struct SheetText {
  private let source: SourceFile
  private let file: FileID
  private let range: Range<Int32>
  private let model: CheckedModel

  init(_ plan: Plan, sheet: Int) {
    let span = plan.model.sheets[sheet].span
    model = plan.model
    file = span.file
    source = plan.sources[span.file]
    let end = plan.endOfSheet(plan.model.sheets[sheet].name)?.end ?? span.end
    range = span.start..<max(span.start, end)
  }

  /// The text of an expression; nil for one that stands outside of the declaration, where its names mean other things.
  func text(_ span: SourceSpan) -> String? {
    guard span.file == file, span.start >= range.lowerBound, span.end <= range.upperBound else { return nil }
    return source.text(span)
  }

  /// A credit's total by its name and window: where it goes through rates, its own place in the text is the whole
  /// phrase.
  func text(ofTotal total: TypedExpression) -> String? {
    switch total.kind {
    case .aggregate(let aggregate):
      guard case .credit(let sheet, let credit) = aggregate.relation,
        model.sheets.indices.contains(sheet), model.sheets[sheet].credits.indices.contains(credit)
      else { return nil }
      let name = "`\(model.sheets[sheet].credits[credit].name)`"
      // A bare name is its total over the row's own period.
      guard let window = aggregate.window, window.span != total.span else { return name }
      return text(window.span).map { "\(name) over \($0)" }
    case .field: return text(total.span)
    default: return nil
    }
  }
}
