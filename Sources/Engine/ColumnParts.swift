import Columns

/// Validity and faults of columns, put together from those of several.
extension Column {
  /// The faults of `columns` by row, of the first that has one.
  static func faults(of columns: [Column]) -> [Int32: Fault] {
    var result: [Int32: Fault] = [:]
    for column in columns {
      guard let faults = column.faults, !faults.isEmpty else { continue }
      if column.isConstant {
        guard let fault = faults[0] else { continue }
        for row in 0..<Int32(column.count) where result[row] == nil { result[row] = fault }
      } else {
        result.merge(faults) { first, _ in first }
      }
    }
    return result
  }

  /// Puts the faults of `columns` before the column's own.
  mutating func addFaults(of columns: [Column]) {
    let others = Column.faults(of: columns)
    if others.isEmpty { return }
    faults = others.merging(faults ?? [:]) { first, _ in first }
  }

  /// Makes each row missing where one of `columns` is; the column must not be constant.
  mutating func setMissing(whereAnyOf columns: [Column]) {
    for column in columns {
      guard let other = column.validity else { continue }
      let present = column.isConstant ? Bitmap(repeating: other.count == 0 || other[0], count: count) : other
      validity = validity.map { $0 & present } ?? present
    }
  }

  /// The rows that have a fault, in order, and their faults.
  var faultyRows: [(row: Int, fault: Fault)] {
    guard let faults else { return [] }
    if isConstant { return faults[0].map { fault in (0..<count).map { ($0, fault) } } ?? [] }
    return faults.map { (Int($0.key), $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// Numbers that are whole over ten to the power of `scale`, in the narrower storage if they all fit it.
  static func numbers(_ values: [Int128], scale: Int, validity: Bitmap?, faults: [Int32: Fault]) -> Column {
    let faults = faults.isEmpty ? nil : faults
    var narrow: [Int64] = []
    narrow.reserveCapacity(values.count)
    for value in values {
      guard let small = Int64(exactly: value) else {
        return Column(.wide(values, scale: scale), count: values.count, validity: validity, faults: faults)
      }
      narrow.append(small)
    }
    return Column(.integers(narrow, scale: scale), count: values.count, validity: validity, faults: faults)
  }

  /// Numbers in the narrowest storage that holds them.
  static func narrowest(_ values: [Rational], validity: Bitmap?, faults: [Int32: Fault]) -> Column {
    var result = Column.numbers(values)
    result.validity = validity
    result.faults = faults.isEmpty ? nil : faults
    return result
  }
}
