/// The inputs of a session that was copied with its prompts; nil if `text` is none.
///
/// Lines without a prompt are what the session answered, and fall away.
func inputs(ofTranscript text: String, prompts: [String]) -> String? {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
  guard let first = lines.first(where: { !$0.allSatisfy(\.isWhitespace) }), let main = prompts.first,
    unprompted(first, [main]) != nil
  else { return nil }
  return lines.compactMap { unprompted($0, prompts) }.joined(separator: "\n")
}

/// What stands behind the prompt that starts `line`; nil if none does.
private func unprompted(_ line: Substring, _ prompts: [String]) -> String? {
  for prompt in prompts where !prompt.allSatisfy(\.isWhitespace) {
    if line.hasPrefix(prompt) { return String(line.dropFirst(prompt.count)) }
    // An empty input whose blank was lost in copying.
    if line == prompt.prefix(while: { !$0.isWhitespace }) { return "" }
  }
  return nil
}
