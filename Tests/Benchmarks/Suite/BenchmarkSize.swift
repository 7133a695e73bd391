/// How many rows the tables of the workloads have at a scale.
public struct BenchmarkSize: Hashable, Sendable {
  public let scale: Double
  public let deals: Int
  public let reps: Int
  public let locations: Int
  public let products: Int
  public let sales: Int

  /// Scale 1 is a million deals, 2,000 people, 200 locations with 5,000 products each and five million sales.
  public init(scale: Double) {
    self.scale = scale
    deals = max(10, Int(1_000_000 * scale))
    reps = max(20, Int(2_000 * scale))
    locations = max(2, Int(200 * scale))
    products = scale >= 0.01 ? 5_000 : max(5, Int(500_000 * scale))
    sales = max(30, Int(5_000_000 * scale))
  }
}

/// The days that the tables reach over, counted from 1970-01-01 as dates are.
public enum BenchmarkDays {
  /// 2024-01-01 and 2025-12-31.
  public static let first = 19_723
  public static let last = 20_453
  /// The first day of each month from 2024-01 on, and the day behind the last one.
  static let months: [Int] = {
    var starts = [first]
    for length in [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
      starts.append(starts[starts.count - 1] + length)
    }
    return starts
  }()
  /// The month of each day, from 0 for 2024-01.
  static let monthOfDay: [Int] = {
    var result: [Int] = []
    for month in 0..<24 { result += Array(repeating: month, count: months[month + 1] - months[month]) }
    return result
  }()

  static func month(of day: Int) -> Int { monthOfDay[day - first] }
  static func quarter(of day: Int) -> Int { month(of: day) / 3 }

  /// `2024-01`.
  static func name(ofMonth month: Int) -> String {
    "\(2024 + month / 12)-" + (month % 12 < 9 ? "0" : "") + "\(month % 12 + 1)"
  }

  /// `2024-Q1`.
  static func name(ofQuarter quarter: Int) -> String { "\(2024 + quarter / 4)-Q\(quarter % 4 + 1)" }
}

extension BenchmarkDays {
  /// `2024-01-31`.
  static func text(of day: Int) -> String {
    let month = month(of: day)
    let inMonth = day - months[month] + 1
    return name(ofMonth: month) + (inMonth < 10 ? "-0" : "-") + "\(inMonth)"
  }
}
