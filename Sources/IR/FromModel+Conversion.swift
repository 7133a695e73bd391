import Columns
import Model
import Source
import Syntax

/// The number of decimals of a currency's smallest coin; nil iff there is no such currency.
public func minorDigits(ofCurrency code: String) -> Int? { Currency(code: code)?.minorDigits }

extension Lowering {
  /// What a plan's total is in the currency that it is paid in: rounded once, after the conversion, to that currency's
  /// smallest coin.
  mutating func addConversion(_ sheet: Int, of total: ColumnID, to output: inout Output) {
    let declaration = model.sheets[sheet]
    guard let conversion = declaration.conversion, let own = declaration.currency else { return }
    let context = Context.sheet(sheet)
    let frame = output.frame
    let span = conversion.rate.span
    let currency = lower(conversion.currency, in: context)
    // The plan's own currency needs no rate.
    let isOwn = emit(
      .compare(.equal, currency, constant(.text(own.code), .text, on: frame, span)), .bool, on: frame, span)
    let one = number(1, on: frame, span)
    let given = lower(conversion.rate, in: context)
    let rate = emit(.choose(isOwn, then: one, otherwise: given), .number, on: frame, span)
    // Below zero for a text that is no currency, which the law below reports.
    let coin = emit(
      .matchRates(table: coinTable(conversion.currency.span), [currency]), .number, on: frame, conversion.currency.span)
    let converted = emit(.multiply(total, rate), .number, on: frame, span)
    let step = emit(.absolute(coin), .number, on: frame, span)
    let paid = emit(.round(converted, .half, step: step), .number, on: frame, span)
    func column(_ name: String, _ column: ColumnID, _ format: OutputColumn.Format) -> OutputColumn {
      OutputColumn(name: name, title: nil, column: column, format: format, unit: nil, isAdditive: false)
    }
    output.columns += [
      column("paid_rate", rate, .number(.all(minimum: 0))), column("paid_currency", currency, .plain),
      column("paid", paid, .money(in: currency)),
    ]
    func law(_ text: String, _ value: ColumnID, _ witnesses: [NamedColumn], _ span: SourceSpan) {
      let holds = emit(.compare(.greater, value, number(0, on: frame, span)), .bool, on: frame, span)
      program.checks.append(
        Check(text: text, frame: frame, condition: holds, applies: output.shown, witnesses: witnesses, span: span))
    }
    let code = NamedColumn("paid_currency", currency)
    law("the currency of a payment is a code of ISO 4217", coin, [code], conversion.currency.span)
    law("the rate of a payment is above zero", rate, [code, NamedColumn("paid_rate", rate)], span)
  }

  /// The smallest coins of all currencies, by their code.
  private mutating func coinTable(_ span: SourceSpan) -> Int {
    let name = "ISO 4217"
    if let known = program.keyedRates.firstIndex(where: { $0.name == name }) { return known }
    var codes: [Int: [Value]] = [:]
    for code in Currency.codes {
      if let digits = minorDigits(ofCurrency: code) { codes[digits, default: []].append(.text(code)) }
    }
    var rows = codes.sorted { $0.key < $1.key }.map { digits, codes in
      KeyedRates.Row(
        matchers: [.values(codes)], value: .number(Rational(Int64(1), scale: digits)), span: span)
    }
    rows.append(KeyedRates.Row(matchers: [.any], value: .number(Rational(-1)), span: span))
    program.keyedRates.append(
      KeyedRates(name: name, axisNames: ["currency"], precedence: .firstMatch, rows: rows, span: span))
    return program.keyedRates.count - 1
  }
}
