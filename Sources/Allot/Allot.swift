/// Allot as a library: read a plan, compile it for a period, run it over tables.
///
/// ```swift
/// import Allot
///
/// let plan = try Plan.load(paths: ["examples/regular-rep/plan.allot"])
/// let program = try plan.compile(CompileOptions(period: "2026-Q1"))
/// let results = try program.evaluate(DataLocation(folder: "examples/regular-rep"))
/// for table in results.outputs {
///   for row in 0..<table.rowCount { print(table.text(row: row, column: 0)) }
/// }
/// ```
///
/// A run that is to answer what-if questions stays alive: a change of some rows, of a param or of a line gives the new
/// results without computing what it does not reach. See ``LiveRun``.
///
/// ```swift
/// let live = try program.live(DataLocation(folder: "examples/regular-rep"))
/// let row = TableChange.RowName.cells(["id": "D-1004"])
/// let less = try live.applying([.update(table: "deals", row: row, cells: ["amount": "70,000.00"])])
/// ```
///
/// Each step gives its answer or throws what is wrong: ``PlanError`` holds diagnostics about the text or about what was
/// asked for, ``RunError`` those about the data, ``FileError`` a file that cannot be read. ``DiagnosticRenderer`` shows
/// them. Nothing here reads the clock, the locale or the environment: the same input gives the same results.
///
/// The types of positions, values, compiled programs and results come along with this import.
@_exported import Columns
@_exported import Engine
@_exported import IR
@_exported import Source
