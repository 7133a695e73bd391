/// Tokens and bytes by their places.
extension SyntaxTree {
  /// The token at `index` of ``tokens``.
  public func tokenID(_ index: Int) -> TokenID { TokenID(index: index) }

  /// The bytes at some offsets of the text.
  public func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }
}
