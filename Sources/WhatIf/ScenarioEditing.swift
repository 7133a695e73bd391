import Allot
import Engine
import Model

/// Makes changes one after the other; rows of files are gathered and changed together.
struct ScenarioEditing {
  private(set) var plan: Plan
  private(set) var options: CompileOptions
  private(set) var live: LiveRun
  /// Changes of rows that are not made yet.
  private var waiting: [TableChange] = []
  /// Whether the plan's text, or a param, is another one than that of ``live``.
  private var isReplaced = false

  init(_ scenario: Scenario) {
    plan = scenario.plan
    options = scenario.options
    live = scenario.live
  }

  mutating func make(_ change: ScenarioChange) throws(ScenarioError) {
    switch change {
    case .update(let table, let row, let cells):
      let table = try named(table)
      if table.isConstant {
        try edit { plan throws(RequestProblem) in try ConstantRows(plan, table).updating(row, cells) }
      } else {
        try gather(.update(table: table.name, row: try table.written(row), cells: try table.texts(cells)))
      }
    case .insert(let table, let like, let cells):
      let table = try named(table)
      if table.isConstant {
        try edit { plan throws(RequestProblem) in try ConstantRows(plan, table).inserting(like: like, cells) }
      } else {
        let own = try table.texts(cells)
        var all: [String: String] = [:]
        if let like { all = try texts(of: like, table) }
        for (header, text) in own { all[header] = text }
        try gather(.insert(table: table.name, cells: all))
      }
    case .delete(let table, let row):
      let table = try named(table)
      if table.isConstant {
        try edit { plan throws(RequestProblem) in try ConstantRows(plan, table).deleting(row) }
      } else {
        try gather(.delete(table: table.name, row: try table.written(row)))
      }
    case .parameter(let value):
      guard plan.model.parameters.contains(where: { $0.name == value.name }) else {
        throw .request(.unknown("there is no param", value.name, known: plan.model.parameters.map(\.name)))
      }
      options.parameters.removeAll { $0.name == value.name }
      options.parameters.append(value)
      isReplaced = true
    case .tier(let rates, let tier, let part, let text):
      try edit { plan throws(RequestProblem) in try PlanText(plan).tier(rates, tier, part, text) }
    case .line(let sheet, let name, let text):
      try edit { plan throws(RequestProblem) in try PlanText(plan).line(sheet, name, text) }
    }
  }

  /// Makes what was gathered.
  mutating func finish() throws(ScenarioError) {
    if isReplaced {
      live = try Scenario.replacing(live, plan, options)
      isReplaced = false
    }
    if waiting.isEmpty { return }
    do throws(LiveRunError) {
      live = try live.applying(waiting)
    } catch {
      throw ScenarioError(error)
    }
    waiting = []
  }

  private mutating func gather(_ change: TableChange) throws(ScenarioError) {
    // The rows of tables that only the new text reads are not there before.
    if isReplaced { try finish() }
    waiting.append(change)
  }

  private func named(_ name: String) throws(ScenarioError) -> TableCells {
    do throws(RequestProblem) {
      return try TableCells(plan, name)
    } catch {
      throw .request(error)
    }
  }

  private mutating func edit(_ change: (Plan) throws(RequestProblem) -> Plan) throws(ScenarioError) {
    do throws(RequestProblem) {
      plan = try change(plan)
    } catch {
      throw .request(error)
    }
    isReplaced = true
  }

  /// The cells of a row of a file as they are written now, by header.
  private mutating func texts(
    of row: ScenarioChange.RowName, _ table: TableCells
  ) throws(ScenarioError) -> [String: String] {
    try finish()
    let name = try table.written(row)
    do throws(LiveRunError) {
      return try live.cells(of: name, in: table.name)
    } catch {
      throw ScenarioError(error)
    }
  }
}

extension TableCells {
  fileprivate func texts(_ cells: [NamedText]) throws(ScenarioError) -> [String: String] {
    do throws(RequestProblem) {
      return try headers(of: cells)
    } catch {
      throw .request(error)
    }
  }

  fileprivate func written(_ row: ScenarioChange.RowName) throws(ScenarioError) -> TableChange.RowName {
    do throws(RequestProblem) {
      return try name(of: row)
    } catch {
      throw .request(error)
    }
  }
}
