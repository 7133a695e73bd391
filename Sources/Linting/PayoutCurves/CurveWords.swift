import Allot
import Columns
import Model
import Source
import Syntax

/// Amounts, symbols and cases of curves, in words.
struct CurveWords {
  let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  /// The text of a span with single blanks.
  func oneLine(_ span: SourceSpan) -> String {
    review.text(span).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// A value that is not known here, by its name or its text.
  func symbol(_ symbol: CurveSymbol) -> String { "`\(symbol.line ?? oneLine(symbol.span))`" }

  /// An amount at one place: `6_000 USD`, ``18% of `quota` ``.
  func amount(_ amount: Amount, _ type: StaticType, _ symbols: [CurveSymbol]) -> String {
    let quantity = type.quantity ?? Quantity(.one)
    if let value = amount.polynomial?.constant { return ExactText.quantity(value, quantity) }
    let parts = amount.terms.sorted { $0.key.powers.count < $1.key.powers.count }.map { product, polynomial in
      let value = polynomial.constant ?? .zero
      let names = product.powers.sorted { $0.key < $1.key }.map { index, power in
        let name = symbol(symbols[index])
        return power == 1 ? name : "\(name) to the power of \(power)"
      }
      if names.isEmpty { return ExactText.quantity(value, quantity) }
      if names.count == 1, product.powers.values.allSatisfy({ $0 == 1 }) {
        return value == .one ? names[0] : "\(ExactText.roughPercent(value)) of \(names[0])"
      }
      return "\(ExactText.number(value)) times \(names.joined(separator: " times "))"
    }
    return parts.joined(separator: " and ")
  }

  /// The conditions that are taken to hold, or not to.
  func cases(_ cases: [CurveCase]) -> [String] {
    cases.map { "where `\(oneLine($0.span))` \($0.holds ? "holds" : "does not hold")" }
  }

  func assumptions(_ symbols: [CurveSymbol]) -> [String] {
    if symbols.isEmpty { return [] }
    return [
      "\(symbols.map(symbol).joined(separator: ", ")) \(symbols.count == 1 ? "is" : "are") taken to be above zero"
    ]
  }
}
