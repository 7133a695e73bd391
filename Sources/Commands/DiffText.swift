import Allot
import Comparing

/// What differs, for a person at a terminal.
struct DiffText {
  let style: DiagnosticRenderer.Style
  let strong: (String) -> String
  let faint: (String) -> String
  /// How many amounts of a result are shown; nil for all.
  let limit: Int?

  func text(_ report: DiffReport) -> String {
    let entries = report.differing
    guard !entries.isEmpty else {
      return "no change" + (report.versions.map { " between \($0)" } ?? "") + "\n"
    }
    return entries.map(text).joined(separator: "\n")
  }

  private func text(_ entry: DiffReport.Entry) -> String {
    var text = strong(entry.title) + "\n"
    for (diagnostic, sources) in entry.diagnostics {
      text += DiagnosticRenderer(sources, style: style).render(diagnostic) + "\n"
    }
    for index in entry.shown {
      let change = entry.comparison.changes[index]
      let number = "\(index + 1). "
      text += number + change.statement + "\n"
      let places = DiffReport.places(change, entry.comparison)
      text += String(repeating: " ", count: number.count) + faint(DiffText.place(places)) + "\n"
    }
    text += DiffReport.summary(entry)
    if entry.computesSame { text += "; both versions compute the same" }
    text += "\n"
    guard let payouts = entry.payouts else { return text }
    let amounts = DiffPayoutText(style: style, strong: strong, faint: faint, limit: limit)
    return text + "\n" + amounts.text(payouts, entry.comparison)
  }

  /// `plan.allot:12`, `plan.allot:12, was old.allot:9`.
  static func place(_ places: (old: String?, new: String?)) -> String {
    switch (places.old, places.new) {
    case (let old?, let new?): old == new ? new : "\(new), was \(old)"
    case (nil, let new?): new
    case (let old?, nil): "was \(old)"
    case (nil, nil): ""
    }
  }
}
