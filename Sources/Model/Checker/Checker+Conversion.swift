import Source
import Syntax

extension Checker {
  /// `converted to payee.currency at fx[payee.currency, this month].rate`.
  mutating func checkConversion(_ syntax: SheetDeclaration.Payment.Conversion, of sheet: Int) -> ConversionModel? {
    let scope = rowScope(sheet)
    // A currency's code alone looks like a name; as a name it would only be unknown.
    if case .name(let code) = syntax.currency.kind, Currency(code: code) != nil, globals[code] == nil {
      report(.currencyAsText(syntax.currency.span, code))
      return nil
    }
    let currency = required(check(syntax.currency, in: scope), what: "the currency of a payment")
    let rate = required(check(syntax.rate, in: scope), what: "the rate of a payment")
    switch currency.type.value {
    case .text:
      if case .constant(.text(let code)) = currency.kind { checkCodes([code], currency.span) }
    case .choice(let codes): checkCodes(codes, currency.span)
    case .poison: break
    default: report(.currencyNotText(currency.span, found: describe(currency.type)))
    }
    if let quantity = rate.type.quantity, quantity.unit.isOne, quantity.form != .percent {
      return ConversionModel(currency: currency, rate: rate)
    }
    if !rate.type.isPoison {
      let plan = model.sheets[sheet].currency?.code ?? "the plan's currency"
      report(.payRateNotNumber(rate.span, found: describe(rate.type), plan: plan))
    }
    return nil
  }

  private mutating func checkCodes(_ codes: [String], _ span: SourceSpan) {
    if let wrong = codes.first(where: { Currency(code: $0) == nil }) {
      report(.noSuchCurrency(span, wrong, near: suggestions(for: wrong, among: Currency.codes).first))
    }
  }
}

extension Diagnostic {
  fileprivate static func currencyAsText(_ span: SourceSpan, _ code: String) -> Diagnostic {
    Diagnostic(
      .error, "E0256", "the currency that a payment is converted to is a text", at: span, "not a text",
      notes: ["most often it is a column of the payee: `converted to payee.currency at …`"],
      help: [Help("write it between quotes", edits: [Edit(span, "\"\(code)\"")])])
  }

  fileprivate static func currencyNotText(_ span: SourceSpan, found: String) -> Diagnostic {
    Diagnostic(
      .error, "E0256", "the currency that a payment is converted to must be a text such as `EUR`", at: span,
      "this is \(found)")
  }

  fileprivate static func noSuchCurrency(_ span: SourceSpan, _ code: String, near: String?) -> Diagnostic {
    Diagnostic(
      .error, "E0256", "`\(code)` is no currency of ISO 4217", at: span, "a payment is converted to this",
      help: near.map { [Help("a similar one exists: `\($0)`")] } ?? [])
  }

  fileprivate static func payRateNotNumber(_ span: SourceSpan, found: String, plan: String) -> Diagnostic {
    Diagnostic(
      .error, "E0257", "the rate of a payment must be a number", at: span, "this is \(found)",
      notes: ["it says how much of the payee's currency one \(plan) is: `at 0.92`, or a column of the type `number`"])
  }
}
