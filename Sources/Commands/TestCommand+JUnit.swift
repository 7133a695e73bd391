import Allot
import Proving

/// Test results as build servers read them: a suite for each file, a case for each example.
extension TestReport {
  var junit: String {
    let errors = files.reduce(0) { $0 + $1.errors.count } + emptyFiles.count
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    text += "<testsuites tests=\"\(run)\" failures=\"\(failed)\" errors=\"\(errors)\">\n"
    for file in files { text += suite(file) }
    return text + "</testsuites>\n"
  }

  private func suite(_ file: File) -> String {
    let problems = file.errors + (emptyFiles.contains { $0.path == file.path } ? [missing(file)] : [])
    var text = "  <testsuite name=\"\(escaped(file.path))\" tests=\"\(file.outcomes.count)\""
    text += " failures=\"\(file.failed)\" errors=\"\(problems.count)\">\n"
    let renderer = DiagnosticRenderer(file.sources)
    for problem in problems {
      text += "    <testcase name=\"\(problem.code)\" classname=\"\(escaped(file.path))\">\n"
      text += "      <error message=\"\(escaped(problem.message))\">\(escaped(renderer.render(problem)))</error>\n"
      text += "    </testcase>\n"
    }
    for (outcome, derivations) in zip(file.outcomes, file.derivations) { text += testCase(outcome, derivations, file) }
    return text + "  </testsuite>\n"
  }

  private func testCase(_ outcome: ExampleOutcome, _ derivations: [[Derivation]], _ file: File) -> String {
    let source = outcome.sources[outcome.example.span.file]
    let line = source.lineColumn(at: Int(outcome.example.span.start)).line
    var text =
      "    <testcase name=\"\(escaped(outcome.example.title))\" classname=\"\(escaped(outcome.example.sheet))\""
    text += " file=\"\(escaped(file.path))\" line=\"\(line)\""
    guard let first = outcome.diagnostics.first else { return text + "/>\n" }
    let renderer = DiagnosticRenderer(outcome.sources)
    var body = outcome.diagnostics.map { renderer.render($0) }.joined(separator: "\n")
    let shown = DerivationText(sources: outcome.sources) { $0 }
    for derivation in derivations.joined() {
      body += "\n" + shown.lines(derivation).map { $0 + "\n" }.joined()
    }
    text +=
      ">\n      <failure message=\"\(escaped(first.message))\" type=\"\(first.code)\">\(escaped(body))</failure>\n"
    return text + "    </testcase>\n"
  }

  /// `text` as XML may hold it: characters that XML has no way to write are replaced.
  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        let isAllowed = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
        result.unicodeScalars.append(isAllowed ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
