import Allot
import IR
import TestSupport
import Testing

/// Conditions that hold the rows of an aggregate against the row outside.
@Suite struct EndToEndConditionTests {
  private static let plan = """
    language 1
    table reps (id) {
      id      text
      region  text
      level   number
      since   date
    }
    rows {
      id | region | level | since
      a  | North  | 1     | 2026-01-05
      b  | South  | 2.50  | 2026-01-06
      c  | West   | 3     | 2026-01-07
    }
    table deals (id) dated booked_on {
      id         text
      rep        reps
      region     text
      area       text?
      size       number
      booked_on  date
      amount     USD
    }
    rows {
      id | rep | region | area  | size | booked_on  | amount
      1  | a   | North  | North | 1.0  | 2026-01-05 | 100
      2  | b   | North  |       | 2.5  | 2026-01-06 | 5
      3  | c   | East   | West  | 3    | 2026-01-07 | 70
      4  | a   | South  | South | 2.5  | 2026-01-08 | 30.5
      5  | b   | South  | North | 1    | 2026-01-06 | 9
    }
    sheet Regions {
      for each reps
      show here  = sum(deals.amount in total where region = this.region)
      show area  = sum(deals.amount in total where (this.region = area) else false)
      show same  = count(deals in total where region = this.region and size = this.level)
      show late  = avg(deals.amount in total where region = this.region and booked_on >= this.since) else 0 USD
      show own   = sum(deals.amount where booked_on = this.since)
      show mixed = sum(deals.amount in total where region = this.region and amount > 10 USD * this.level)
    }

    """

  @Test func joinsByWhatIsEqual() throws {
    try EndToEndShapeTests.check(
      Self.plan, "Regions",
      [
        "a": ["here": "105", "area": "109", "same": "1", "late": "52.5", "own": "100", "mixed": "100"],
        "b": ["here": "39.5", "area": "30.5", "same": "1", "late": "19.75", "own": "14", "mixed": "30.5"],
        "c": ["here": "0", "area": "70", "same": "0", "late": "0", "own": "70", "mixed": "0"],
      ])
    // Only what is more than an equality or a bound on a date takes rows in pairs.
    let program = try Plan(text: Self.plan).compile(CompileOptions()).program
    let pairs = program.frames.count { if case .pairs = $0.rows { true } else { false } }
    #expect(pairs == 1)
  }
}
