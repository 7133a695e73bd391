import Model
import Syntax

/// Reads plan files and the files that they use, each once, whichever way they are named.
struct PlanLoader {
  /// Gives the bytes of a file.
  typealias Reading = (_ path: String) throws(FileError) -> [UInt8]

  private(set) var sources = SourceMap()
  private(set) var diagnostics: [Diagnostic] = []
  /// What a file uses stands before it.
  private(set) var files: [FileSyntax] = []
  /// Which file each of ``files`` is of.
  private(set) var fileOrder: [FileID] = []
  /// The trees of ``files``.
  private(set) var trees: [FileID: SyntaxTree] = [:]
  /// True iff a file that is used could not be read: names may be unknown for that reason alone.
  private(set) var isIncomplete = false

  /// The parts of the standard library that the plan may name something of.
  private(set) var library: [FileSyntax] = []
  private var calledNames: Set<String> = []

  private let read: Reading
  private var known: Set<String> = []
  /// The files that are being read, outermost first, with the `use` that led to each.
  private var chain: [(path: String, use: SourceSpan?)] = []

  init(_ read: @escaping Reading) { self.read = read }

  /// Reads a file that was asked for by name.
  mutating func load(_ path: String) throws(FileError) {
    let path = path == "-" ? path : joinedPath("", path)
    guard !known.contains(path) else { return }
    add(path, bytes: try read(path), use: nil)
  }

  /// Reads what the plan may name of the standard library. A declaration of the plan's own wins over one of these.
  mutating func addLibrary() {
    let called = calledNames.subtracting(Builtin.allCases.map(\.rawValue))
    guard !called.isEmpty else { return }
    for theme in LibraryTheme.themes(defining: called) { library.append(theme.read(into: &sources)) }
  }

  private mutating func add(_ path: String, bytes: [UInt8], use: SourceSpan?) {
    known.insert(path)
    chain.append((path, use))
    let id = sources.add(path: path == "-" ? "standard input" : path, bytes: bytes)
    let parsed = parse(sources[id], id: id)
    diagnostics += parsed.diagnostics
    calledNames.formUnion(parsed.calledNames)
    for use in parsed.syntax.uses { follow(use, from: path) }
    files.append(parsed.syntax)
    fileOrder.append(id)
    trees[id] = parsed.tree
    chain.removeLast()
  }

  private mutating func follow(_ use: TextLiteral, from path: String) {
    let used = joinedPath(folderPath(of: path), use.text)
    if let start = chain.firstIndex(where: { $0.path == used }) {
      let ring = chain[start...].map(\.path) + [used]
      let others = chain[(start + 1)...].compactMap(\.use)
      diagnostics.append(.useCycle(use.span, ring: ring, others: others))
      return
    }
    guard !known.contains(used) else { return }
    do {
      add(used, bytes: try read(used), use: use.span)
    } catch {
      isIncomplete = true
      diagnostics.append(.usedFileUnreadable(use.span, error, from: path))
    }
  }
}
