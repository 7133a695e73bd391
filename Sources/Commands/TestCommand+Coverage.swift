import Allot
import Proving

/// Whether `part` of `whole` is at least a share; nothing of nothing is all.
func isShare(_ part: Int, of whole: Int, atLeast share: Rational) -> Bool {
  guard whole > 0 else { return true }
  return Rational(part).dividing(Rational(whole)).map { $0 >= share } ?? false
}

/// A share in whole percents, rounded down, so that 100% is all.
func percent(_ part: Int, of whole: Int) -> String { whole == 0 ? "100%" : "\(part * 100 / whole)%" }

/// What a test run says about coverage.
extension TestReport {
  static let unreachedCode = "T0101"

  func text(_ coverage: Coverage, _ file: File, _ terminal: Terminal) -> String {
    let renderer = DiagnosticRenderer(coverage.sources, style: terminal.style(.output))
    var text = ""
    for gap in coverage.gaps {
      text += "\n" + renderer.render(Diagnostic(.warning, TestReport.unreachedCode, gap.message, at: gap.span))
    }
    let (reached, all) = coverage.count()
    let kinds = Coverage.Kind.allCases.compactMap { kind -> String? in
      let (reached, all) = coverage.count(kind)
      return all == 0 ? nil : "\(TestReport.plural(kind)) \(reached) of \(all)"
    }
    let detail = kinds.isEmpty ? "" : ": " + kinds.joined(separator: ", ")
    text += "\n" + terminal.strong("coverage of \(file.path): \(percent(reached, of: all))") + detail + "\n"
    if isTooLittle(file) { text += "the examples reach too little\n" }
    return text
  }

  private static func plural(_ kind: Coverage.Kind) -> String {
    switch kind {
    case .line: "lines"
    case .tier: "tiers"
    case .branch: "branches"
    case .condition: "conditions"
    }
  }

  func object(_ coverage: Coverage) -> JSON {
    func counts(_ pair: (reached: Int, all: Int)) -> JSON {
      .object([.init("reached", .integer(pair.reached)), .init("all", .integer(pair.all))])
    }
    return .object(
      [.init("total", counts(coverage.count()))]
        + Coverage.Kind.allCases.map { .init(TestReport.plural($0), counts(coverage.count($0))) } + [
          .init(
            "unreached",
            .list(
              coverage.unreached.map {
                JSON(Diagnostic(.warning, TestReport.unreachedCode, $0.message, at: $0.span), coverage.sources)
              }))
        ])
  }
}
