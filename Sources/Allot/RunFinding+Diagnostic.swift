extension RunFinding {
  /// The stable code; it has a page in the catalogue.
  public var code: String {
    switch problem {
    case .table: "E0801"
    case .data(let error): error.code
    case .unknownKey: "E0820"
    case .unknownUnit: "E0986"
    case .duplicateKey: "E0821"
    case .severalRows: "E0822"
    case .tie: "E0823"
    case .tooManyRows: "E0824"
    case .endsFirst: "E0951"
    case .overlap: "E0950"
    case .noVersion, .noPlace: "E0952"
    case .circle: "E0953"
    case .tiedPick: "E0954"
    case .tiedOrder: "E0972"
    case .range: "E0973"
    case .fault(let reason): reason.code
    case .check(_, let isMissing): isMissing ? "E0931" : "E0930"
    }
  }

  /// What stands under the cell or the row of the data file.
  var dataLabel: String {
    switch problem {
    case .data(let error): error.label
    case .unknownKey(_, _, let table, _): "no row of `\(table)` has this key"
    case .unknownUnit: "not a unit of this kind"
    case .duplicateKey: "this key comes again"
    case .severalRows: "a second row"
    case .tie: "equally late"
    case .endsFirst: "ends before it begins"
    case .range: "of this row"
    case .overlap: "the second of them"
    case .fault, .check, .noVersion, .tiedPick: "of this row"
    case .table, .tooManyRows, .noPlace, .circle, .tiedOrder: ""
    }
  }

  /// What stands under the text of the plan.
  var planLabel: String {
    switch problem {
    case .table: "this table"
    case .data(let error):
      switch error.problem {
      case .missingHeader, .duplicateHeader: "asked for here"
      default: error.columnName == nil ? "the table" : "the column"
      }
    case .unknownKey(_, _, let table, _): "a key of `\(table)` is wanted here"
    case .unknownUnit(_, _, let unit, _, _): "read in \(unit) here"
    case .duplicateKey: "declared as the key here"
    case .severalRows: "declared here"
    case .tie: "the later row is wanted here"
    case .tooManyRows: ""
    case .endsFirst, .overlap, .noPlace, .circle: "declared here"
    case .noVersion: "wanted here"
    case .tiedPick: "picked here"
    case .tiedOrder: "does not tell them apart"
    case .range: "a row for each of these"
    case .fault: "computed here"
    case .check: "this must hold"
    }
  }

  /// The text of the cell at fault, as far as it is known.
  var cellText: String? {
    if case .data(let error) = problem { return error.text }
    return nil
  }

  /// True iff ``cellText`` is only the beginning of the cell.
  var isShortened: Bool { cellText?.hasSuffix("…") ?? false }

  /// True iff it is the header line as a whole that lacks something.
  var isAboutHeader: Bool {
    if case .data(let error) = problem, case .missingHeader = error.problem { return true }
    return false
  }

  /// True iff the message itself says which row it is.
  var namesItsRow: Bool {
    switch problem {
    case .duplicateKey, .tie, .overlap: true
    default: false
    }
  }
}

extension DataError {
  fileprivate var code: String {
    switch problem {
    case .emptyCell: "E0802"
    case .notReadable: "E0803"
    case .notAChoice: "E0804"
    case .noSuchDay: "E0805"
    case .tooManyDigits: "E0806"
    case .fullWidthDigits: "E0807"
    case .invalidUTF8: "E0808"
    case .fieldCount: "E0809"
    case .unclosedQuote, .textAfterQuote: "E0810"
    case .rowTooLong: "E0811"
    case .missingHeader: "E0812"
    case .duplicateHeader: "E0813"
    case .emptyFile, .notCSV, .encoded: "E0814"
    }
  }

  fileprivate var label: String {
    switch problem {
    case .emptyCell: "nothing stands here"
    case .notReadable(let expected): "expected \(expected)"
    case .notAChoice(let texts):
      "expected " + texts.prefix(6).map { "`\($0)`" }.joined(separator: " or ") + (texts.count > 6 ? " …" : "")
    case .noSuchDay: "no such day"
    case .tooManyDigits: "too many digits"
    case .fullWidthDigits: "expected the digits 0 to 9"
    case .invalidUTF8: "not UTF-8"
    case .fieldCount(let expected, _): "expected \(expected) cells"
    case .unclosedQuote: "opened here"
    case .textAfterQuote: "text behind the quote"
    case .rowTooLong: ""
    case .missingHeader: "the header"
    case .duplicateHeader: "the same name again"
    case .emptyFile, .notCSV, .encoded: ""
    }
  }
}

extension Fault.Reason {
  fileprivate var code: String {
    switch self {
    case .divisionByZero: "E0920"
    case .overflow: "E0921"
    case .infinite: "E0985"
    case .noRow: "E0922"
    case .missing: "E0923"
    case .outsideTiers: "E0924"
    case .ambiguous: "E0925"
    case .noSuchDay: "E0926"
    case .notWhole: "E0927"
    case .refused: "E0958"
    case .rootOfNegative: "E0980"
    case .outsideDomain: "E0981"
    case .unscheduled: "E0995"
    case .noWeekday: "E0996"
    case .endsFirst: "E0997"
    }
  }
}
