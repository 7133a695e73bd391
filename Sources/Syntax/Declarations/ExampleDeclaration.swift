import Source

/// Rows for one table, as an example or a `data` declaration gives them; the first row is the header.
public struct TableRowsSyntax: Hashable, Sendable {
  public let table: Name
  public let rows: [RowSyntax]
  public let span: SourceSpan

  public init(table: Name, rows: [RowSyntax], span: SourceSpan) {
    self.table = table
    self.rows = rows
    self.span = span
  }
}

/// `data Team { reps { … } deals { … } }`: rows that several examples share.
public struct DataDeclaration: Hashable, Sendable {
  public let name: Name
  public let tables: [TableRowsSyntax]
  public let documentation: String?
  public let span: SourceSpan

  public init(name: Name, tables: [TableRowsSyntax], documentation: String?, span: SourceSpan) {
    self.name = name
    self.tables = tables
    self.documentation = documentation
    self.span = span
  }
}

/// `example "…" for Regular { given … as of … param … expect … }`.
public struct ExampleDeclaration: Hashable, Sendable {
  public enum Given: Hashable, Sendable {
    /// `given deals { … }`.
    case rows(TableRowsSyntax)
    /// `given Team`.
    case data(Name)
  }

  /// `expect exactly Other { … }`.
  public struct ExpectedRows: Hashable, Sendable {
    /// The sheet, if it is not the one that the example is for.
    public let sheet: Name?
    /// Whether there must be no rows besides these.
    public let isExact: Bool
    /// The header and the rows; empty only if no rows at all are expected.
    public let rows: [RowSyntax]
    public let span: SourceSpan

    public init(sheet: Name?, isExact: Bool, rows: [RowSyntax], span: SourceSpan) {
      self.sheet = sheet
      self.isExact = isExact
      self.rows = rows
      self.span = span
    }
  }

  /// `expect error E0922`, `expect error "part of the text"`.
  public struct ExpectedError: Hashable, Sendable {
    public enum Match: Hashable, Sendable {
      case code(String)
      case text(String)
    }

    public let match: Match
    public let span: SourceSpan

    public init(_ match: Match, span: SourceSpan) {
      self.match = match
      self.span = span
    }
  }

  public let title: TextLiteral
  /// The plan, sheet or rule that the example is for.
  public let sheet: Name
  public let givens: [Given]
  /// `as of 2026-04-01`.
  public let asOf: Expression?
  /// `during 2026-Q1`.
  public let during: Expression?
  /// `param rate = 5%`: other values for this example.
  public let parameters: [ParameterDeclaration]
  public let expectedRows: [ExpectedRows]
  public let expectedErrors: [ExpectedError]
  public let documentation: String?
  public let span: SourceSpan

  public init(
    title: TextLiteral, sheet: Name, givens: [Given], asOf: Expression?, during: Expression?,
    parameters: [ParameterDeclaration], expectedRows: [ExpectedRows], expectedErrors: [ExpectedError],
    documentation: String?, span: SourceSpan
  ) {
    self.title = title
    self.sheet = sheet
    self.givens = givens
    self.asOf = asOf
    self.during = during
    self.parameters = parameters
    self.expectedRows = expectedRows
    self.expectedErrors = expectedErrors
    self.documentation = documentation
    self.span = span
  }
}
