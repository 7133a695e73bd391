import Source

/// Goes through what belongs together in two plans and notes what differs.
struct ChangeGathering {
  private let pairing: Pairing
  private(set) var changes: [PlanChange] = []
  private(set) var examples = ExampleChanges()
  private(set) var slots: [MergedText.Slot] = []

  init(_ pairing: Pairing) { self.pairing = pairing }

  mutating func gather() {
    for (entry, what) in zip(pairing.renaming.entries, pairing.renamed) {
      let part = what.items.map { ChangeWords.label($0.old, of: $0.old.kind) } ?? ""
      changes.append(
        PlanChange(
          kind: .renamed, declaration: what.items == nil ? what.old.label : what.new.label, part: part,
          words: "now called \(entry.new)", old: entry.old, new: entry.new,
          oldSpan: what.items?.old.pieces.first?.span ?? what.old.items.first?.pieces.first?.span,
          newSpan: what.items?.new.pieces.first?.span ?? what.new.items.first?.pieces.first?.span))
    }
    for pair in pairing.declarations { gather(pair) }
  }

  // MARK: - Declarations

  private mutating func gather(_ pair: Pairing.Declarations) {
    guard (pair.new ?? pair.old)?.isMeant == true else { return count(pair) }
    switch (pair.old, pair.new) {
    case (let old?, let new?): gather(pair.items, of: new, before: old)
    case (nil, let new?):
      changes.append(ChangeWords.declaration(new, kind: .added))
      let own = changes.count - 1
      for (place, piece) in new.items.flatMap(\.pieces).enumerated() {
        slots.append(.init(old: nil, new: piece, changes: [own], startsDeclaration: place == 0))
      }
    case (let old?, nil):
      changes.append(ChangeWords.declaration(old, kind: .removed))
      let own = changes.count - 1
      for (place, piece) in old.items.flatMap(\.pieces).enumerated() {
        slots.append(.init(old: piece, new: nil, changes: [own], startsDeclaration: place == 0))
      }
    case (nil, nil): break
    }
  }

  private mutating func count(_ pair: Pairing.Declarations) {
    switch (pair.old, pair.new) {
    case (let old?, let new?):
      let isSame = pairing.renaming.entries(leadingFrom: old.sayings, to: new.sayings) != nil
      examples.changed += isSame ? 0 : 1
    case (nil, _?): examples.added += 1
    case (_?, nil): examples.removed += 1
    case (nil, nil): break
    }
  }

  // MARK: - Entries

  private mutating func gather(_ items: [Pairing.Items], of new: Outline, before old: Outline) {
    var isFirst = true
    func slot(_ old: Piece?, _ new: Piece?, _ changes: Set<Int>) -> MergedText.Slot {
      defer { isFirst = false }
      return MergedText.Slot(old: old, new: new, changes: changes, startsDeclaration: isFirst)
    }
    // A grid whose columns differ is other as a whole.
    let columns = items.first { $0.new?.key == "columns" || $0.old?.key == "columns" }
    let isOtherGrid = columns.map { $0.old?.sayings != $0.new?.sayings } ?? false
    var gridChange: Int?
    let keepsOrder = new.readsInOrder || old.readsInOrder
    let moved = keepsOrder ? movedItems(items) : [:]
    var movedChange: [Int: Int] = [:]
    for (place, pair) in items.enumerated() {
      if isOtherGrid, (pair.new ?? pair.old)?.isOfGrid == true {
        let own = gridChange ?? add(ChangeWords.grid(old, new))
        gridChange = own
        for piece in pair.pieces { slots.append(slot(piece.old, piece.new, [own])) }
        continue
      }
      switch (pair.old, pair.new) {
      case (nil, let item?):
        let other = moved[place]
        let own =
          other.flatMap { movedChange[$0] }
          ?? add(other == nil ? ChangeWords.item(item, of: new, kind: .added) : movedItem(place, items, new))
        movedChange[place] = own
        for piece in item.pieces { slots.append(slot(nil, piece, [own])) }
      case (let item?, nil):
        let other = moved[place]
        let own =
          other.flatMap { movedChange[$0] }
          ?? add(other == nil ? ChangeWords.item(item, of: old, kind: .removed) : movedItem(other ?? place, items, new))
        movedChange[place] = own
        for piece in item.pieces { slots.append(slot(piece, nil, [own])) }
      case (let before?, let after?):
        for (piece, changes) in zip(pair.pieces, changes(pair.pieces, before, after, of: new)) {
          slots.append(slot(piece.old, piece.new, changes))
        }
      case (nil, nil): break
      }
    }
  }

