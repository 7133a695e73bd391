import Allot
import TestSupport
import Testing

/// Which rule counts, against rows that are gone through one by one.
@Suite struct EndToEndRuleChoiceTests {
  private struct Choice {
    var classes: [String]
    var kind: String?
    var from: Int?
    /// The rule, or a reason.
    var rule: String
    var isRule: Bool

    var specificity: Int { (classes.isEmpty ? 0 : 1) + (kind == nil ? 0 : 1) + (from == nil ? 0 : 1) }

    var text: String {
      let conditions = [
        classes.isEmpty ? "any" : classes.map { "\"\($0)\"" }.joined(separator: " | "),
        kind.map { "\"\($0)\"" } ?? "any",
        from.map { "from \($0) CNY" } ?? "any",
      ]
      return "  \(conditions.joined(separator: ", ")): \(isRule ? rule : "nothing \"\(rule)\"")\n"
    }
  }

  private static let head = """
    language 1
    table dealers (code) {
      code text
      kind "shop" | "agent"
    }
    table skus (code) {
      code  text
      class text
      price CNY
    }
    table stock (dealer, sku) {
      dealer  dealers
      sku     skus
      on_hand units
    }
    table sales {
      dealer   dealers
      sku      skus
      quantity units
    }
    replenish Fill {
      for each stock
      order quantity from 50 units - on_hand { stop at 0 units "full" when it <= 0 units }
      show value = quantity / 1 units * sku.price
      check "not too much" quantity < 60 units
    }
    replenish SellOne {
      for each sku, dealer in stock or sales
      order quantity from sum(sales.quantity)
    }
    replenish Base {
      for each stock
      order quantity from max(0 units, 20 units - on_hand) { times 2 "twice" }
    }

    """

  /// Rules whose rows never conflict: a general one, some of one condition on one axis, and their refinements.
  private func choices(_ random: inout SeededRandom) -> [Choice] {
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    func rule(_ classes: [String], _ kind: String?, _ from: Int?) -> Choice {
      let names = ["Fill", "SellOne", "Base", "phased out", "not ours"]
      let index = Int.random(in: 0..<names.count, using: &random)
      return Choice(classes: classes, kind: kind, from: from, rule: names[index], isRule: index < 3)
    }
    var rows: [Choice] = []
    if chance(50) { rows.append(rule([], nil, nil)) }
    for classes in [["A"], ["B", "C"]] where chance(70) {
      rows.append(rule(classes, nil, nil))
      for kind in ["shop", "agent"] where chance(40) {
        rows.append(rule(classes, kind, nil))
        if chance(50) { rows.append(rule([classes[0]], kind, 5)) }
      }
      if !rows.contains(where: { $0.classes == classes && $0.kind != nil }), chance(60) {
        rows.append(rule(classes, nil, 3))
        if chance(50) { rows.append(rule(classes, nil, 7)) }
      }
    }
    if rows.isEmpty { rows.append(rule(["A"], nil, nil)) }
    // A row that two others leave nothing of is an error of the text.
    let all = rows
    rows = all.filter { row in
      row.classes.isEmpty || row.kind != nil || row.from != nil
        || Set(all.filter { $0.classes == row.classes && $0.from == nil }.compactMap(\.kind)).count < 2
    }
    return rows.shuffled(using: &random)
  }

  @Test(arguments: UInt64(0)..<30)
  func theMostSpecificRowCounts(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let choices = choices(&random)
    let kinds = ["D1": "shop", "D2": "agent", "D3": "shop"]
    let classes = ["S1": "A", "S2": "B", "S3": "C", "S4": "Z"]
    var prices: [String: Int] = [:]
    for sku in classes.keys.sorted() { prices[sku] = Int.random(in: 1...9, using: &random) }
    var stock: [[String]] = []
    var sales: [[String]] = []
    for dealer in kinds.keys.sorted() {
      for sku in classes.keys.sorted() {
        let hand = Int.random(in: 0...60, using: &random)
        if Int.random(in: 0..<4, using: &random) > 0 { stock.append([dealer, sku, String(hand)]) }
        if Int.random(in: 0..<2, using: &random) > 0 { sales.append([dealer, sku, String(hand % 7)]) }
      }
    }
    var rows: ResultRows = [:]
    var keys: [[String]] = []
    for row in stock + sales where !keys.contains([row[0], row[1]]) { keys.append([row[0], row[1]]) }
    for key in keys {
      let price = prices[key[1]] ?? 0
      let own = choices.filter { choice in
        let isBelowNext = choice.from.map { from in
          !choices.contains { other in
            other.classes == choice.classes && other.kind == choice.kind && (other.from ?? 0) > from
              && price >= other.from ?? 0
          }
        }
        return (choice.classes.isEmpty || choice.classes.contains(classes[key[1]] ?? ""))
          && (choice.kind == nil || choice.kind == kinds[key[0]]) && price >= choice.from ?? 0 && isBelowNext ?? true
      }.max { $0.specificity < $1.specificity }
      let hand = stock.first { $0[0] == key[0] && $0[1] == key[1] }.flatMap { Int($0[2]) }
      let sold = sales.filter { $0[0] == key[0] && $0[1] == key[1] }.compactMap { Int($0[2]) }.reduce(0, +)
      var cells: [String: Value] = [
        "rule": .missing, "quantity": .missing, "status": .text("no rule"), "reason": .missing,
      ]
      if choices.contains(where: { $0.rule == "Fill" }) { cells["value"] = .missing }
      func order(_ count: Int, _ reason: String?) {
        cells["quantity"] = .number(Rational(count))
        cells["status"] = .text(count > 0 ? "ordered" : "none")
        cells["reason"] = reason.map { .text($0) } ?? .missing
      }
      if let own, own.isRule {
        cells["rule"] = .text(own.rule)
        switch (own.rule, hand) {
        case ("SellOne", _): order(sold, nil)
        case ("Fill", let hand?):
          order(max(0, 50 - hand), hand >= 50 ? "full" : nil)
          cells["value"] = .number(Rational(max(0, 50 - hand) * price))
        case ("Base", let hand?): order(2 * max(0, 20 - hand), hand < 20 ? "twice" : nil)
        default: cells["status"] = .text("not in rule")
        }
      } else if let own {
        cells["status"] = .text("none")
        cells["reason"] = .text(own.rule)
      }
      rows[key.joined(separator: "|")] = cells
    }
    let plan =
      Self.head + "rules Reorder (class: sku.class, kind: dealer.kind, price: sku.price) {\n"
      + "  for each dealer, sku in stock or sales\n" + choices.map(\.text).joined() + "}\n"
      + "sheet Total {\n  for each all\n  show all_lines = sum(Reorder.quantity where quantity is not missing)\n"
      + "  show silent = count(Reorder where status = \"no rule\")\n}\n"
    let quantities = rows.values.compactMap { cells -> Rational? in
      if case .number(let number)? = cells["quantity"] { number } else { nil }
    }
    let total: [String: Value] = [
      "all_lines": .number(quantities.reduce(.zero, +)),
      "silent": .number(Rational(rows.values.count { $0["status"] == .text("no rule") })),
    ]
    let unused = ["Fill", "SellOne", "Base"].filter { name in !choices.contains { $0.rule == name } }
    let scenario = Scenario(
      plan: plan,
      tables: [
        MemoryTable(
          name: "dealers", header: ["code", "kind"], rows: kinds.map { [$0.key, $0.value] }.sorted { $0[0] < $1[0] }),
        MemoryTable(
          name: "skus", header: ["code", "class", "price"],
          rows: classes.keys.sorted().map { [$0, classes[$0] ?? "", String(prices[$0] ?? 0)] }),
        MemoryTable(name: "stock", header: ["dealer", "sku", "on_hand"], rows: stock),
        MemoryTable(name: "sales", header: ["dealer", "sku", "quantity"], rows: sales),
      ])
    guard case .results(var found) = try scenario.run() else { return }
    for name in unused { #expect(found.removeValue(forKey: name) != nil, "\(name) is printed, for nothing chooses it") }
    #expect(found == ["Reorder": rows, "Total": ["": total]], "seed \(seed)\n\(plan)")
    guard case .results(let again) = try scenario.run(threads: 3, shuffledBy: random) else { return }
    #expect(again["Reorder"] == rows, "seed \(seed), shuffled")
  }

  /// A rule's check is held where the rule counts, and nowhere else.
  @Test(arguments: [("\"A\": Fill\n  \"B\": SellOne", ["E0930"]), ("\"B\": Fill\n  \"A\": SellOne", [])])
  func checksAreHeldWhereTheRuleCounts(_ choices: String, _ codes: [String]) throws {
    let plan = Self.head + "rules Reorder (class: sku.class) {\n  for each stock\n  \(choices)\n}\n"
    let scenario = Scenario(
      plan: plan,
      tables: [
        MemoryTable(name: "dealers", header: ["code", "kind"], rows: [["D1", "shop"]]),
        MemoryTable(name: "skus", header: ["code", "class", "price"], rows: [["S1", "A", "1"], ["S2", "B", "1"]]),
        // Of S1 80 would be ordered, more than the check allows.
        MemoryTable(
          name: "stock", header: ["dealer", "sku", "on_hand"], rows: [["D1", "S1", "-30"], ["D1", "S2", "9"]]),
        MemoryTable(name: "sales", header: ["dealer", "sku", "quantity"], rows: []),
      ])
    switch try scenario.run() {
    case .failed(let found): #expect(found == codes)
    case .results(let found):
      #expect(codes.isEmpty)
      #expect(found["Reorder"]?["D1|S2"]?["quantity"] == .number(Rational(41)))
    }
  }
}
