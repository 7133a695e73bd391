import Columns
import Source
import Syntax

/// An example that has been checked: what is given, and what must come out.
public struct ExampleModel: Sendable {
  /// Rows of one table, with the columns that are given.
  public struct GivenRows: Sendable {
    public var table: Int
    /// The table's columns, one for each cell of a row.
    public var columns: [Int]
    public var rows: [RowSyntax]
    /// The header, or the table's name where there is none.
    public var span: SourceSpan
  }

  /// A param with another value, in the text of the example.
  public struct Parameter: Sendable {
    public var name: String
    public var value: Expression
  }

  /// What a column of expected rows holds.
  public enum ExpectedColumn: Hashable, Sendable {
    /// The nth of the result's keys.
    case key(Int)
    case line(Int)
    /// A column that the result has besides its lines: `total`, `carried`, `reason`.
    case other(String)
  }

  public struct ExpectedCell: Sendable {
    /// As it is written.
    public var text: String
    public var value: Value
    /// How many decimals of the value are written; a percent has two more than its text.
    public var decimals: Int
    public var span: SourceSpan
  }

  public struct ExpectedRow: Sendable {
    /// One for each column.
    public var cells: [ExpectedCell]
    public var span: SourceSpan
  }

  public struct ExpectedRows: Sendable {
    public var sheet: Int
    /// Whether there must be no rows besides these.
    public var isExact: Bool
    public var columns: [ExpectedColumn]
    /// The columns' names as the result has them.
    public var names: [String]
    public var rows: [ExpectedRow]
    public var span: SourceSpan
  }

  public var title: TextLiteral
  public var sheet: Int
  public var givens: [GivenRows]
  public var parameters: [Parameter]
  public var asOf: CalendarDate?
  /// The first and last day of the periods that are computed; nil for all that the plan is `during`.
  public var days: ClosedRange<CalendarDate>?
  public var expectedRows: [ExpectedRows]
  public var expectedErrors: [ExampleDeclaration.ExpectedError]
}
