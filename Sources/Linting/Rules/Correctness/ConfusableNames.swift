import Allot
import Model
import Syntax

extension Rule {
  static let confusableNames = Rule(
    .correctness, 19, "confusable-names",
    page: RulePage(
      "Names that look alike and are not the same, or that mix alphabets.",
      why: """
        A Cyrillic or a Greek letter may look just like a Latin one. Two names that differ in such letters alone are two
        columns, rates or params for the plan, and one for everybody who reads it. Type the name anew; most often it was
        pasted from another program.

        Names of one alphabet are never reported, nor those of Chinese or Japanese with Latin letters in them.
        """,
      failing: """
        param rаte = 5%

        """,
      mended: """
        param rate = 5%

        """,
      nearMisses: [
        RulePage.NearMiss(
          "a name in another alphabet",
          """
          param ставка = 5%

          """),
        RulePage.NearMiss(
          "Greek letters as the signs of a formula",
          """
          param σ_demand = 5

          """),
        RulePage.NearMiss(
          "letters of two scripts that look like nothing else",
          """
          param 月销量USD = 5

          """),
      ],
      fix: "Writes the name in Latin letters. This is an unsafe fix: the other places must be changed, too."),
    check: .text { ConfusableNames($0).findings })
}

private struct ConfusableNames {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    let bytes = review.source.bytes
    // Nearly all plans are ASCII, and then there is nothing to be seen.
    guard bytes.contains(where: { $0 >= 0x80 }) else { return [] }
    var seen: Set<ArraySlice<UInt8>> = []
    var plain: Set<[UInt8]> = []
    var others: [(text: String, span: SourceSpan)] = []
    for token in review.tree.tokens where token.kind == .name || token.kind == .quotedName {
      let name = bytes[token.range]
      guard seen.insert(name).inserted else { continue }
      if name.allSatisfy({ $0 < 0x80 }) {
        plain.insert(Array(name))
      } else {
        let span = SourceSpan(file: review.file, start: token.range.lowerBound, end: token.range.upperBound)
        others.append((String(decoding: name, as: UTF8.self), span))
      }
    }
    return others.compactMap { finding($0.text, $0.span, plain) }
  }

  private func finding(_ name: String, _ span: SourceSpan, _ plain: Set<[UInt8]>) -> Finding? {
    var skeleton = ""
    var isLatin = false
    var lookalikes: [Unicode.Scalar] = []
    for scalar in name.unicodeScalars {
      if let latin = Lookalikes.latin[scalar] {
        lookalikes.append(scalar)
        skeleton.unicodeScalars.append(latin)
      } else {
        skeleton.unicodeScalars.append(scalar)
        if scalar.isASCII, scalar.properties.isAlphabetic { isLatin = true }
      }
    }
    guard let first = lookalikes.first else { return nil }
    if plain.contains(Array(skeleton.utf8)) {
      return finding("two names look alike: `\(name)` and `\(skeleton)`", span, first, skeleton)
    }
    // A name whose letters are all Latin but for some that only look so.
    guard isLatin, skeleton.unicodeScalars.allSatisfy(\.isASCII) else { return nil }
    return finding("the name `\(name)` mixes two alphabets", span, first, skeleton)
  }

  private func finding(_ message: String, _ span: SourceSpan, _ letter: Unicode.Scalar, _ skeleton: String) -> Finding {
    let code = String(letter.value, radix: 16, uppercase: true)
    let point = "U+" + String(repeating: "0", count: max(0, 4 - code.count)) + code
    return Finding(
      message, at: span,
      notes: ["`\(Character(letter))` is \(point), \(letter.properties.name ?? "no Latin letter")"],
      help: [
        Diagnostic.Help(
          "in Latin letters the name is `\(skeleton)`", edits: [Diagnostic.Edit(span, skeleton)], safety: .unsafe)
      ])
  }
}

/// Letters of other alphabets that look like Latin ones in usual typefaces.
private enum Lookalikes {
  static let latin: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    func add(_ letters: String, _ latin: String) {
      for (letter, sign) in zip(letters.unicodeScalars, latin.unicodeScalars) { table[letter] = sign }
    }
    // Cyrillic.
    add("\u{430}\u{435}\u{43E}\u{440}\u{441}\u{443}\u{445}\u{455}\u{456}\u{458}\u{501}\u{51B}\u{51D}", "aeopcyxsijdqw")
    add(
      "\u{410}\u{412}\u{415}\u{41A}\u{41C}\u{41D}\u{41E}\u{420}\u{421}\u{422}\u{425}\u{405}\u{406}\u{408}",
      "ABEKMHOPCTXSIJ")
    // Greek; the small letters that formulas use as signs do not look Latin.
    add(
      "\u{391}\u{392}\u{395}\u{396}\u{397}\u{399}\u{39A}\u{39C}\u{39D}\u{39F}\u{3A1}\u{3A4}\u{3A5}\u{3A7}",
      "ABEZHIKMNOPTYX")
    add("\u{3BF}\u{3BD}", "ov")
    // Full-width letters.
    for offset in UInt32(0)..<26 {
      if let large = Unicode.Scalar(0xFF21 + offset), let small = Unicode.Scalar(0xFF41 + offset) {
        table[large] = Unicode.Scalar(UInt8(0x41 + offset))
        table[small] = Unicode.Scalar(UInt8(0x61 + offset))
      }
    }
    return table
  }()
}
