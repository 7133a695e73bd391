#if canImport(Glibc)
  import Glibc
#endif

/// How the C library's allocator deals with large arrays.
enum HeapSettings {
  /// Lets freed memory be used again rather than given back: a run frees large arrays all the time, and a fresh page costs
  /// more than what is computed in it.
  ///
  /// Without effect where the C library has no such settings.
  static func keepFreedMemory() {
    #if canImport(Glibc)
      // The numbers of <malloc.h>, which the module of the C library leaves out.
      let (trimThreshold, topPad, mapThreshold) = (Int32(-1), Int32(-2), Int32(-3))
      guard let symbol = dlsym(nil, "mallopt") else { return }
      let set = unsafeBitCast(symbol, to: (@convention(c) (Int32, Int32) -> Int32).self)
      _ = set(mapThreshold, 32 << 20)
      _ = set(trimThreshold, .max)
      _ = set(topPad, 16 << 20)
    #endif
  }
}
