import Allot
import Linting

extension Command {
  static let config = Command(
    name: "config", summary: "show what is set for the linter, and where each setting comes from",
    usage: "allot config [FILE]",
    examples: [
      Example("allot config", "what holds for plans in this folder"),
      Example("allot config plans/ae.allot", "what holds for one plan"),
      Example("allot config plans/ae.allot --json", "the same for a machine"),
    ],
    options: [
      Option("config", value: "FILE", "this configuration in place of the nearest `allot.config`"),
      .json,
    ],
    details: [
      "The nearest `allot.config` in the folder of a plan or above it holds as a whole. A line sets the level of a rule, "
        + "a family or a beginning of codes (`style = off`, `hard-coded-values = info`), an option of a rule, or one of "
        + "`fail-on`, `baseline` and `data`; a later line wins. Below `[files PATTERN]` lines are for some files alone.",
      "Options of `allot lint` win over the file.",
    ]
  ) { invocation, terminal in
    guard invocation.arguments.count <= 1 else {
      terminal.complain("`allot config` takes one file", help: ["settings may differ from file to file"])
      return .usage
    }
    do {
      var files = try ConfigurationFiles(invocation.value("config"), isOff: false, terminal)
      let path = terminal.path(invocation.arguments.first ?? "plan.allot")
      let asked = PlanFiles.isFolder(path) ? joinedPath(path, "plan.allot") : path
      let listing = ConfigurationListing(try files.configuration(for: asked, LintConfiguration.Overrides()))
      terminal.put(invocation.has("json") ? listing.json : listing.text)
      return .ok
    } catch let error as ConfigurationFiles.Problem {
      terminal.show(error.diagnostics, error.sources)
    } catch let error as FileError {
      terminal.complain(error)
    } catch {
      terminal.complain("\(error)")
    }
    return .usage
  }
}

/// All settings with their values and origins.
private struct ConfigurationListing {
  private struct Row {
    let key: String
    let code: String?
    let value: String
    let origin: String
  }

  private let rows: [Row]

  init(_ configuration: LintConfiguration) {
    func row(_ key: String, _ code: String?, _ value: String) -> Row {
      Row(key: key, code: code, value: value, origin: configuration.origin(of: code ?? key).description)
    }
    let own = [
      row("fail-on", nil, configuration.failOn.rawValue),
      row("baseline", nil, configuration.baseline ?? "none"),
      row("data", nil, configuration.data ?? "none"),
    ]
    let rules = Rule.all.flatMap { rule in
      [row(rule.name, rule.code, configuration.settings.level(of: rule).rawValue)]
        + rule.options.map { option in
          row(option.name, nil, option.text(configuration.settings.values[option.name] ?? option.initial))
        }
    }
    rows = own + rules
  }

  var text: String {
    let keys = rows.map(\.key.count).max() ?? 0
    let values = rows.map(\.value.count).max() ?? 0
    func padded(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    return rows.map { "\(padded($0.key, keys)) = \(padded($0.value, values))  \($0.origin)\n" }.joined()
  }

  var json: String {
    JSON.object([
      .init("version", .integer(1)),
      .init(
        "settings",
        .list(
          rows.map { row in
            .object([
              .init("name", .text(row.key)), .init("code", .text(row.code)), .init("value", .text(row.value)),
              .init("origin", .text(row.origin)),
            ])
          })),
    ]).rendered(depth: 2) + "\n"
  }
}
