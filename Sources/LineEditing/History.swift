/// The inputs of this session and of earlier ones, the oldest first.
public struct History: Sendable {
  public private(set) var entries: [String] = []
  /// Why entries are not read or not kept, in one sentence; nil if nothing is wrong.
  public private(set) var remark: String?
  /// Where entries are kept; nil if only this session knows them.
  private var file: HistoryFile?

  /// A history that ends with the session.
  public init() {}

  /// The history kept in the file at `path`, which need not be there yet; nil for one that ends with the session.
  public static func load(path: String?) -> History {
    var history = History()
    guard let path else { return history }
    let file = HistoryFile(path: path)
    switch file.read() {
    case .entries(let entries, let remark):
      history.entries = entries
      history.remark = remark
      history.file = file
    case .notKept: break
    case .failure(let reason): history.remark = reason
    }
    return history
  }

  /// Where the history of this program stands by the conventions of XDG; nil if there is no home.
  public static func defaultPath() -> String? { defaultPath(environmentVariable) }

  static func defaultPath(_ variable: (String) -> String?) -> String? {
    // A relative path is to be ignored, by the convention.
    if let state = variable("XDG_STATE_HOME"), state.hasPrefix("/") { return state + "/allot/history" }
    guard let home = variable("HOME"), home.hasPrefix("/") else { return nil }
    return home + "/.local/state/allot/history"
  }

  /// Keeps an input, unless it is blank, the same as the last one, or starts with a blank.
  public mutating func add(_ text: String) {
    guard let first = text.first, !first.isWhitespace, text != entries.last else { return }
    entries.append(text)
    if entries.count > HistoryFile.largestCount { entries.removeFirst() }
    guard let file else { return }
    if let reason = file.append(text) {
      // Said once; the session goes on with what it remembers.
      if remark == nil { remark = reason }
      self.file = nil
    }
  }

  /// The remark, if it was not taken yet.
  public mutating func takeRemark() -> String? {
    defer { remark = nil }
    return remark
  }
}
