import Allot
import Model
import Syntax

extension Rule {
  static let unusedParameters = Rule(
    .correctness, 23, "unused-parameters",
    page: RulePage(
      "A parameter of a define that its body does not read.",
      why: """
        Whoever uses the define gives a value that changes nothing. The body reads something else in its place, or the
        parameter is left from an earlier version.
        """,
      failing: """
        define Margin (revenue: USD, cost: USD, freight: USD) = revenue - cost

        """,
      mended: """
        define Margin (revenue: USD, cost: USD, freight: USD) = revenue - cost - freight

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a parameter that only a check reads",
          """
          define Share (whole: USD, part: USD) {
            let rest = whole - part
            check "a part is no more than the whole" part <= whole
          }

          """),
        RulePage.NearMiss(
          "a parameter that the default of another one reads",
          """
          define Total (price: USD, fee: USD = price * 2) = fee

          """),
      ]),
    check: .plan { review in
      review.syntax.declarations.flatMap { declaration -> [Finding] in
        guard case .define(let define) = declaration else { return [] }
        let bytes = review.source.bytes
        var counts: [ArraySlice<UInt8>: Int] = [:]
        for token in review.tree.tokens where token.start >= define.span.start && token.end <= define.span.end {
          switch token.kind {
          case .name: counts[bytes[token.range], default: 0] += 1
          case .quotedName: counts[bytes[token.range].dropFirst().dropLast(), default: 0] += 1
          default: break
          }
        }
        return define.parameters.compactMap { parameter in
          guard counts[Array(parameter.name.text.utf8)[...]] == 1 else { return nil }
          return Finding(
            "parameter `\(parameter.name.text)` of `\(define.name.text)` is read nowhere", at: parameter.name.span)
        }
      }
    })
}
