import Columns
import Engine
import IR
import Testing

/// Every way to make rows, on small tables whose results can be checked by eye.
@Suite struct FrameTests {
  struct Case: Sendable, CustomStringConvertible {
    var description: String
    var program: Program
    var tables: [String: String]
    var expected: String

    init(_ name: String, _ tables: [String: String], _ expected: String, _ build: (inout ProgramBuilder) -> Void) {
      description = name
      self.tables = tables
      self.expected = expected
      var builder = ProgramBuilder()
      build(&builder)
      program = builder.program
    }
  }

  static let reports = [
    "stock": """
    dealer,sku,day,level,note
    a,x,2026-01-01,5,
    a,x,2026-01-03,7,late
    a,y,2026-01-02,1,
    b,x,2026-01-03,9,same
    b,x,2026-01-03,9,same
    """
  ]

  static func stock(_ plan: inout ProgramBuilder) -> (frame: FrameID, columns: [ColumnID]) {
    plan.scan("stock", [("dealer", .text), ("sku", .text), ("day", .date), ("level", .number), ("note?", .text)])
  }

  static let cases = [
    Case("a filter drops what is false or missing", ["t": "id,n\na,1\nb,\nc,3\nd,0\n"], "id,n\na,1\nc,3") { plan in
      let t = plan.scan("t", [("id", .text), ("n?", .number)])
      let zero = plan.number(t.frame, "0")
      let keep = plan.column(t.frame, .bool, .compare(.greater, t.columns[1], zero))
      let kept = plan.filter(t.frame, keep)
      let id = plan.gather(t.columns[0], at: kept.row)
      let n = plan.gather(t.columns[1], at: kept.row)
      plan.output("o", kept.frame, [("id", id), ("n", n)])
    },
    Case("a filter that keeps all", ["t": "id\na\nb\n"], "id,row\na,0\nb,1") { plan in
      let t = plan.scan("t", [("id", .text)])
      let keep = plan.constant(t.frame, .bool(true), .bool)
      let kept = plan.filter(t.frame, keep)
      let id = plan.gather(t.columns[0], at: kept.row)
      plan.output("o", kept.frame, [("id", id), ("row", kept.row)])
    },
    Case("a unique table", ["t": "id\nb\na\n"], "id\na\nb") { plan in
      let t = plan.scan("t", [("id", .text)])
      let unique = plan.frame("t", .unique(of: t.frame, key: [t.columns[0]]))
      let row = plan.parent(unique)
      let id = plan.gather(t.columns[0], at: row)
      plan.output("o", unique, [("id", id)])
    },
    Case(
      "a key that repeats", ["t": "id,k\na,1\nb,2\nc,1.0\nd,1\n"],
      """
      t.csv:4 | two rows of `t` have the key `1` | id c | the other row is t.csv:2
      t.csv:5 | two rows of `t` have the key `1` | id d | the other row is t.csv:2
      """
    ) { plan in
      let t = plan.scan("t", [("id", .text), ("k", .number)])
      let unique = plan.frame("t", .unique(of: t.frame, key: [t.columns[1]]))
      let row = plan.parent(unique)
      let id = plan.gather(t.columns[0], at: row)
      plan.output("o", unique, [("id", id)])
    },
    Case(
      "a table of one row with two", ["t": "id\na\nb\n"],
      "t.csv:3 | `t` has more than one row | id b | the other row is t.csv:2"
    ) { plan in
      let t = plan.scan("t", [("id", .text)])
      let unique = plan.frame("t", .unique(of: t.frame, key: []))
      let row = plan.parent(unique)
      let id = plan.gather(t.columns[0], at: row)
      plan.output("o", unique, [("id", id)])
    },
    Case("the latest report of each key", reports, "dealer,sku,level\na,x,7\na,y,1\nb,x,9") { plan in
      let t = stock(&plan)
      let latest = plan.frame(
        "stock",
        .latest(of: t.frame, key: [t.columns[0], t.columns[1]], by: [t.columns[2]], content: t.columns))
      let row = plan.parent(latest)
      let dealer = plan.gather(t.columns[0], at: row)
      let sku = plan.gather(t.columns[1], at: row)
      let level = plan.gather(t.columns[3], at: row)
      plan.output("o", latest, [("dealer", dealer), ("sku", sku), ("level", level)], keys: 2)
    },
    Case(
      "two latest reports that differ",
      ["stock": "dealer,sku,day,level,note\na,x,2026-01-01,5,\nb,x,2026-01-01,1,\na,x,2026-01-01,6,\n"],
      """
      stock.csv:4 | two rows of `stock` with the key `a`, `x` are equally late and differ | dealer a \
      | the other row is stock.csv:2 | they differ in `level`: `5` and `6`
      """
    ) { plan in
      let t = stock(&plan)
      let latest = plan.frame(
        "stock",
        .latest(of: t.frame, key: [t.columns[0], t.columns[1]], by: [t.columns[2]], content: t.columns))
      let row = plan.parent(latest)
      let level = plan.gather(t.columns[3], at: row)
      plan.output("o", latest, [("level", level)])
    },
    Case(
      "the keys of two tables", ["s": "k,n\nb,1\na,1\nb,2\n", "t": "n,k\n1,c\n1,b\n"],
      "k,n,first\na,1,1\nb,1,0\nb,2,2\nc,1,3"
    ) { plan in
      let s = plan.scan("s", [("k", .text), ("n", .number)])
      let t = plan.scan("t", [("n", .number), ("k", .text)])
      let keys = plan.frame(
        "o",
        .keys([
          RowSource.KeySet(frame: s.frame, columns: s.columns),
          RowSource.KeySet(frame: t.frame, columns: [t.columns[1], t.columns[0]]),
        ]))
      let k = plan.column(keys, .text, .key(0))
      let n = plan.column(keys, .number, .key(1))
      let row = plan.column(keys, .row(keys), .rowNumber)
      plan.output("o", keys, [("k", k), ("n", n), ("first", row)], keys: 2)
    },
    Case("a single row", [:], "n\n42") { plan in
      let single = plan.frame("o", .single)
      let n = plan.number(single, "42")
      plan.output("o", single, [("n", n)])
    },
    Case(
      "pairs with equal keys", ["l": "id,k\na,1\nb,2\nc,\nd,1\n", "r": "id,k\nx,1\ny,1.00\nz,\nw,3\n"],
      "l,r\na,x\na,y\nb,\nc,\nd,x\nd,y"
    ) { plan in
      let l = plan.scan("l", [("id", .text), ("k?", .number)])
      let r = plan.scan("r", [("id", .text), ("k?", .number)])
      let pairs = plan.frame(
        "p",
        .pairs(
          left: l.frame, leftKeys: [l.columns[1]], right: r.frame, rightKeys: [r.columns[1]], keepsUnmatched: true))
      let left = plan.parent(pairs)
      let right = plan.column(pairs, .row(r.frame), .rightRow)
      let leftID = plan.gather(l.columns[0], at: left)
      let rightID = plan.gather(r.columns[0], at: right)
      plan.output("o", pairs, [("l", leftID), ("r", rightID)], keys: 2)
    },
    Case("all pairs", ["l": "id\na\nb\n", "r": "id\nx\ny\n"], "l,r\na,x\na,y\nb,x\nb,y") { plan in
      let l = plan.scan("l", [("id", .text)])
      let r = plan.scan("r", [("id", .text)])
      let pairs = plan.frame(
        "p", .pairs(left: l.frame, leftKeys: [], right: r.frame, rightKeys: [], keepsUnmatched: false))
      let left = plan.parent(pairs)
      let right = plan.column(pairs, .row(r.frame), .rightRow)
      let leftID = plan.gather(l.columns[0], at: left)
      let rightID = plan.gather(r.columns[0], at: right)
      plan.output("o", pairs, [("l", leftID), ("r", rightID)], keys: 2)
    },
    Case("a constant table", [:], "k,n\na,1000\nb,\"") { plan in
      let t = plan.scan("t", [("k", .text), ("n?", .number)], rows: [["a", "1_000"], ["b", ""]])
      plan.output("o", t.frame, [("k", t.columns[0]), ("n", t.columns[1])])
    },
    Case("rows that are not shown, and rows that are not primary", ["t": "id,n\na,1\nb,2\nc,3\n"], "id\nb *\nc") {
      plan in
      let t = plan.scan("t", [("id", .text), ("n", .number)])
      let one = plan.number(t.frame, "1")
      let two = plan.number(t.frame, "2")
      let shown = plan.column(t.frame, .bool, .compare(.greater, t.columns[1], one))
      let primary = plan.column(t.frame, .bool, .compare(.greater, t.columns[1], two))
      plan.output("o", t.frame, [("id", t.columns[0])], shown: shown, isPrimary: primary)
    },
    Case("empty tables", ["t": "id,n\n"], "month,id,sum\n") { plan in
      let t = plan.scan("t", [("id", .text), ("n", .number)])
      let spine = plan.frame("s", .spine(entities: t.frame, first: Period(.month, ordinal: 24_000), count: 2))
      let row = plan.parent(spine)
      let month = plan.column(spine, .period(.month), .period)
      let id = plan.gather(t.columns[0], at: row)
      let sum = plan.sum(t.columns[1], [t.columns[0]], equal: [id], in: spine)
      plan.output("o", spine, [("month", month), ("id", id), ("sum", sum)])
    },
  ]

  @Test(arguments: cases) func makesRows(_ test: Case) {
    let expected = test.expected.replacing("\"", with: "").split(separator: "\n").joined(separator: "\n")
    for threads in [1, 2, 7] {
      #expect(outcome(test.program, test.tables, threads: threads) == expected)
    }
  }
}
