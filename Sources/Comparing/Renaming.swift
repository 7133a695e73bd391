/// Names that something has in the new plan instead of in the old one.
struct Renaming: Sendable {
  /// A thing that has another name.
  struct Entry: Hashable, Sendable {
    let old: String
    let new: String
  }

  private(set) var entries: [Entry] = []
  private var places: [Entry: Int] = [:]

  /// Takes in a new name and answers its place among ``entries``.
  @discardableResult
  mutating func add(_ old: String, _ new: String) -> Int {
    let entry = Entry(old: old, new: new)
    if let place = places[entry] { return place }
    places[entry] = entries.count
    entries.append(entry)
    return entries.count - 1
  }

  /// The entries that make the one text of the other; nil iff they do not.
  func entries(leadingFrom old: [TreeText.Saying], to new: [TreeText.Saying]) -> Set<Int>? {
    guard old.count == new.count else { return nil }
    var used: Set<Int> = []
    for (a, b) in zip(old, new) where a != b {
      guard case .name(let a) = a, case .name(let b) = b, let place = places[Entry(old: a, new: b)] else { return nil }
      used.insert(place)
    }
    return used
  }

  /// Whether the texts say the same but for names that are known to have changed, or for `own`.
  func leads(from old: [TreeText.Saying], to new: [TreeText.Saying], own: Entry) -> Bool {
    guard old.count == new.count else { return false }
    for (a, b) in zip(old, new) where a != b {
      guard case .name(let a) = a, case .name(let b) = b else { return false }
      let entry = Entry(old: a, new: b)
      guard entry == own || places[entry] != nil else { return false }
    }
    return true
  }
}
