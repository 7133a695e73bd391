import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Threads that share numbered pieces of work.
enum Workers {
  /// The number of processors.
  static var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The results of `body` for the pieces `0..<pieceCount`, in that order, whichever thread made them.
  ///
  /// - Parameter makeScratch: makes what one thread uses again for each of its pieces.
  static func map<Result: Sendable, Scratch>(
    _ pieceCount: Int, threads: Int, makeScratch: @Sendable () -> Scratch,
    _ body: @Sendable (_ piece: Int, _ scratch: inout Scratch) -> Result
  ) -> [Result] {
    let threads = min(threads, pieceCount)
    guard threads > 1 else {
      var scratch = makeScratch()
      return (0..<pieceCount).map { body($0, &scratch) }
    }
    let results = Mutex([Result?](repeating: nil, count: pieceCount))
    let nextPiece = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var scratch = makeScratch()
      while true {
        let piece = nextPiece.wrappingAdd(1, ordering: .relaxed).oldValue
        guard piece < pieceCount else { return }
        let result = body(piece, &scratch)
        results.withLock { $0[piece] = result }
      }
    }
    return results.withLock { $0 }.compactMap { $0 }
  }
}
