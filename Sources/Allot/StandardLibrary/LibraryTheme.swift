import Model
import Source
import Synchronization
import Syntax

/// Defines of the standard library about one subject, as Allot text.
struct LibraryTheme: Sendable {
  /// What the defines are about, in a few words.
  let title: String
  /// How messages call the text.
  let path: String
  let text: String

  /// All of the library, in the order of the help.
  static let all: [LibraryTheme] = [
    .draws, .payments, .holdbacks, .clawbacks, .targets, .bonuses, .policies, .safety, .buffers, .gates,
  ]

  /// The names that the text defines, without parsing it.
  private var names: [String] {
    // Byte by byte: this stands in the way of every check of a plan that calls something.
    let bytes = Array(text.utf8)
    let word = Array("define ".utf8)
    var names: [String] = []
    var lineStart = 0
    while lineStart < bytes.count {
      let lineEnd = bytes[lineStart...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      let line = bytes[lineStart..<lineEnd]
      if line.starts(with: word) {
        let name = line.dropFirst(word.count).prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "(") }
        names.append(String(decoding: name, as: UTF8.self))
      }
      lineStart = lineEnd + 1
    }
    return names
  }

  /// The themes that define one of `names`.
  static func themes(defining names: Set<String>) -> [LibraryTheme] {
    zip(all, definedNames).filter { $0.1.contains(where: names.contains) }.map(\.0)
  }

  static var allNames: [String] { definedNames.flatMap { $0 } }

  /// The text as a file of a plan, read once for all the plans of a process in which it has the same place.
  func read(into sources: inout SourceMap) -> FileSyntax {
    let place = Place(path: path, file: sources.ids.count)
    if let (file, syntax) = LibraryTheme.readTexts.withLock({ $0[place] }) {
      _ = sources.add(file)
      return syntax
    }
    let file = SourceFile(path: path, text: text)
    let syntax = parse(file, id: sources.add(file)).syntax
    LibraryTheme.readTexts.withLock { $0[place] = (file, syntax) }
    return syntax
  }

  private struct Place: Hashable {
    let path: String
    let file: Int
  }

  private static let readTexts = Mutex<[Place: (SourceFile, FileSyntax)]>([:])

  /// The names that each of the texts defines.
  private static let definedNames: [[String]] = all.map(\.names)
}

/// A define of the standard library, as its help shows it.
public struct LibraryPage: Hashable, Sendable {
  public let name: String
  /// What it is about, in a few words.
  public let theme: String
  /// `RecoverableDraw(earned: M, draw: M) in M`.
  public let signature: String
  /// What it means, its laws, and an example with its figures.
  public let documentation: String
  /// The text of the define, which can be copied into a plan and changed there.
  public let source: String
  /// True iff it is a block of lines, and not one value.
  public let isBlock: Bool
  /// The names of a block's lines.
  public let lines: [String]
}

extension LibraryPage {
  /// The first sentence of the documentation, without its full stop.
  public var summary: String {
    let first = documentation.split(separator: "\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
      .joined(separator: " ")
    guard let end = first.range(ofSentenceEnd: ". ") else {
      return first.hasSuffix(".") ? String(first.dropLast()) : first
    }
    return String(first[..<end])
  }
}

extension String {
  /// Where the first occurrence of a separator starts.
  fileprivate func range(ofSentenceEnd separator: String) -> String.Index? {
    indices.first { self[$0...].hasPrefix(separator) }
  }
}

/// The defines of the standard library, by theme.
public let libraryPages: [LibraryPage] = LibraryTheme.all.flatMap(\.pages)

extension LibraryTheme {
  fileprivate var pages: [LibraryPage] {
    let file = SourceFile(path: path, bytes: Array(text.utf8))
    return parse(file, id: FileID(0)).syntax.declarations.compactMap { declaration in
      guard case .define(let define) = declaration else { return nil }
      var lines: [String] = []
      if case .block(let written, _) = define.body { lines = written.map(\.name.text) }
      return LibraryPage(
        name: define.name.text, theme: title, signature: define.signature, documentation: define.documentation ?? "",
        source: file.text(define.span), isBlock: define.isBlock, lines: lines)
    }
  }
}
