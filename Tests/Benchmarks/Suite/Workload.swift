/// A plan with data, and what it must give.
public struct Workload: Sendable {
  /// Such as `C1`.
  public let name: String
  /// The plan's file in `Tests/Benchmarks/workloads`, without its ending.
  public let plan: String
  /// The headers of the result that are compared, in the order of the expected rows.
  public let headers: [String]
  /// What the run is asked for besides the data.
  public let options: [String]
  /// How many rows the largest table of a run has.
  public let rows: @Sendable (BenchmarkData) -> Int
  /// The expected rows: cells between commas, without zeros behind a number's last digit.
  public let expected: @Sendable (BenchmarkData) -> [UInt8]

  /// The six workloads.
  public static let all: [Workload] = [
    Workload(
      name: "C1", plan: "tiered-commission", headers: ["payee", "quarter", "credited", "commission"], options: [],
      rows: { $0.size.deals }, expected: { $0.tieredCommission() }),
    Workload(
      name: "C2", plan: "deal-by-deal",
      headers: ["rep_id", "quarter", "booked_on", "deal_id", "credit", "cumulative", "commission"],
      options: [
        "--plan", "Commission.slices", "--columns",
        "payee=rep_id,quarter,date=booked_on,deal_id,credit,position=cumulative,slices=commission",
      ], rows: { $0.size.deals }, expected: { $0.dealByDeal() }),
    Workload(
      name: "C3", plan: "slab-override-draw",
      headers: ["payee", "month", "commission", "override", "draw", "total", "balance"], options: [],
      rows: { $0.size.deals }, expected: { $0.slabOverrideDraw() }),
    Workload(
      name: "R1", plan: "turnover-days", headers: ["location_id", "sku", "sold_30d", "order_qty", "order_value"],
      options: ["--as-of", "2025-12-31"], rows: { $0.size.sales }, expected: { $0.turnoverDays() }),
    Workload(
      name: "R2", plan: "sell-one-replace-one",
      headers: ["location_id", "sku", "reported", "order_qty", "order_value"], options: ["--as-of", "2025-12-31"],
      rows: { $0.size.sales }, expected: { $0.sellOneReplaceOne() }),
    Workload(
      name: "R3", plan: "safety-stock",
      headers: ["location_id", "sku", "sold_30d", "safety", "order_qty", "order_value"],
      options: ["--as-of", "2025-12-31"], rows: { $0.size.sales }, expected: { $0.safetyStock() }),
  ]

  /// The arguments of the command that evaluates it.
  public func arguments(plans: String, data: String) -> [String] {
    ["run", "\(plans)/\(plan).allot", "--data", data, "--format", "csv"] + options
  }

  /// What stands behind an option, if it is given.
  func value(of option: String) -> String? {
    guard let place = options.firstIndex(of: option), place + 1 < options.count else { return nil }
    return options[place + 1]
  }

  /// What is wrong with a result, or nil if it has just the expected rows in their order.
  public func mistake(in result: [UInt8], expected: [UInt8]) -> String? {
    var lines = result.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)[...]
    guard let first = lines.popFirst() else { return "the result is empty" }
    let names = first.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
    var places: [Int] = []
    for header in headers {
      guard let place = names.firstIndex(of: header) else {
        return "the result has no column `\(header)` but \(names.joined(separator: ", "))"
      }
      places.append(place)
    }
    let rows = expected.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)
    for (number, line) in lines.enumerated() {
      let cells = line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
      var row: [UInt8] = []
      for place in places {
        guard place < cells.count else { return "row \(number + 1) has \(cells.count) cells" }
        if !row.isEmpty { row.append(UInt8(ascii: ",")) }
        row += Workload.plain(cells[place])
      }
      guard number < rows.count else { return "the result has \(lines.count) rows, and there are \(rows.count)" }
      if !row.elementsEqual(rows[number]) {
        return "row \(number + 1) is \(String(decoding: row, as: UTF8.self)), and "
          + "\(String(decoding: rows[number], as: UTF8.self)) is right"
      }
    }
    return lines.count == rows.count ? nil : "the result has \(lines.count) rows, and there are \(rows.count)"
  }

  /// A cell without the zeros behind a number's last digit.
  private static func plain(_ cell: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard cell.contains(UInt8(ascii: ".")) else { return cell }
    var cell = cell
    while cell.last == UInt8(ascii: "0") { cell.removeLast() }
    if cell.last == UInt8(ascii: ".") { cell.removeLast() }
    return cell
  }
}
