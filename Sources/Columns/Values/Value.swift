/// One cell: a constant of a plan, or a single element of a column.
public enum Value: Hashable, Sendable {
  case missing
  case bool(Bool)
  case number(Rational)
  case text(String)
  case date(CalendarDate)
  case period(Period)
  /// Seconds since 1970-01-01 00:00:00, local time.
  case timestamp(Int64)
}

extension Value: CustomStringConvertible {
  /// The value as a table of results prints it; a missing value is empty.
  public var description: String {
    switch self {
    case .missing: ""
    case .bool(let value): value ? "true" : "false"
    case .number(let value): value.description(decimals: 6)
    case .text(let value): value
    case .date(let value): value.description
    case .period(let value): value.description
    case .timestamp(let value): Value.describe(timestamp: value)
    }
  }

  /// The time as `2026-03-31 17:05:00`, or its seconds iff it is not in the years 1 to 9999.
  private static func describe(timestamp seconds: Int64) -> String {
    let days = floorDivide(Int(seconds), 86_400)
    guard CalendarDate.isRepresentable(days) else { return String(seconds) }
    let second = Int(seconds) - days * 86_400
    let time = [second / 3_600, second / 60 % 60, second % 60].map { padded($0, 2) }.joined(separator: ":")
    return "\(CalendarDate(days: Int32(days))) \(time)"
  }
}
