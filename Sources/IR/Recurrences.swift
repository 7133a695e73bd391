extension Program {
  /// The groups of columns that depend on themselves through `previous`, each in the order in which one period's values
  /// are computed.
  public var recurrences: [[ColumnID]] {
    var search = CycleSearch(program: self)
    for index in columns.indices { search.visit(index) }
    return search.cycles.sorted { $0[0].index < $1[0].index }
  }
}

/// Tarjan's search for strongly connected columns, with a stack of its own so that long programs do not exhaust the
/// thread's.
private struct CycleSearch {
  private struct Visit {
    let column: Int
    var next = 0
    let operands: [Operand]
  }

  let program: Program
  var cycles: [[ColumnID]] = []
  private var numbers: [Int]
  private var lowest: [Int]
  private var isOpen: [Bool]
  private var open: [Int] = []
  private var count = 0

  init(program: Program) {
    self.program = program
    numbers = [Int](repeating: -1, count: program.columns.count)
    lowest = numbers
    isOpen = [Bool](repeating: false, count: program.columns.count)
  }

  mutating func visit(_ root: Int) {
    guard numbers[root] < 0 else { return }
    var path = [enter(root)]
    while var top = path.popLast() {
      if top.next < top.operands.count {
        let operand = Int(top.operands[top.next].column.index)
        top.next += 1
        path.append(top)
        guard program.columns.indices.contains(operand) else { continue }
        if numbers[operand] < 0 {
          path.append(enter(operand))
        } else if isOpen[operand] {
          lowest[top.column] = min(lowest[top.column], numbers[operand])
        }
      } else {
        leave(top)
        if let parent = path.last { lowest[parent.column] = min(lowest[parent.column], lowest[top.column]) }
      }
    }
  }

  private mutating func enter(_ column: Int) -> Visit {
    numbers[column] = count
    lowest[column] = count
    count += 1
    open.append(column)
    isOpen[column] = true
    return Visit(column: column, operands: program.columns[column].operation.operands)
  }

  private mutating func leave(_ visit: Visit) {
    guard lowest[visit.column] == numbers[visit.column] else { return }
    var members: [Int] = []
    while let member = open.popLast() {
      isOpen[member] = false
      members.append(member)
      if member == visit.column { break }
    }
    let isCycle = members.count > 1 || visit.operands.contains { Int($0.column.index) == visit.column }
    if isCycle { cycles.append(members.sorted().map { ColumnID($0) }) }
  }
}
