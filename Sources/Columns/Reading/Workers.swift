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

  /// Makes the pieces `0..<pieceCount` on several threads, and adds them to `sum` in the order of their numbers.
  ///
  /// A piece is added as soon as all before it are, by the thread that finds it ready. No thread runs far ahead of the
  /// adding, so there are never more than a few pieces.
  ///
  /// - Parameter makeScratch: makes what one thread uses again for each of its pieces.
  static func fold<Piece: Sendable, Sum: Sendable, Scratch>(
    _ pieceCount: Int, threads: Int, into sum: consuming Sum, makeScratch: @Sendable () -> Scratch,
    make: @Sendable (_ number: Int, _ scratch: inout Scratch) -> Piece,
    add: @Sendable (_ sum: inout Sum, _ number: Int, _ piece: Piece) -> Void
  ) -> Sum {
    let threads = min(threads, pieceCount)
    guard threads > 1 else {
      var scratch = makeScratch()
      for number in 0..<pieceCount { add(&sum, number, make(number, &scratch)) }
      return sum
    }
    let queue = Mutex(OrderedPieces<Piece, Sum>(sum: sum))
    let nextPiece = Atomic<Int>(0)
    let room = DispatchSemaphore(value: 4 * threads)
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
      var scratch = makeScratch()
      while true {
        room.wait()
        let number = nextPiece.wrappingAdd(1, ordering: .relaxed).oldValue
        guard number < pieceCount else {
          room.signal()
          return
        }
        let piece = make(number, &scratch)
        var ready = queue.withLock { queue in
          queue.waiting[number] = piece
          return queue.takeNext()
        }
        while var turn = ready.take() {
          add(&turn.sum, turn.number, turn.piece)
          room.signal()
          // Given back without a copy held here: the next thread must be its only owner.
          var sum = Optional((consume turn).sum)
          ready = queue.withLock { queue in
            queue.sum = sum.take()
            return queue.takeNext()
          }
        }
      }
    }
    guard let result = queue.withLock({ $0.sum.take() }) else { preconditionFailure("a thread still adds") }
    return result
  }
}

/// Pieces that wait to be added in their order.
private struct OrderedPieces<Piece: Sendable, Sum: Sendable>: Sendable {
  struct Turn: Sendable {
    var sum: Sum
    let number: Int
    let piece: Piece
  }

  /// Nil while a thread adds to it.
  var sum: Sum?
  var waiting: [Int: Piece] = [:]
  private var next = 0

  init(sum: consuming Sum) { self.sum = sum }

  /// The sum and the next piece, if both are there.
  mutating func takeNext() -> Turn? {
    guard sum != nil, let piece = waiting.removeValue(forKey: next), let taken = sum.take() else { return nil }
    next += 1
    return Turn(sum: taken, number: next - 1, piece: piece)
  }
}
