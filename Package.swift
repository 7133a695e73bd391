// swift-tools-version: 6.2
// Targets stand in the order of the data flow; each imports only what stands before it.
import PackageDescription

/// Warnings are errors in everything the package builds.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "allot",
  products: [
    .library(name: "Allot", targets: ["Allot"]),
    .executable(name: "allot", targets: ["allot-cli"]),
  ],
  targets: [
    // Text, positions, messages.
    .target(name: "Source", swiftSettings: strict),
    .testTarget(name: "SourceTests", dependencies: ["Source", "TestSupport"], swiftSettings: strict),

    // Text -> tokens -> lossless tree -> declarations.
    .target(name: "Syntax", dependencies: ["Source"], swiftSettings: strict),
    .testTarget(name: "SyntaxTests", dependencies: ["Syntax", "TestSupport"], swiftSettings: strict),

    // Exact values, columns, kernels, CSV. Knows nothing of the language.
    .target(name: "Columns", swiftSettings: strict),
    .testTarget(name: "ColumnsTests", dependencies: ["Columns", "TestSupport"], swiftSettings: strict),

    // Declarations -> checked model.
    .target(name: "Model", dependencies: ["Source", "Syntax", "Columns"], swiftSettings: strict),
    .testTarget(name: "ModelTests", dependencies: ["Model", "IR", "TestSupport"], swiftSettings: strict),

    // Checked model -> relational dataflow.
    .target(name: "IR", dependencies: ["Source", "Syntax", "Columns", "Model"], swiftSettings: strict),

    // Dataflow + tables -> results.
    .target(name: "Engine", dependencies: ["Source", "Columns", "IR"], swiftSettings: strict),
    .testTarget(name: "EngineTests", dependencies: ["Engine", "TestSupport"], swiftSettings: strict),

    // The library: parse, check, compile, evaluate.
    .target(
      name: "Allot", dependencies: ["Source", "Syntax", "Columns", "Model", "IR", "Engine"], swiftSettings: strict),

    // How an amount came about: a tree whose leaves add up to it.
    .target(
      name: "Explaining", dependencies: ["Source", "Syntax", "Columns", "Model", "IR", "Engine", "Allot"],
      swiftSettings: strict),
    .testTarget(
      name: "ExplainingTests", dependencies: ["Explaining", "Allot", "TestSupport"], swiftSettings: strict),

    // Tree -> text in the one canonical layout.
    .target(name: "Formatting", dependencies: ["Source", "Syntax"], swiftSettings: strict),
    .testTarget(name: "FormattingTests", dependencies: ["Formatting", "TestSupport"], swiftSettings: strict),

    // What is looked for in plans that can be run: rules, suppressions, baselines, fixes.
    .target(
      name: "Linting", dependencies: ["Source", "Syntax", "Columns", "Model", "Allot"], swiftSettings: strict),
    .testTarget(name: "LintingTests", dependencies: ["Linting", "Allot", "TestSupport"], swiftSettings: strict),

    // What examples show of a plan: derivations, coverage, boundary cases, mutants.
    .target(
      name: "Proving",
      dependencies: ["Source", "Syntax", "Columns", "Model", "IR", "Engine", "Allot", "Explaining", "Formatting"],
      swiftSettings: strict),
    .testTarget(
      name: "ProvingTests", dependencies: ["Proving", "Allot", "Explaining", "Formatting", "TestSupport"],
      swiftSettings: strict),

    // What two versions of a plan say differently, and what that changes for whom.
    .target(name: "Comparing", dependencies: ["Source", "Syntax", "Columns", "Allot"], swiftSettings: strict),
    .testTarget(
      name: "ComparingTests", dependencies: ["Comparing", "Formatting", "Allot", "TestSupport"], swiftSettings: strict),

    // What would be if: changes of data and plan, sweeps, solving, pipelines.
    .target(
      name: "WhatIf",
      dependencies: ["Source", "Syntax", "Columns", "Model", "IR", "Engine", "Allot", "Linting", "Comparing"],
      swiftSettings: strict),
    .testTarget(name: "WhatIfTests", dependencies: ["WhatIf", "Allot", "TestSupport"], swiftSettings: strict),

    // Results as a page for those who are paid, or who order.
    .target(
      name: "Reporting",
      dependencies: ["Source", "Syntax", "Columns", "Model", "IR", "Engine", "Allot", "Explaining", "Linting"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Reporting", "Explaining", "Allot", "TestSupport"],
      swiftSettings: strict),

    // A terminal's keys -> a text: editing, history, completion. Knows nothing of the language.
    .target(name: "LineEditing", dependencies: ["Source"], swiftSettings: strict),
    .testTarget(
      name: "LineEditingTests", dependencies: ["LineEditing", "TestSupport", "editing-session"],
      swiftSettings: strict),
    .executableTarget(
      name: "editing-session", dependencies: ["LineEditing"], path: "Tests/EditingSession", swiftSettings: strict),

    // The command line; uses the library's public face only.
    .target(
      name: "Commands",
      dependencies: [
        "Syntax", "Model", "Allot", "Explaining", "Formatting", "Linting", "Proving", "Comparing", "WhatIf",
        "Reporting", "LineEditing",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CommandsTests",
      dependencies: ["Commands", "Allot", "Explaining", "Linting", "LineEditing", "TestSupport", "BenchmarkSuite"],
      swiftSettings: strict),
    .executableTarget(name: "allot-cli", dependencies: ["Commands"], swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["Source"], path: "Tests/TestSupport", swiftSettings: strict),

    // What it costs: `swift build -c release --product benchmarks`.
    .target(
      name: "BenchmarkSuite", dependencies: ["Allot", "Comparing", "WhatIf", "TestSupport"],
      path: "Tests/Benchmarks/Suite",
      swiftSettings: strict),
    .executableTarget(
      name: "benchmarks", dependencies: ["BenchmarkSuite"], path: "Tests/Benchmarks/Command", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
