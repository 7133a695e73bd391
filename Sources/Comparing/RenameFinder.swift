/// Finds declarations and entries that say the same under another name.
struct RenameFinder {
  private let old: [Outline]
  private let new: [Outline]
  /// For each new declaration the old one that it continues.
  private(set) var partners: [Int?]
  private(set) var renaming = Renaming()
  private(set) var renamed: [(old: Outline, new: Outline, items: (old: Item, new: Item)?)] = []

  init(_ old: [Outline], _ new: [Outline]) {
    self.old = old
    self.new = new
    partners = Alignment.partners(oldKeys: old.map(\.key), newKeys: new.map(\.key)) { a, b in
      old[a].sayings == new[b].sayings
    }
  }

  /// A thing may have a new name and use another that has one: looks again until nothing more is found.
  mutating func find() {
    var count = -1
    while renamed.count != count {
      count = renamed.count
      findDeclarations()
      findEntries()
    }
  }

  private mutating func findDeclarations() {
    let taken = Set(partners.compactMap { $0 })
    var left = old.indices.filter { !taken.contains($0) }
    for place in new.indices where partners[place] == nil && new[place].isMeant && !new[place].name.isEmpty {
      let candidate = new[place]
      let found = left.firstIndex { index in
        old[index].kind == candidate.kind && !old[index].name.isEmpty
          && renaming.leads(
            from: old[index].sayings, to: candidate.sayings,
            own: Renaming.Entry(old: old[index].name, new: candidate.name))
      }
      guard let found else { continue }
      let index = left.remove(at: found)
      partners[place] = index
      add(old[index].name, candidate.name, (old[index], candidate, nil))
    }
  }

  private mutating func findEntries() {
    for (place, partner) in partners.enumerated() {
      guard let partner else { continue }
      let (before, after) = (old[partner], new[place])
      let pairs = Pairing.partners(before.items, after.items, renaming, keepsOrder: false)
      let taken = Set(pairs.compactMap { $0 })
      var left = before.items.indices.filter { !taken.contains($0) && before.items[$0].mayBeRenamed }
      for (index, item) in after.items.enumerated() where pairs[index] == nil {
        guard item.mayBeRenamed, let name = item.ownName else { continue }
        let found = left.firstIndex { candidate in
          guard let oldName = before.items[candidate].ownName, before.items[candidate].kind == item.kind else {
            return false
          }
          return renaming.leads(
            from: before.items[candidate].sayings, to: item.sayings, own: Renaming.Entry(old: oldName, new: name))
        }
        guard let found else { continue }
        let own = before.items[left.remove(at: found)]
        add(own.ownName ?? "", name, (before, after, (own, item)))
      }
    }
  }

  private mutating func add(
    _ old: String, _ new: String, _ what: (old: Outline, new: Outline, items: (old: Item, new: Item)?)
  ) {
    let count = renaming.entries.count
    // Several things may have one name each before and after: they are one renaming.
    if renaming.add(old, new) == count { renamed.append(what) }
  }
}

extension Item {
  /// Iff it says enough besides its name to be known again under another; a column with nothing but a type is read from
  /// the heading that is its name.
  fileprivate var mayBeRenamed: Bool {
    guard ownName != nil else { return false }
    return kind != .column || sayings.contains(.name("from")) || sayings.contains(.other("="))
  }
}
