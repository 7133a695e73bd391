import Allot
import Formatting

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Command {
  static let format = Command(
    name: "fmt", summary: "lay out plans in the one canonical way",
    usage: "allot fmt FILE… [--check] [--diff]",
    examples: [
      Example("allot fmt plan.allot", "lay out a plan, in place"),
      Example("allot fmt plans", "all plans of a folder"),
      Example("allot fmt plans --check", "only say which are not laid out, as CI does"),
      Example("allot fmt plans --diff", "only show what would change"),
      Example("allot fmt - < plan.allot", "the standard input, to the standard output"),
    ],
    options: [
      Option("check", "change no file; say which ones would change"),
      Option("diff", "change no file; show what would change, for `patch -p0`"),
    ],
    details: [
      "A folder stands for the `.allot` files in and below it. Only blanks and line ends change; there is nothing to "
        + "choose. What cannot be read stays as it is, and the rest of its file is laid out. The file is replaced as "
        + "a whole, with the permissions that it has.",
      "Exits with 0 if all files are laid out now, 1 if a file cannot be read as a plan or, with --check and --diff, if "
        + "one would change, 2 if a file cannot be read or written.",
    ]
  ) { invocation, terminal in
    guard !invocation.arguments.isEmpty else {
      terminal.complain(
        "`allot fmt` needs a file or a folder",
        help: ["such as `allot fmt plan.allot`, or `allot fmt .` for all plans of this folder"])
      return .usage
    }
    do throws(FileError) {
      let paths = try PlanFiles.paths(invocation.arguments, terminal)
      var run = FormatRun(isCheck: invocation.has("check"), isDiff: invocation.has("diff"))
      for path in paths { run.format(path, &terminal) }
      return run.finish(&terminal)
    } catch {
      terminal.complain(error)
      return .usage
    }
  }
}

/// One run of `allot fmt` over several files.
private struct FormatRun {
  let isCheck: Bool
  let isDiff: Bool
  /// What cannot be read as a plan, by file.
  private var sources = SourceMap()
  private var diagnostics: [Diagnostic] = []
  private var count = 0
  private var changed = 0
  private var hasFailed = false
  /// Iff the output holds a text, so that nothing else may stand in it.
  private var isFilter = false

  init(isCheck: Bool, isDiff: Bool) {
    self.isCheck = isCheck
    self.isDiff = isDiff
  }

  private var changesFiles: Bool { !isCheck && !isDiff }

  mutating func format(_ path: String, _ terminal: inout Terminal) {
    do {
      let bytes = try readFile(terminal.path(path))
      let file = sources.add(path: path, bytes: bytes)
      let result = try formatted(bytes, path: path, file: file)
      diagnostics += try messages(of: result, path, file).filter { $0.severity == .error }
      count += 1
      if result.isChanged { changed += 1 }
      try put(result, of: path, instead: bytes, &terminal)
    } catch let error as FileError {
      hasFailed = true
      terminal.complain(error)
    } catch let error as FormattingFault {
      hasFailed = true
      terminal.complain(
        "internal error: `\(error.path)` laid out would be another text, so it stays as it is",
        help: ["please report this with the file"])
    } catch {
      hasFailed = true
      terminal.complain("\(error)")
    }
  }

  /// What is wrong with a file, at the places where it stands once the file has been laid out.
  private mutating func messages(of result: FormattedText, _ path: String, _ file: FileID) throws -> [Diagnostic] {
    guard changesFiles, path != "-", result.isChanged, !result.diagnostics.isEmpty else { return result.diagnostics }
    let laidOut = sources.add(path: path, bytes: result.bytes)
    return try formatted(result.bytes, path: path, file: laidOut).diagnostics
  }

  private mutating func put(
    _ result: FormattedText, of path: String, instead bytes: [UInt8], _ terminal: inout Terminal
  ) throws {
    if isDiff {
      terminal.put(UnifiedDiff(old: bytes, new: result.bytes, path: path).bytes)
      isFilter = true
    } else if isCheck {
      if result.isChanged { terminal.put("not laid out: \(path)\n") }
    } else if path == "-" {
      terminal.put(result.bytes)
      isFilter = true
    } else if result.isChanged {
      do throws(FileError) {
        try replaceWhole(result.bytes, at: terminal.path(path))
        terminal.put("laid out: \(path)\n")
      } catch {
        hasFailed = true
        terminal.complain("the file `\(path)` cannot be written: \(error.reason)")
      }
    }
  }

  mutating func finish(_ terminal: inout Terminal) -> ExitStatus {
    if !isFilter, !hasFailed { terminal.put(summary + "\n") }
    if !diagnostics.isEmpty { terminal.show(diagnostics, sources) }
    if hasFailed { return .usage }
    return diagnostics.isEmpty && (changesFiles || changed == 0) ? .ok : .findings
  }

  private var summary: String {
    let files = count == 1 ? "1 file" : "\(count) files"
    if changesFiles { return "\(changed) of \(files) changed" }
    return changed == 0 ? "\(files) laid out" : "\(changed) of \(files) not laid out; `allot fmt` does it"
  }
}

/// Puts a file whole in the place of the one that is there, which may be reached by a link; its permissions stay.
private func replaceWhole(_ bytes: [UInt8], at path: String) throws(FileError) {
  var status = stat()
  guard let resolved = realpath(path, nil), stat(path, &status) == 0 else {
    throw FileError(path: path, reason: String(cString: strerror(errno)))
  }
  defer { free(resolved) }
  try writeWhole(to: String(cString: resolved), permissions: status.st_mode & 0o7777) { write in _ = write(bytes) }
}
