import Model
import Syntax

extension Plan {
  /// The same plan with another text in the place of one file's, which uses the same files as before.
  ///
  /// - Requires: `file` is one of ``readFiles``.
  package func replacing(_ file: FileID, with bytes: [UInt8]) -> Plan {
    var edited = SourceMap()
    for id in sources.ids {
      _ = edited.add(id == file ? SourceFile(path: sources[id].path, bytes: bytes) : sources[id])
    }
    let parsed = parse(edited[file], id: file)
    var files: [FileSyntax] = []
    for (id, syntax) in zip(fileOrder, self.files) { files.append(id == file ? parsed.syntax : syntax) }
    var trees = trees
    trees[file] = parsed.tree
    let checked = check(files, library: library, known: { LibraryTheme.allNames })
    return Plan(
      sources: edited, diagnostics: DiagnosticRenderer.sorted(parsed.diagnostics + checked.diagnostics),
      folder: folder, files: files, fileOrder: fileOrder, trees: trees, library: library, model: checked.model)
  }
}
