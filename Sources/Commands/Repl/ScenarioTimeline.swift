import Allot
import WhatIf

/// What was supposed, step by step: a step can be taken back and taken again.
struct ScenarioTimeline {
  /// The scenario of the files, and behind it one for each step.
  private(set) var steps: [Scenario]
  private(set) var place = 0

  init(_ base: Scenario) { steps = [base] }

  /// What the files give.
  var base: Scenario { steps[0] }
  var current: Scenario { steps[place] }

  var canUndo: Bool { place > 0 }
  var canRedo: Bool { place + 1 < steps.count }

  /// Goes on from here; steps that were taken back are given up.
  mutating func add(_ scenario: Scenario) {
    steps.removeSubrange((place + 1)...)
    steps.append(scenario)
    place += 1
  }

  mutating func undo() { place -= 1 }

  mutating func redo() { place += 1 }

  /// The current scenario in another form, such as for other periods.
  mutating func replaceCurrent(_ scenario: Scenario) { steps[place] = scenario }
}
