import Columns

/// A function of one variable, cut into single places and the gaps between them, so that whether a bound belongs to the
/// piece before it or behind it is never in doubt.
package struct Piecewise<Element> {
  /// Ascending; the first is where the domain begins, and the last where it ends, unless it has no end.
  package let places: [Rational]
  /// At each place.
  package let points: [Element]
  /// Behind each place; the last place of a domain that ends has none.
  package let gaps: [Element]

  private init(places: [Rational], points: [Element], gaps: [Element]) {
    self.places = places
    self.points = points
    self.gaps = gaps
  }

  /// The same everywhere from `first` to `last`, or without an end.
  package init(_ element: Element, from first: Rational, to last: Rational?) {
    if let last, last > first {
      self.init(places: [first, last], points: [element, element], gaps: [element])
    } else if last != nil {
      self.init(places: [first], points: [element], gaps: [])
    } else {
      self.init(places: [first], points: [element], gaps: [element])
    }
  }

  package enum Cell {
    case point(Rational)
    case gap(OpenInterval)

    /// A number of the cell.
    var sample: Rational {
      get throws(Undecided) {
        switch self {
        case .point(let place): place
        case .gap(let interval): try interval.sample
        }
      }
    }
  }

  /// The interval behind a place.
  func interval(behind index: Int) -> OpenInterval {
    OpenInterval(places[index], index + 1 < places.count ? places[index + 1] : nil)
  }

  /// All cells in ascending order.
  package var cells: [(cell: Cell, element: Element)] {
    var result: [(Cell, Element)] = []
    for index in places.indices {
      result.append((.point(places[index]), points[index]))
      if index < gaps.count { result.append((.gap(interval(behind: index)), gaps[index])) }
    }
    return result
  }

  /// What holds at `x`; nil iff it lies outside the domain.
  package func element(at x: Rational) -> Element? {
    guard let index = places.lastIndex(where: { $0 <= x }) else { return nil }
    if places[index] == x { return points[index] }
    return index < gaps.count ? gaps[index] : nil
  }

  func map<Result>(_ transform: (Cell, Element) throws(Undecided) -> Result) throws(Undecided) -> Piecewise<Result> {
    var points: [Result] = []
    var gaps: [Result] = []
    for (index, element) in self.points.enumerated() { points.append(try transform(.point(places[index]), element)) }
    for (index, element) in self.gaps.enumerated() {
      gaps.append(try transform(.gap(interval(behind: index)), element))
    }
    return Piecewise<Result>(places: places, points: points, gaps: gaps)
  }

  /// The same function with a place of its own for each of those that `zeros` finds inside a gap.
  func split(at zeros: (Element, OpenInterval) throws(Undecided) -> [Rational]) throws(Undecided) -> Piecewise {
    var places: [Rational] = []
    var points: [Element] = []
    var gaps: [Element] = []
    for index in self.places.indices {
      places.append(self.places[index])
      points.append(self.points[index])
      guard index < self.gaps.count else { continue }
      let gap = self.gaps[index]
      gaps.append(gap)
      for zero in try zeros(gap, interval(behind: index)) {
        places.append(zero)
        points.append(gap)
        gaps.append(gap)
      }
    }
    return Piecewise(places: places, points: points, gaps: gaps)
  }

  /// Both functions side by side.
  ///
  /// - Requires: they have one domain.
  func zip<Other>(_ other: Piecewise<Other>) -> Piecewise<(Element, Other)> {
    let all = Set(places + other.places).sorted()
    var points: [(Element, Other)] = []
    var gaps: [(Element, Other)] = []
    var (mine, theirs) = (0, 0)
    for place in all {
      while mine + 1 < places.count, places[mine + 1] <= place { mine += 1 }
      while theirs + 1 < other.places.count, other.places[theirs + 1] <= place { theirs += 1 }
      let left = places[mine] == place ? self.points[mine] : self.gaps[mine]
      let right = other.places[theirs] == place ? other.points[theirs] : other.gaps[theirs]
      points.append((left, right))
      if mine < self.gaps.count, theirs < other.gaps.count { gaps.append((self.gaps[mine], other.gaps[theirs])) }
    }
    return Piecewise<(Element, Other)>(places: all, points: points, gaps: gaps)
  }

  /// The function without places at which nothing changes.
  func joined(where same: (Element, Element) -> Bool) -> Piecewise {
    var places = [self.places[0]]
    var points = [self.points[0]]
    var gaps = self.gaps.first.map { [$0] } ?? []
    for index in self.places.indices.dropFirst() {
      let isInside = index < self.gaps.count
      if isInside, same(self.gaps[index - 1], self.points[index]), same(self.points[index], self.gaps[index]) {
        continue
      }
      places.append(self.places[index])
      points.append(self.points[index])
      if isInside { gaps.append(self.gaps[index]) }
    }
    return Piecewise(places: places, points: points, gaps: gaps)
  }
}

extension Piecewise where Element: Equatable {
  func isEverywhere(_ element: Element) -> Bool {
    points.allSatisfy { $0 == element } && gaps.allSatisfy { $0 == element }
  }
}

extension Piecewise: Sendable where Element: Sendable {}
