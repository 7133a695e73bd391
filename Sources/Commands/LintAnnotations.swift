import Allot
import Linting

/// The linter's findings as two build services read them.
struct LintAnnotations {
  private let report: LintReport

  init(_ report: LintReport) { self.report = report }

  // MARK: GitHub

  /// Workflow commands, one a line. A step shows the first ten of each level, so the gravest come first.
  var github: String {
    let levels: [(Diagnostic.Severity, String)] = [(.error, "error"), (.warning, "warning"), (.info, "notice")]
    return levels.map { severity, command in
      report.items.filter { $0.diagnostic.severity == severity }.map { annotation($0, command) }.joined()
    }.joined()
  }

  private func annotation(_ item: LintReport.Item, _ command: String) -> String {
    var properties = [("title", item.title)]
    if let place = item.place {
      properties.append(("file", report.shown(item.finding.path)))
      properties.append(("line", String(place.start.line)))
      // Columns are taken only where both ends are on one line.
      if place.end.line == place.start.line {
        properties.append(("endLine", String(place.end.line)))
        properties.append(("col", String(place.start.column)))
        properties.append(("endColumn", String(place.end.column)))
      }
    }
    let list = properties.map { "\($0.0)=\(LintAnnotations.escaped($0.1, isProperty: true))" }.joined(separator: ",")
    let message = ([item.diagnostic.message] + item.diagnostic.notes + item.diagnostic.help.map { "help: \($0.text)" })
      .joined(separator: "\n")
    return "::\(command) \(list)::\(LintAnnotations.escaped(message, isProperty: false))\n"
  }

  static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case "\r": result += "%0D"
      case "\n": result += "%0A"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  // MARK: GitLab

  /// A code quality report.
  var gitlab: String {
    var seen: [String: Int] = [:]
    let findings = report.items.map { item in
      let key = report.shown(item.finding.path) + " " + item.finding.fingerprint
      seen[key, default: 0] += 1
      return finding(item, key: "\(key) \(seen[key] ?? 1)")
    }
    return JSON.list(findings).rendered(depth: 5) + "\n"
  }

  /// - Parameter key: what no other finding of the report has.
  private func finding(_ item: LintReport.Item, key: String) -> JSON {
    let severity =
      switch item.diagnostic.severity {
      case .error: "major"
      case .warning: "minor"
      case .info: "info"
      }
    func position(_ place: (line: Int, column: Int)) -> JSON {
      .object([.init("line", .integer(place.line)), .init("column", .integer(place.column))])
    }
    let place = item.place ?? ((1, 1), (1, 1))
    return .object([
      .init("check_name", .text(item.title)),
      .init("description", .text(item.diagnostic.message)),
      .init("severity", .text(severity)),
      .init("fingerprint", .text(fingerprint(of: key))),
      .init(
        "location",
        .object([
          .init("path", .text(report.shown(item.finding.path))),
          .init(
            "positions",
            .object([.init("begin", position(place.start)), .init("end", position(place.end))])),
        ])),
    ])
  }
}
