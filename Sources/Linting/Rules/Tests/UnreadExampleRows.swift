import Allot
import Model
import Syntax

extension Rule {
  static let unreadExampleRows = Rule(
    .tests, 2, "unread-example-rows",
    page: RulePage(
      "Rows of an example that nothing in it reads.",
      why: """
        The rows look as if they mattered to the result, and do not: a table was meant to be joined, or is left from an
        earlier plan. Rows of a `data` block are shared by several examples, and are not reported.
        """,
      failing: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id      text
          owner   reps
          closed  date
          amount  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }

        example "the base salary is paid" for Base {
          during 2026-01
          given reps {
            id  | base USD
            ann | 3_000
          }
          given deals {
            id | owner | closed     | amount USD
            d1 | ann   | 2026-01-05 | 900
          }
          expect {
            payee | salary
            ann   | 3_000
          }
        }

        sheet Sold {
          for each deals
          show value = amount
        }

        """,
      mended: """
        table reps (id) {
          id     text
          base   USD
        }

        table deals (id) dated closed {
          id      text
          owner   reps
          closed  date
          amount  USD
        }

        plan Base {
          for each reps
          during   2026
          paid     monthly in USD, negative carried forward
          pay salary = payee.base
        }

        example "the base salary is paid" for Base {
          during 2026-01
          given reps {
            id  | base USD
            ann | 3_000
          }
          expect {
            payee | salary
            ann   | 3_000
          }
        }

        sheet Sold {
          for each deals
          show value = amount
        }

        """),
    check: .plan { UnreadExampleRows($0).findings })
}

private struct UnreadExampleRows {
  private let review: PlanReview

  init(_ review: PlanReview) { self.review = review }

  var findings: [Finding] {
    let model = review.model
    let direct = directRows
    if direct.isEmpty { return [] }
    let reads = TableReads(review)
    return model.examples.flatMap { example -> [Finding] in
      guard review.isOwn(example.title.span) else { return [] }
      let read = reads.tables(of: Set([example.sheet] + example.expectedRows.map(\.sheet)))
      return example.givens.compactMap { given in
        guard direct.contains(given.span), !read.contains(given.table), !given.rows.isEmpty else { return nil }
        return Finding(
          "rows of `\(model.tables[given.table].name)` are given, and nothing in the example reads them",
          at: given.span)
      }
    }
  }

  /// Where rows stand in an example itself, by their headers.
  private var directRows: Set<SourceSpan> {
    var spans: Set<SourceSpan> = []
    for case .example(let example) in review.syntax.declarations {
      for case .rows(let rows) in example.givens {
        if let header = rows.rows.first { spans.insert(header.span) }
        spans.insert(rows.table.span)
        spans.insert(rows.span)
      }
    }
    return spans
  }
}

/// Which tables the results of a sheet are made of, by way of other sheets and of references, too.
private struct TableReads {
  private let model: CheckedModel
  /// The tables and sheets that each sheet names itself.
  private var relations: [Set<Relation>]
  private var byTable: [Int: Set<Int>] = [:]

  init(_ review: PlanReview) {
    model = review.model
    relations = Array(repeating: [], count: model.sheets.count)
    var shared: Set<Relation> = []
    for node in review.nodes {
      let found = TableReads.relations(of: node.expression)
      if found.isEmpty { continue }
      if let sheet = review.roots[node.root].owner.sheet {
        relations[sheet].formUnion(found)
      } else {
        // What rates, params, tables and schedules read counts for all.
        shared.formUnion(found)
      }
    }
    for (number, sheet) in model.sheets.enumerated() {
      relations[number].formUnion(shared)
      switch sheet.rows {
      case .table(let table, _): relations[number].insert(.table(table))
      case .sheet(let other, _): relations[number].insert(.sheet(other))
      case .keys(_, let types, let sources):
        relations[number].formUnion(sources.map(\.relation))
        for case .row(let relation) in types.map(\.value) { relations[number].insert(relation) }
      case .one: break
      }
      for side in sheet.match?.sides ?? [] { relations[number].insert(side.relation) }
      for credit in sheet.credits {
        relations[number].insert(.table(credit.table))
        if let split = credit.split { relations[number].insert(.table(split.table)) }
        if let rollUp = credit.rollUp { relations[number].insert(.table(rollUp.table)) }
      }
      for entry in sheet.entries { relations[number].insert(.table(entry.table)) }
      for rule in sheet.choice?.rules ?? [] { relations[number].insert(.sheet(rule)) }
    }
    for schedule in model.schedules {
      let tables = schedule.days.map(\.table) + [schedule.table].compactMap { $0 }
      for number in relations.indices { relations[number].formUnion(tables.map { Relation.table($0) }) }
    }
    for (number, table) in model.tables.enumerated() {
      byTable[number] = Set(
        table.columns.compactMap { column in
          if case .row(.table(let other)) = column.type.value { other } else { nil }
        })
    }
  }

  private static func relations(of expression: TypedExpression) -> [Relation] {
    var found: [Relation] = []
    if case .row(let relation) = expression.type.value { found.append(relation) }
    switch expression.kind {
    case .field(let relation, _, _), .member(let relation, _, _): found.append(relation)
    case .lookup(let table, _, _): found.append(.table(table))
    case .sheetRow(let sheet, _, _): found.append(.sheet(sheet))
    case .aggregate(let aggregate): found.append(aggregate.relation)
    case .pick(let pick), .isTied(let pick): found.append(pick.rows.relation)
    case .through(let through): found += [through.counted, through.credit].compactMap { $0 }
    default: break
    }
    return found
  }

  func tables(of sheets: Set<Int>) -> Set<Int> {
    var tables: Set<Int> = []
    var seen: Set<Int> = []
    var pending = Array(sheets)
    while let sheet = pending.popLast() {
      guard seen.insert(sheet).inserted else { continue }
      for relation in relations[sheet] {
        switch relation {
        case .table(let table): tables.insert(table)
        case .sheet(let other), .credit(let other, _), .shares(let other, _): pending.append(other)
        }
      }
    }
    var open = Array(tables)
    while let table = open.popLast() {
      for other in byTable[table] ?? [] where tables.insert(other).inserted { open.append(other) }
    }
    return tables
  }
}
