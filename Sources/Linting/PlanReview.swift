import Allot
import Model
import Syntax

/// A plan as rules read it: its text, its checked model, and what is computed once for all of them.
///
/// Rules report what stands in ``file`` alone; the files that it uses are reviewed by themselves.
public struct PlanReview: Sendable {
  /// An expression, with what it is a part of and what it belongs to.
  public struct Node: Sendable {
    public let expression: TypedExpression
    /// The place among ``PlanReview/nodes`` of the expression that this one is a part of; nil for a whole one.
    public let parent: Int?
    /// The place among ``PlanReview/roots`` of the whole one.
    public let root: Int
  }

  /// A whole expression of the plan.
  public struct Root: Sendable {
    public let expression: TypedExpression
    public let owner: ExpressionOwner

    init(_ expression: TypedExpression, _ owner: ExpressionOwner) {
      self.expression = expression
      self.owner = owner
    }
  }

  public let plan: Plan
  /// The file that was asked for.
  public let file: FileID
  public let source: SourceFile
  /// Its declarations.
  public let syntax: FileSyntax
  public let tree: SyntaxTree
  public let model: CheckedModel
  /// The whole expressions, those of the files that are used and of defines included.
  public let roots: [Root]
  /// All expressions, each behind the one that it is a part of; empty if the plan has errors.
  public let nodes: [Node]
  /// What is named somewhere.
  public let uses: DeclarationUses
  /// The comments of the file, in their order.
  public let comments: [SourceComment]
  /// True iff another plan of the run uses the file, and may name what the file itself does not.
  public let isUsed: Bool
  private let values: [String: Rational]
  let places: DeclarationPlaces
  /// The places among ``nodes`` of those that stand in the text of the file's own declarations, by ``NodeGroup``.
  private var groups: [[Int]] = Array(repeating: [], count: NodeGroup.allCases.count)

  /// Nil iff the plan has no text that was read.
  ///
  /// - Parameter values: what options of rules are set to, by their name.
  public init?(_ plan: Plan, isUsed: Bool = false, values: [String: Rational] = [:]) {
    let file = FileID(0)
    guard plan.sources.contains(file), let tree = plan.trees[file], let syntax = plan.files.last else { return nil }
    self.plan = plan
    self.file = file
    self.isUsed = isUsed
    self.values = values
    self.tree = tree
    self.syntax = syntax
    source = plan.sources[file]
    model = plan.model
    comments = SourceComment.all(in: tree, file, source)
    roots = plan.hasErrors ? [] : plan.model.expressions
    nodes = PlanReview.walk(roots)
    uses = DeclarationUses(model, roots, nodes)
    places = DeclarationPlaces(syntax)
    let spans = roots.map { declaration(of: $0.owner) }
    for (place, node) in nodes.enumerated() {
      guard let span = spans[node.root] else { continue }
      let own = node.expression.span
      if own.file == file, own.start >= span.start, own.end <= span.end {
        groups[NodeGroup(node.expression).rawValue].append(place)
      }
    }
  }

  /// The places among ``nodes`` of expressions of some groups. Expressions in the text of defines, which have other
  /// values from use to use, are not among them.
  public func places(of groups: NodeGroup...) -> [Int] {
    groups.count == 1 ? self.groups[groups[0].rawValue] : groups.flatMap { self.groups[$0.rawValue] }
  }

  /// What an option is set to, or else its first value.
  public func value(of option: RuleOption) -> Rational { values[option.name] ?? option.initial }

  /// True iff a place is in the file that was asked for.
  public func isOwn(_ span: SourceSpan) -> Bool { span.file == file }

  /// The expressions that a node is a part of, innermost first.
  public func ancestors(of node: Int) -> UnfoldFirstSequence<Int> {
    sequence(first: node) { nodes[$0].parent }
  }

  /// The text that a span of any of the plan's files covers.
  public func text(_ span: SourceSpan) -> String {
    plan.sources.contains(span.file) ? plan.sources[span.file].text(span) : ""
  }

  private static func walk(_ roots: [Root]) -> [Node] {
    var nodes: [Node] = []
    nodes.reserveCapacity(roots.count * 4)
    for (number, root) in roots.enumerated() {
      var next = nodes.count
      nodes.append(Node(expression: root.expression, parent: nil, root: number))
      while next < nodes.count {
        for child in nodes[next].expression.children {
          nodes.append(Node(expression: child, parent: next, root: number))
        }
        next += 1
      }
    }
    return nodes
  }
}
