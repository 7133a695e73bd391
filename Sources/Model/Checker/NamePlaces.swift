/// Where names stand in a list that grows: the first place of each.
///
/// Short lists are searched as they are; a plan with thousands of lines in one sheet would be read in quadratic time so.
struct NamePlaces {
  private var places: [String: Int] = [:]
  private var count = 0

  static let searchedCount = 24

  /// The first place of `name` among `elements`, to which elements may have been added since the last time.
  mutating func place<Element>(of name: String, in elements: [Element], _ nameOf: (Element) -> String) -> Int? {
    if elements.count <= NamePlaces.searchedCount { return elements.firstIndex { nameOf($0) == name } }
    if elements.count < count { self = NamePlaces() }
    while count < elements.count {
      let name = nameOf(elements[count])
      if places[name] == nil { places[name] = count }
      count += 1
    }
    return places[name]
  }
}

extension Checker {
  /// The first line of a sheet with this name.
  mutating func place(ofLine name: String, sheet: Int) -> Int? {
    linePlaces[sheet, default: NamePlaces()].place(of: name, in: lineSyntax[sheet]) { $0.name.text }
  }

  /// The first column of a table with this name.
  mutating func place(ofColumn name: String, table: Int) -> Int? {
    columnPlaces[table, default: NamePlaces()].place(of: name, in: model.tables[table].columns) { $0.name }
  }
}
