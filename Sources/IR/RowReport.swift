/// Which rows of tables the aggregates behind a rule's orders have taken in, and why not the others.
///
/// Each part pairs the rule's rows with the rows of a table that join them; a row of the rule that nothing joins stands
/// alone once.
public struct RowReport: Hashable, Sendable {
  /// The candidates of one aggregate.
  public struct Part: Hashable, Sendable {
    /// The line of the rule in which the aggregate stands, the aggregate as the author wrote it, and its table.
    public var line: String
    public var aggregate: String
    public var table: String
    /// The pairs; all columns are columns of this frame.
    public var frame: FrameID
    /// The rule's row, and the table's row; missing where nothing joins.
    public var owner: ColumnID
    public var candidate: ColumnID
    /// The table's key as people read it, with what the latest row is found by; empty if it has none.
    public var key: [ColumnID]
    /// What the window holds, if there is one.
    public var date: ColumnID?
    /// What is aggregated, if it is a value.
    public var value: OutputColumn?
    /// Why the row does not count, but for the window; missing where only the window decides.
    public var refusal: ColumnID
    /// The window; a missing bound is none.
    public var window: Window?

    public struct Window: Hashable, Sendable {
      public var from: ColumnID?
      public var through: ColumnID?
      /// True iff the row lies in it.
      public var holds: ColumnID
    }

    /// All columns that the part is made of.
    var columnsRead: [ColumnID] {
      let optional = [date, value?.column, window?.from, window?.through, window?.holds]
      return [owner, candidate, refusal] + key + optional.compactMap { $0 }
    }
  }

  public var name: String
  /// The result of the rule itself, whose rows are explained.
  public var rule: Output
  public var parts: [Part]
  /// The number of results that stand before it.
  public var place: Int

  /// All columns and frames that the report is made of.
  public var columnsRead: [ColumnID] {
    [rule.shown, rule.isPrimary].compactMap { $0 } + rule.order + rule.keys.map(\.column)
      + parts.flatMap(\.columnsRead)
  }
  public var frames: [FrameID] { [rule.frame] + parts.map(\.frame) }
}
