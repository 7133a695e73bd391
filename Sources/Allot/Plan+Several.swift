extension Plan {
  /// Reads and checks several plans, each by itself, on several threads; the answers stand in the order of `paths`.
  ///
  /// - Parameter answer: what is wanted of each plan; the plan itself is given up after it.
  public static func loadEach<Answer: Sendable>(
    _ paths: [String], threads: Int, _ answer: @escaping @Sendable (Plan) -> Answer
  ) -> [Result<Answer, FileError>] {
    @Sendable func load(_ path: String) -> Result<Answer, FileError> {
      do {
        return .success(answer(try Plan.load(paths: [path])))
      } catch {
        return .failure(error)
      }
    }
    // The standard input can be read once, by the first plan that asks for it.
    var piped: [Int: Result<Answer, FileError>] = [:]
    for (number, path) in paths.enumerated() where path == "-" { piped[number] = load(path) }
    let read = piped
    return DeepThreads.answers(paths.count, threads: threads) { read[$0] ?? load(paths[$0]) }
  }
}