  private mutating func add(_ change: PlanChange) -> Int {
    changes.append(change)
    return changes.count - 1
  }

  /// The places of entries that are gone by those of new ones that say the same, and the other way round.
  private func movedItems(_ items: [Pairing.Items]) -> [Int: Int] {
    var moved: [Int: Int] = [:]
    for (place, pair) in items.enumerated() where pair.old == nil {
      guard let item = pair.new, item.isOrdered else { continue }
      let other = items.indices.first {
        items[$0].new == nil && moved[$0] == nil && items[$0].old?.sayings == item.sayings
      }
      if let other { (moved[place], moved[other]) = (other, place) }
    }
    return moved
  }

  private func movedItem(_ place: Int, _ items: [Pairing.Items], _ outline: Outline) -> PlanChange {
    let before = items[..<place].last { $0.new?.isOrdered == true }?.new
    return ChangeWords.movedItem(items[place].new ?? items[place].old, behind: before, of: outline)
  }

  // MARK: - Pieces

  /// For each pair the changes that lead from the old piece to the new one.
  private mutating func changes(
    _ pieces: [Pairing.Pieces], _ old: Item, _ new: Item, of outline: Outline
  ) -> [Set<Int>] {
    var result: [Set<Int>] = []
    /// The change of an entry that changes as one, and that of a block of steps that is new or gone.
    var common: Int?
    let opens = pieces.contains { ($0.old ?? $0.new)?.key == "open" && ($0.old == nil || $0.new == nil) }
    let moved = Moves(pieces)
    var movedChange: [Int: Int] = [:]
    for (place, pair) in pieces.enumerated() {
      if let before = pair.old, let after = pair.new {
        let same = before.isStep ? Array(before.step) == Array(after.step) : before.sayings == after.sayings
        if same {
          // The sign in front of a step belongs to its block.
          result.append(before.sayings == after.sayings ? [] : opens ? common.map { [$0] } ?? [] : [])
          if before.sayings != after.sayings, opens, common == nil {
            common = add(ChangeWords.block(old, new, of: outline))
            result[result.count - 1] = [common ?? 0]
          }
          continue
        }
        if let renamed = pairing.renaming.entries(leadingFrom: before.sayings, to: after.sayings) {
          result.append(renamed)
          continue
        }
      }
      let isOfBlock = opens && ["open", "close", "between"].contains((pair.new ?? pair.old)?.key ?? "")
      let joins =
        new.changesAsOne || isOfBlock || (opens && ((pair.new ?? pair.old)?.isStep == true || new.kind == .rows))
      if joins {
        let own =
          common ?? add(opens ? ChangeWords.block(old, new, of: outline) : ChangeWords.item(old, new, of: outline))
        common = own
        result.append([own])
      } else if let other = moved.others[place] {
        let own = movedChange[other] ?? add(ChangeWords.movedStep(moved, place, pieces, new, of: outline))
        movedChange[place] = own
        result.append([own])
      } else {
        result.append([add(ChangeWords.piece(pair.old, pair.new, old, new, of: outline))])
      }
    }
    return result
  }
}

/// Which steps of an entry stand at another place, and may be other there.
struct Moves {
  /// The places of steps that are gone by those of new ones that do the same, and the other way round.
  private(set) var others: [Int: Int] = [:]

  init(_ pieces: [Pairing.Pieces]) {
    for (place, pair) in pieces.enumerated() where pair.old == nil {
      guard let step = pair.new, step.isStep else { continue }
      let gone = pieces.indices.filter { index in
        pieces[index].new == nil && others[index] == nil && pieces[index].old?.isStep == true
      }
      // One that does the same by another amount has been moved and changed.
      let other =
        gone.first { pieces[$0].old.map { Array($0.step) == Array(step.step) } ?? false }
        ?? gone.first { pieces[$0].old?.key == step.key }
      if let other { (others[place], others[other]) = (other, place) }
    }
  }
}

extension Outline {
  /// Iff the first entry that matches counts.
  var readsInOrder: Bool {
    guard kind == .rates || kind == .matrix, let head = items.first?.sayings else { return false }
    return zip(head, head.dropFirst()).contains { $0 == .name("first") && $1 == .name("match") }
  }
}

extension Item {
  /// Iff it is a line of a matrix, or the line of its columns.
  var isOfGrid: Bool { kind == .grid || key == "columns" }
}
