import Allot
import Linting

/// The linter's findings as JUnit XML: a suite for each file, a case for each finding. A file without one has a case that
/// passes, because a suite without cases counts as one that was not run.
struct LintJUnit {
  private let report: LintReport

  init(_ report: LintReport) { self.report = report }

  var text: String {
    var byPath: [String: [LintReport.Item]] = [:]
    for item in report.items { byPath[item.finding.path, default: []].append(item) }
    let paths = report.paths
    let suites = paths.map { suite($0, byPath[$0] ?? []) }.joined()
    let cases = paths.reduce(0) { $0 + max(1, byPath[$1]?.count ?? 0) }
    let failures = report.items.count(where: \.isFailing)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="allot lint" tests="\(cases)" failures="\(failures)" errors="0">
      \(suites)</testsuites>

      """
  }

  private func suite(_ path: String, _ items: [LintReport.Item]) -> String {
    let name = LintJUnit.escaped(report.shown(path))
    let failures = items.count(where: \.isFailing)
    var text = "  <testsuite name=\"\(name)\" tests=\"\(max(1, items.count))\" failures=\"\(failures)\" errors=\"0\">\n"
    if items.isEmpty { text += "    <testcase classname=\"\(name)\" name=\"nothing found\"/>\n" }
    for item in items {
      let line = item.place?.start.line ?? 1
      let title = LintJUnit.escaped("\(item.title), line \(line)")
      let message = LintJUnit.escaped(item.diagnostic.message)
      text += "    <testcase classname=\"\(name)\" name=\"\(title)\" file=\"\(name)\" line=\"\(line)\">\n"
      // What does not make the run fail is told, and is no failure.
      if item.isFailing {
        let body = LintJUnit.escaped(DiagnosticRenderer(item.finding.sources).render(item.diagnostic))
        text +=
          "      <failure message=\"\(message)\" type=\"\(item.diagnostic.severity.rawValue)\">\(body)</failure>\n"
      } else {
        text += "      <system-out>\(message)</system-out>\n"
      }
      text += "    </testcase>\n"
    }
    return text + "  </testsuite>\n"
  }

  /// Text as it may stand in XML; characters that XML does not have are replaced.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}", "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
