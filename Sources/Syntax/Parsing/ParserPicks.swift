import Source

/// Picks and lookups: one row of a table.
extension Parser {
  /// Iff the `pick` at hand is followed by a table's name.
  var startsPick: Bool {
    guard isOnSameLine(ahead: 1) else { return false }
    return kind(ahead: 1) == .quotedName || (kind(ahead: 1) == .name && word(ahead: 1)?.isReserved != true)
  }

  /// `pick deals where C by greatest closed, id`.
  mutating func pick() -> Expression {
    let mark = mark()
    advance()
    let table = name("the name of the table whose row is wanted")
    let outer = owners
    owners = WordOwners(clausesBelongToAggregate: true)
    defer { owners = outer }
    var clauses = Clauses(tallest: 0)
    var order: [Pick.Ranking] = []
    while !isRecovering {
      if accept(.by) {
        order += rankings(&clauses.tallest)
      } else if !aggregateClause(&clauses) {
        break
      }
    }
    if order.isEmpty { fail(.pickWithoutOrder(table.text, found: described, at: foundSpan)) }
    height = clauses.tallest
    raise(0, table.span)
    return finish(
      .pick(
        Pick(
          table: table, condition: clauses.condition, window: clauses.window, per: clauses.per, via: clauses.via,
          on: clauses.on, order: order)), .pick, mark)
  }

  /// Iff a `greatest` or `least` at hand stands in front of a value, and is not a column's name.
  var startsRanking: Bool {
    guard word == .greatest || word == .least, isOnSameLine(ahead: 1) else { return false }
    switch kind(ahead: 1) {
    case .name: return word(ahead: 1)?.isReserved != true
    case .quotedName, .number, .leftParenthesis, .date, .period: return true
    default: return false
    }
  }

  private mutating func rankings(_ tallest: inout Int) -> [Pick.Ranking] {
    var rankings: [Pick.Ranking] = []
    var isGreatest = true
    repeat {
      if startsRanking, let word {
        isGreatest = word == .greatest
        advance()
      } else if rankings.isEmpty {
        expected("`greatest` or `least`, as in `by greatest closed`")
        return rankings
      }
      rankings.append(Pick.Ranking(isGreatest: isGreatest, value: additive()))
      tallest = max(tallest, height)
    } while accept(.comma)
    return rankings
  }

  /// The keys between brackets, the day behind `as of`, and the height of the tallest.
  mutating func lookupKeys(_ opening: SourceSpan) -> (keys: [Expression], date: Expression?, height: Int) {
    var keys: [Expression] = []
    var tallest = 0
    let outer = owners
    owners = WordOwners(dateBelongsToLookup: true)
    defer { owners = outer }
    if !(word == .as && word(ahead: 1) == .of) {
      repeat {
        keys.append(expression())
        tallest = max(tallest, height)
      } while accept(.comma)
    }
    var date: Expression?
    if accept(.as, .of) {
      owners.dateBelongsToLookup = false
      date = expression()
      tallest = max(tallest, height)
    }
    expectClosing(.rightBracket, opening)
    return (keys, date, tallest)
  }
}
