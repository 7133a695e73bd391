import Syntax

/// Which declarations and entries of an old plan and of a new one are the same thing.
struct Pairing {
  struct Declarations {
    let old: Outline?
    let new: Outline?
    let items: [Items]
  }

  struct Items {
    let old: Item?
    let new: Item?
    let pieces: [Pieces]
  }

  struct Pieces {
    let old: Piece?
    let new: Piece?
  }

  let declarations: [Declarations]
  let renaming: Renaming
  /// The declaration, and the entry if it is one of these, that each renaming is about.
  let renamed: [(old: Outline, new: Outline, items: (old: Item, new: Item)?)]

  init(_ old: [Outline], _ new: [Outline]) {
    var finder = RenameFinder(old, new)
    finder.find()
    renaming = finder.renaming
    renamed = finder.renamed
    let partners = finder.partners
    declarations = Alignment(partners: partners, oldCount: old.count).pairs.map { pair in
      let old = pair.old.map { old[$0] }
      let new = pair.new.map { new[$0] }
      let keepsOrder = old?.readsInOrder == true || new?.readsInOrder == true
      return Declarations(
        old: old, new: new,
        items: Pairing.items(old?.items ?? [], new?.items ?? [], finder.renaming, keepsOrder: keepsOrder))
    }
  }

  // MARK: - Entries

  /// For each new entry the old one that it continues.
  ///
  /// - Parameter keepsOrder: whether entries that stand in another order say something else.
  static func partners(_ old: [Item], _ new: [Item], _ renaming: Renaming, keepsOrder: Bool) -> [Int?] {
    let renames = Dictionary(grouping: renaming.entries, by: \.old).mapValues { $0.map(\.new) }
    // An entry that has a new name is looked for under that name, unless the old one is still there.
    let newKeys = Set(new.map(\.key))
    let oldKeys = old.map { item -> String in
      guard !newKeys.contains(item.key), let name = item.ownName else { return item.key }
      return renames[name, default: []].lazy.map { item.key(named: $0) }.first { newKeys.contains($0) } ?? item.key
    }
    var partners = Alignment.partners(oldKeys: oldKeys, newKeys: new.map(\.key)) { old[$0].sayings == new[$1].sayings }
    let oldPlaces = old.indices.filter { old[$0].isOrdered }
    let newPlaces = new.indices.filter { new[$0].isOrdered }
    guard !oldPlaces.isEmpty || !newPlaces.isEmpty else { return partners }
    let ordered = Alignment.partners(
      oldPlaces.map { old[$0] }, newPlaces.map { new[$0] }, score: likeness, isSame: { $0.sayings == $1.sayings })
    for (place, partner) in zip(newPlaces, ordered) { partners[place] = partner.map { oldPlaces[$0] } }
    if keepsOrder { return partners }
    // What is left and says the same has only been moved.
    let taken = Set(partners.compactMap { $0 })
    var left = oldPlaces.filter { !taken.contains($0) }
    for place in newPlaces where partners[place] == nil {
      guard let found = left.firstIndex(where: { old[$0].sayings == new[place].sayings }) else { continue }
      partners[place] = left.remove(at: found)
    }
    return partners
  }

  /// How well two tiers go together: those with one bound better than those with one value.
  private static func likeness(_ old: Item, _ new: Item) -> Int {
    guard old.kind == new.kind else { return 0 }
    if old.sayings == new.sayings { return 8 }
    if old.pieces.first?.sayings == new.pieces.first?.sayings { return 6 }
    if old.pieces.dropFirst().map(\.sayings) == new.pieces.dropFirst().map(\.sayings) { return 3 }
    return 1
  }

  static func items(_ old: [Item], _ new: [Item], _ renaming: Renaming, keepsOrder: Bool) -> [Items] {
    Alignment(partners: partners(old, new, renaming, keepsOrder: keepsOrder), oldCount: old.count).pairs.map { pair in
      let old = pair.old.map { old[$0] }
      let new = pair.new.map { new[$0] }
      return Items(old: old, new: new, pieces: pieces(old?.pieces ?? [], new?.pieces ?? []))
    }
  }

  // MARK: - Pieces

  private static func likeness(_ old: Piece, _ new: Piece) -> Int {
    if old.step == new.step { return 6 }
    return old.key == new.key ? 4 : 0
  }

  static func pieces(_ old: [Piece], _ new: [Piece]) -> [Pieces] {
    var partners = Alignment.partners(oldKeys: old.map(\.key), newKeys: new.map(\.key)) {
      old[$0].sayings == new[$1].sayings
    }
    let oldSteps = old.indices.filter { old[$0].isStep }
    let newSteps = new.indices.filter { new[$0].isStep }
    if !oldSteps.isEmpty || !newSteps.isEmpty {
      let steps = Alignment.partners(
        oldSteps.map { old[$0] }, newSteps.map { new[$0] }, score: likeness, isSame: { $0.step == $1.step })
      for (place, partner) in zip(newSteps, steps) { partners[place] = partner.map { oldSteps[$0] } }
    }
    return Alignment(partners: partners, oldCount: old.count).pairs.map { pair in
      Pieces(old: pair.old.map { old[$0] }, new: pair.new.map { new[$0] })
    }
  }
}

extension Piece {
  /// Steps stand in an order that has a meaning.
  var isStep: Bool { key.hasPrefix("step ") }

  /// What a step says, whether or not it stands behind a `then`.
  var step: ArraySlice<TreeText.Saying> {
    sayings.first == .name("then") ? sayings.dropFirst() : sayings[...]
  }
}

extension Item {
  /// The name that the author gave it; nil for what has none.
  var ownName: String? {
    let place: Int
    switch kind {
    case .column: place = 0
    case .line, .credit: place = 1
    case .head, .title, .brace, .header, .condition, .check, .rows, .tier, .closing, .point, .curveEnd, .grid, .entry,
      .choice, .axis, .day, .value, .unread:
      return nil
    }
    guard let sayings = pieces.first?.sayings, sayings.indices.contains(place), case .name(let name) = sayings[place]
    else { return nil }
    return name
  }

  /// The key that it would have under another name.
  func key(named name: String) -> String {
    switch kind {
    case .column: "column \(name)"
    case .line: "line \(name)"
    case .credit: "credit \(name)"
    case .head, .title, .brace, .header, .condition, .check, .rows, .tier, .closing, .point, .curveEnd, .grid, .entry,
      .choice, .axis, .day, .value, .unread:
      key
    }
  }
}
