import Columns
import Model
import Syntax

/// The text of a plan with all that it uses: read, parsed and checked.
///
/// ```swift
/// let plan = try Plan.load(paths: ["plan.allot"])
/// print(DiagnosticRenderer(plan.sources).render(plan.diagnostics))
/// ```
public struct Plan: Sendable {
  /// The files that were read, the first ones asked for in front, and the texts of the standard library that are used.
  public let sources: SourceMap
  /// Those that were read, without the library.
  public var readFiles: ArraySlice<FileID> { sources.ids.prefix(files.count) }
  /// Everything that is wrong, in the order of the files and their text.
  public let diagnostics: [Diagnostic]
  /// Where the data lie if nothing else is said: the folder of the first file.
  public let folder: String
  /// The declarations of the files that were read; what a file uses stands before it.
  package let files: [FileSyntax]
  /// Which file each of ``files`` is of.
  package let fileOrder: [FileID]
  /// The trees of the files that were read, with every comment and blank.
  package let trees: [FileID: SyntaxTree]
  /// The parts of the standard library that the plan may name something of.
  package let library: [FileSyntax]
  package let model: CheckedModel

  /// True iff the plan cannot be compiled.
  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// Reads and checks the files at `paths`, as one plan, and the files that they use; `-` is the standard input.
  ///
  /// - Throws: the first of `paths` that cannot be read. A file that cannot be read where it is used is a diagnostic.
  public static func load(paths: [String]) throws(FileError) -> Plan {
    var loader = PlanLoader(readFile)
    for path in paths { try loader.load(path) }
    return Plan(loader, folder: paths.first.map { $0 == "-" ? "" : folderPath(of: $0) } ?? "")
  }

  /// Reads and checks the files at `paths`, as one plan, where files are not read from the file system, but are what
  /// `reading` answers.
  ///
  /// - Throws: the first of `paths` that `reading` refuses. One that is refused where it is used is a diagnostic.
  public static func load(
    paths: [String], reading: @escaping (_ path: String) throws(FileError) -> [UInt8]
  ) throws(FileError) -> Plan {
    var loader = PlanLoader(reading)
    for path in paths { try loader.load(path) }
    return Plan(loader, folder: paths.first.map(folderPath) ?? "")
  }

  /// Reads and checks the file at `path` and those that it uses, with other texts in the place of some files.
  ///
  /// - Throws: the file at `path`, if it cannot be read.
  public static func load(path: String, replacing texts: [String: [UInt8]]) throws(FileError) -> Plan {
    var loader = PlanLoader { path throws(FileError) in
      if let bytes = texts[path] { return bytes }
      return try readFile(path)
    }
    try loader.load(path)
    return Plan(loader, folder: path == "-" ? "" : folderPath(of: path))
  }

  /// Checks a plan that is at hand as text.
  ///
  /// - Parameter others: further files by path, for `use`.
  public init(text: String, path: String = "plan.allot", others: [String: String] = [:]) {
    var texts = others
    texts[path] = text
    var loader = PlanLoader { path throws(FileError) in
      guard let text = texts[path] else {
        let near = suggestions(for: path, among: texts.keys.sorted())
        throw FileError(path: path, reason: "No such file or directory", nearest: near)
      }
      return Array(text.utf8)
    }
    do {
      try loader.load(path)
    } catch {
      // The text itself is always there.
    }
    self.init(loader, folder: folderPath(of: path))
  }

  private init(_ loaded: PlanLoader, folder: String) {
    var loader = loaded
    loader.addLibrary()
    let checked = check(loader.files, library: loader.library, known: { LibraryTheme.allNames })
    let isBroken = loader.isIncomplete || loader.diagnostics.contains { $0.severity == .error }
    let further = isBroken ? checked.diagnostics.filter { !$0.mayFollowFromBrokenText } : checked.diagnostics
    self.init(
      sources: loader.sources, diagnostics: DiagnosticRenderer.sorted(loader.diagnostics + further), folder: folder,
      files: loader.files, fileOrder: loader.fileOrder, trees: loader.trees, library: loader.library,
      model: checked.model)
  }

  init(
    sources: SourceMap, diagnostics: [Diagnostic], folder: String, files: [FileSyntax], fileOrder: [FileID],
    trees: [FileID: SyntaxTree], library: [FileSyntax], model: CheckedModel
  ) {
    self.sources = sources
    self.diagnostics = diagnostics
    self.folder = folder
    self.files = files
    self.fileOrder = fileOrder
    self.trees = trees
    self.library = library
    self.model = model
  }
}

/// A declaration of a plan, as far as a summary needs it.
public struct DeclaredName: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable { case plan, sheet, replenish, choice, table, rates, example }

  public let kind: Kind
  public let name: String
  /// Where it stands: `plan.allot:12`.
  public let place: String
}

extension Plan {
  /// The tables, rates and curves, plans, sheets and replenishment rules and the examples.
  public var declarations: [DeclaredName] {
    func declared(_ kind: DeclaredName.Kind, _ name: String, _ span: SourceSpan) -> DeclaredName {
      let file = sources[span.file]
      return DeclaredName(kind: kind, name: name, place: "\(file.path):\(file.lineColumn(at: Int(span.start)).line)")
    }
    let tables = model.tables.map { declared(.table, $0.name, $0.span) }
    let rates =
      model.rates.filter { !$0.isChoice }.map { declared(.rates, $0.name, $0.span) }
      + model.curves.map { declared(.rates, $0.name, $0.span) }
    let sheets = model.sheets.map { sheet in
      let kind: DeclaredName.Kind =
        switch sheet.kind {
        case .plan: .plan
        case .sheet: .sheet
        case .replenish: .replenish
        case .rules: .choice
        }
      return declared(kind, sheet.name, sheet.span)
    }
    let examples = model.examples.map { declared(.example, $0.title.text, $0.title.span) }
    return tables + rates + sheets + examples
  }

  /// What the plan's periods are.
  public var calendar: PlanCalendar { PlanCalendar(fiscal: model.calendar) }

  /// True iff some result has a row for each period.
  public var hasPeriods: Bool { model.sheets.contains { $0.period != nil } }

  /// True iff a text names a period, a day or several of them, as a run is asked for them.
  public func isPeriod(_ text: String) -> Bool { days(of: text) != nil }

  /// The first and the last day of a period that a text names; nil if it names none.
  public func days(of period: String) -> ClosedRange<CalendarDate>? {
    Allot.days(named: period, in: model.calendar)
  }

  /// The names of the plans, sheets and replenishment rules, in the order of the text.
  public var resultNames: [String] { model.sheets.map(\.name) }
}

extension Diagnostic {
  /// True iff the message may be about a name whose declaration could not be read: where the text is broken, it would
  /// be a second message about one mistake.
  fileprivate var mayFollowFromBrokenText: Bool {
    ["E0201", "E0203", "E0204", "E0205", "E0206", "E0207", "E0225", "E0230", "E0231", "E0232", "E0236"].contains(code)
      || message.contains("``")
  }
}
