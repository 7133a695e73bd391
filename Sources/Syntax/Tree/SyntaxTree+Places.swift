/// Bytes by their places.
extension SyntaxTree {
  /// The bytes at some offsets of the text.
  public func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }
}
