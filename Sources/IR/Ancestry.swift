/// Who stands above the people of a frame's rows.
///
/// The rows are those of `frame`, each once for every level above its person, from the lowest; ``Operation/parentRow`` leads
/// to the row of `frame`, ``Operation/rightRow`` to the row of `hierarchy` for the person above. A row whose person is
/// missing has nobody above. Somebody who must have a row of `hierarchy` on the day and has none is an error, and so is a
/// hierarchy that comes back to a person.
public struct Ancestry: Hashable, Sendable {
  public var frame: FrameID
  /// Columns of `frame`: a row of the people, and the day for which the hierarchy is read.
  public var person: ColumnID
  public var date: ColumnID?
  public var hierarchy: FrameID
  /// Columns of `hierarchy`: the person, and the person one level higher, missing for who stands at the top.
  public var member: ColumnID
  public var superior: ColumnID
  /// Columns of `hierarchy`: the first and the last day of each version, if its rows are versions.
  public var from: ColumnID?
  public var through: ColumnID?
  /// How far up; nil for all the way.
  public var levels: Int?

  public init(
    frame: FrameID, person: ColumnID, date: ColumnID?, hierarchy: FrameID, member: ColumnID, superior: ColumnID,
    from: ColumnID?, through: ColumnID?, levels: Int?
  ) {
    self.frame = frame
    self.person = person
    self.date = date
    self.hierarchy = hierarchy
    self.member = member
    self.superior = superior
    self.from = from
    self.through = through
    self.levels = levels
  }

  /// The columns of `hierarchy` that are read.
  var hierarchyColumns: [ColumnID] { [member, superior] + [from, through].compactMap { $0 } }
}
