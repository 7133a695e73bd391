import Columns

/// The values of one key column as small whole numbers from 1, equal values as equal numbers, whatever their storage is.
struct KeyDigits: Sendable {
  private enum Part: Sendable {
    /// Codes from `least` on.
    case codes(least: Int32)
    case bools
    /// Whole numbers from `least` on, over ten to the power of `scale`.
    case range(scale: Int, least: Int64)
    /// Whole numbers over ten to the power of `scale`, by the order in which they appear.
    case decimals(scale: Int, WordTable, negatives: WordTable)
    case rationals([Rational: Int32])
  }

  private let part: Part
  /// One more than the greatest digit.
  let extent: Int64

  /// The digits of the values that `column` has.
  init(_ column: Column) {
    switch column.storage {
    case .bools:
      part = .bools
      extent = 3
    case .codes(let codes):
      let (least, greatest) = KeyDigits.range(of: codes, column.validity) ?? (0, 0)
      part = .codes(least: least)
      extent = Int64(greatest) - Int64(least) + 2
    case .integers(let values, let scale):
      let (least, greatest) = KeyDigits.range(of: values, column.validity) ?? (0, 0)
      let (width, isOver) = greatest.subtractingReportingOverflow(least)
      if !isOver && width < Int64(max(65_536, values.count * 4)) {
        part = .range(scale: scale, least: least)
        extent = width + 2
        return
      }
      var positives = WordTable()
      var negatives = WordTable()
      for start in stride(from: 0, to: values.count, by: KeyWords.blockSize) {
        let block = Array(values[start..<min(start + KeyWords.blockSize, values.count)])
        _ = positives.intern(block)
        _ = negatives.intern(block.map(KeyDigits.mirrored))
      }
      part = .decimals(scale: scale, positives, negatives: negatives)
      extent = Int64(positives.count + negatives.count) + 1
    case .wide, .rationals, .fractions:
      var numbers: [Rational: Int32] = [:]
      for row in 0..<column.elementCount {
        if let number = column.rational(at: row), numbers[number] == nil { numbers[number] = Int32(numbers.count) }
      }
      part = .rationals(numbers)
      extent = Int64(numbers.count) + 1
    }
  }

  /// The least and the greatest of the elements that are values; nil if none is.
  static func range<Element: FixedWidthInteger>(
    of elements: [Element], _ validity: Bitmap?
  ) -> (least: Element, greatest: Element)? {
    var least = Element.max
    var greatest = Element.min
    elements.withUnsafeBufferPointer { elements in
      if let validity {
        validity.words.withUnsafeBufferPointer { bits in
          for row in 0..<elements.count where bits[row >> 6] >> UInt64(row & 63) & 1 != 0 {
            least = min(least, elements[row])
            greatest = max(greatest, elements[row])
          }
        }
      } else {
        for element in elements {
          least = min(least, element)
          greatest = max(greatest, element)
        }
      }
    }
    return least <= greatest ? (least, greatest) : nil
  }

  /// The least code and its column's codes, if both the index's column and this one are codes.
  func codes(of column: Column) -> (least: Int32, codes: [Int32])? {
    guard case .codes(let least) = part, case .codes(let codes) = column.storage else { return nil }
    return (least, codes)
  }

  /// -1 - value: a word that is negative iff the value is not.
  private static func mirrored(_ value: Int64) -> Int64 { ~value }

  /// The digit of each element of the column's storage; -1 for one that is no value of the index.
  func callAsFunction(_ column: Column) -> [Int64] {
    switch (part, column.storage) {
    case (.bools, .bools(let bools)):
      return bools.map { $0 ? 2 : 1 }
    case (.codes(let least), .codes(let codes)):
      return codes.map { code in
        let digit = Int64(code) - Int64(least) + 1
        return digit >= 1 && digit < extent ? digit : -1
      }
    case (.bools, _), (.codes, _), (_, .bools), (_, .codes):
      // One side has no values at all, so its storage may be of another kind.
      return [Int64](repeating: -1, count: column.elementCount)
    case (.range(let scale, let least), .integers(let values, let own)) where own == scale:
      return values.map { digit($0, from: least) }
    case (.range(let scale, let least), _):
      return scaled(column, scale).map { $0.map { digit($0, from: least) } ?? -1 }
    case (.decimals(let scale, let positives, let negatives), .integers(let values, let own)) where own == scale:
      return digits(of: values, positives, negatives)
    case (.decimals(let scale, let positives, let negatives), _):
      let values = scaled(column, scale)
      let digits = digits(of: values.map { $0 ?? 0 }, positives, negatives)
      return zip(values, digits).map { $0 == nil ? -1 : $1 }
    case (.rationals(let known), _):
      return numbers(of: column).map { known[$0].map { Int64($0) + 1 } ?? -1 }
    }
  }

  @inline(__always)
  private func digit(_ value: Int64, from least: Int64) -> Int64 {
    let (distance, isOver) = value.subtractingReportingOverflow(least)
    return !isOver && distance >= 0 && distance < extent - 1 ? distance + 1 : -1
  }

  private func digits(of values: [Int64], _ positives: WordTable, _ negatives: WordTable) -> [Int64] {
    let above = positives.find(values)
    let below = negatives.find(values.map(KeyDigits.mirrored))
    let offset = Int64(positives.count)
    return values.indices.map { row in
      if above[row] >= 0 { return Int64(above[row]) + 1 }
      return below[row] >= 0 ? Int64(below[row]) + 1 + offset : -1
    }
  }

  /// The numbers of another scale or storage in the index's own, if it has them.
  private func scaled(_ column: Column, _ scale: Int) -> [Int64?] {
    numbers(of: column).map { number in number.scaled(by: scale).flatMap { Int64(exactly: $0) } }
  }

  /// The numbers of the column's storage; zero where one is missing or faulty, which nobody reads.
  private func numbers(of column: Column) -> [Rational] {
    (0..<column.elementCount).map { column.rational(at: $0) ?? .zero }
  }
}
