import Model
import Source

/// The place in an expression's text under which its value is shown.
struct Anchors {
  private let sources: SourceMap

  init(_ sources: SourceMap) { self.sources = sources }

  /// The operator between two operands, the word of a phrase, the last name of a path; else where the text begins.
  func place(of expression: TypedExpression) -> SourceSpan {
    let span = expression.span
    switch expression.kind {
    case .binary(_, let a, _): return word(behind: a.span, in: span) ?? start(span)
    case .conditional(let value, _, _): return word(behind: value.span, in: span) ?? start(span)
    case .otherwise(let value, _), .round(let value, _, _), .isMissing(let value), .isIn(let value, _),
      .isInWindow(let value, _):
      return word(behind: value.span, in: span) ?? start(span)
    case .through: return word("through", in: span) ?? start(span)
    case .member: return lastName(in: span) ?? start(span)
    default: return start(span)
    }
  }

  private func start(_ span: SourceSpan) -> SourceSpan {
    SourceSpan(file: span.file, start: Int(span.start), end: Int(span.start))
  }

  /// The first character behind an operand that is neither blank nor a closing parenthesis nor a comment.
  private func word(behind operand: SourceSpan, in span: SourceSpan) -> SourceSpan? {
    guard operand.file == span.file, operand.start >= span.start, operand.end < span.end,
      sources.contains(span.file)
    else { return nil }
    let bytes = sources[span.file].bytes
    var place = Int(operand.end)
    var isInComment = false
    while place < Int(span.end), place < bytes.count {
      switch bytes[place] {
      case UInt8(ascii: "\n"): isInComment = false
      case UInt8(ascii: "#"): isInComment = true
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ")"): break
      default:
        if !isInComment { return SourceSpan(file: span.file, start: place, end: place) }
      }
      place += 1
    }
    return nil
  }

  /// A word that stands in the text outside of brackets.
  private func word(_ word: String, in span: SourceSpan) -> SourceSpan? {
    guard sources.contains(span.file) else { return nil }
    let bytes = sources[span.file].bytes
    let wanted = Array(word.utf8)
    var depth = 0
    for place in Int(span.start)..<max(Int(span.start), min(Int(span.end), bytes.count) - wanted.count) {
      switch bytes[place] {
      case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: " "), UInt8(ascii: "\n"):
        if depth == 0, bytes[(place + 1)...].starts(with: wanted) {
          return SourceSpan(file: span.file, start: place + 1, end: place + 1)
        }
      default: break
      }
    }
    return nil
  }

  /// The name behind the last dot that stands outside of brackets.
  private func lastName(in span: SourceSpan) -> SourceSpan? {
    guard sources.contains(span.file) else { return nil }
    let bytes = sources[span.file].bytes
    var depth = 0
    var found: Int?
    for place in Int(span.start)..<min(Int(span.end), bytes.count) {
      switch bytes[place] {
      case UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
      case UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: ".") where depth == 0: found = place + 1
      default: break
      }
    }
    return found.map { SourceSpan(file: span.file, start: $0, end: $0) }
  }
}
