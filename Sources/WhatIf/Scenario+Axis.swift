import Allot
import Columns
import Engine
import Model
import Syntax

extension Scenario {
  /// The values that an unknown may have.
  public func axis(of unknown: Unknown) throws(ScenarioError) -> Axis {
    switch unknown {
    case .cell(let table, let row, let column), .another(let table, let row, _, let column):
      return try axis(of: column, row, table)
    case .parameter(let name):
      guard let parameter = plan.model.parameters.first(where: { $0.name == name }) else {
        throw .request(.unknown("there is no param", name, known: plan.model.parameters.map(\.name)))
      }
      let given = options.parameters.first { $0.name == name }?.text
      var present = parameter.constant
      if let given, case .value(let value, _) = AmountText(plan).constant(given) { present = .number(value) }
      return try axis(parameter.value.type, present, named: name)
    case .tier(let rates, let tier, let part):
      return try axis(ofTier: tier, rates, part)
    }
  }

  private func axis(
    of column: String, _ row: ScenarioChange.RowName, _ table: String
  ) throws(ScenarioError) -> Axis {
    do {
      let cells = try TableCells(plan, table)
      let place = try cells.column(column)
      let format = try cells.format(of: place)
      let text: String
      if cells.isConstant {
        text = try ConstantRows(plan, cells).text(row, place)
      } else {
        let name = try cells.name(of: row)
        text = try live.cells(of: name, in: table)[cells.model.columns[place].header] ?? ""
      }
      let declared = cells.model.columns[place]
      let axis = try axis(
        declared.type, format.value(ofCell: text, isConstant: cells.isConstant), named: column,
        inOwnUnit: declared.factor != nil || declared.rowUnit != nil)
      return axis
    } catch let problem as RequestProblem {
      throw .request(problem)
    } catch let error as ScenarioError {
      throw error
    } catch let error as LiveRunError {
      throw ScenarioError(error)
    } catch {
      preconditionFailure("tables and cells throw these errors alone")
    }
  }

  private func axis(
    ofTier tier: String, _ rates: String, _ part: ScenarioChange.TierPart
  ) throws(ScenarioError) -> Axis {
    let row: RatesDeclaration.Row
    do throws(RequestProblem) {
      row = try PlanText(plan).row(rates, tier)
    } catch {
      throw .request(error)
    }
    guard let model = plan.model.rates.first(where: { $0.name == rates }),
      let own = model.rows.first(where: { $0.span == row.span })
    else { throw .request(.unknown("there are no rates", rates, known: plan.model.rates.map(\.name))) }
    switch part {
    case .rate: return try axis(model.result, plan.model.constantValue(own.value), named: tier)
    case .bound:
      guard case .lowerBound(let bound, _)? = own.matchers.first, let type = model.axes.first?.type else {
        throw .request(RequestProblem("`\(tier)` of `\(rates)` is no lower bound", about: tier))
      }
      return try axis(type, plan.model.constantValue(bound), named: tier)
    }
  }

  /// - Parameter inOwnUnit: whether the cells are in a unit of their own, so that a number stands alone.
  private func axis(
    _ type: StaticType, _ present: Value?, named name: String, inOwnUnit: Bool = false
  ) throws(ScenarioError) -> Axis {
    switch (type.value, present) {
    case (.date, .date(let date)?):
      return Axis(kind: .date, unit: nil, step: .one, present: Rational(Int(date.days)))
    case (.date, _): return Axis(kind: .date, unit: nil, step: .one, present: nil)
    case (.number, _), (.moneyInColumn, _):
      var number: Rational?
      if case .number(let value)? = present { number = value }
      let isPercent = type.quantity?.form == .percent
      let unit = type.quantity.flatMap { $0.unit.isOne || inOwnUnit ? nil : $0.unit.description }
      let usual = isPercent ? 4 : type.quantity.map { $0.unit.currency?.minorDigits ?? 0 } ?? 2
      let decimals = min(max(usual, number?.decimalScale ?? 0), 18)
      return Axis(
        kind: isPercent ? .percent : .number, unit: unit, step: Rational(Int64(1), scale: decimals), present: number)
    case (.bool, _), (.text, _), (.timestamp, _), (.choice, _), (.period, _), (.row, _), (.calendarSpan, _),
      (.window, _), (.nothing, _), (.poison, _):
      throw .request(
        RequestProblem("`\(name)` is no amount and no day, so that it cannot run through values", about: name))
    }
  }
}
