import Allot

/// The files of a run's ledger.
struct LedgerFiles {
  /// What was paid before; nil in a plan's first run.
  private let source: String?
  /// Where the ledger with the run's statements is written; nil if it is not.
  let target: String?

  /// Nil iff the run has no ledger.
  init?(_ invocation: Invocation, _ terminal: Terminal, readsStandardInput: Bool) throws(UsageError) {
    source = invocation.value("paid").map(terminal.path)
    target = invocation.value("ledger").map(terminal.path)
    if source == nil && target == nil { return nil }
    if target == "-" {
      throw UsageError("`--ledger` needs a file", help: ["the run's result stands on the standard output"])
    }
    if source == "-", readsStandardInput {
      throw UsageError("only one file can be read from the standard input")
    }
    if let target, target == invocation.value("output").map(terminal.path) {
      throw UsageError("`--ledger` and `--output` name the same file")
    }
  }

  /// The rows of the source, whose periods are those of the plan's calendar.
  func read(for plan: Plan) throws -> Ledger {
    guard let source else { return Ledger() }
    return try Ledger(try readFile(source), path: source, in: plan.calendar)
  }

  /// The bytes of the file that is written.
  ///
  /// - Throws: iff statements would be lost that are in the file already.
  func bytes(of settlement: Settlement) throws(UsageError) -> [UInt8]? {
    guard let target, let ledger = settlement.ledger else { return nil }
    let bytes = ledger.csv()
    guard isThere(target) else { return bytes }
    let there: [UInt8]
    do {
      there = try readFile(target)
    } catch {
      throw UsageError(error.message)
    }
    if target == source {
      guard there == ledger.file?.bytes else {
        throw UsageError("the ledger `\(target)` was changed while this run was under way", help: ["run it again"])
      }
    } else if !bytes.starts(with: there) {
      throw UsageError(
        "the file `\(target)` holds other statements, and a ledger is never rewritten",
        help: ["to go on from it, give it with `--paid \(target)` too", "else name a file that is not there yet"])
    }
    return bytes
  }
}
