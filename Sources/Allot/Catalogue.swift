import IR
import Model
import Syntax

/// The pages about all codes, in their order.
public let diagnosticPages: [DiagnosticPage] =
  (DiagnosticPage.syntaxPages + loadingPages + checkerPages + loweringPages + runtimePages + testPages).sorted {
    $0.code < $1.code
  }

/// What the help says about a function of the language.
public struct FunctionPage: Hashable, Sendable {
  public let name: String
  /// How it is called: `first_day(p: period) -> date`.
  public let signature: String
  /// One sentence.
  public let summary: String
}

/// The pages about all built-in functions.
public let functionPages: [FunctionPage] = Builtin.allCases.map {
  FunctionPage(name: $0.rawValue, signature: $0.signature, summary: $0.documentation)
}
