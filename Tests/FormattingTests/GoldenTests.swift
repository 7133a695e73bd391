import Formatting
import TestSupport
import Testing

/// Pairs in `Tests/Golden/format`: a text, and beside it the same text laid out.
@Suite struct GoldenTests {
  @Test(arguments: try Golden.inputs(in: "format"))
  func laidOut(_ name: String) throws {
    let result = try formatted(Golden.bytes("format/\(name)"), path: name)
    if let difference = try Golden.mismatch(result.text, with: "format/\(name).formatted") {
      Issue.record("\(difference)")
    }
    let again = try formatted(result.bytes, path: name)
    #expect(!again.isChanged, "\(name) is laid out in another way the second time")
  }
}
