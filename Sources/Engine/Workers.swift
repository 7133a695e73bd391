import Dispatch
import Synchronization

/// The threads of a run. All concurrency of the engine is here.
struct Workers: Sendable {
  let count: Int

  init(count: Int) { self.count = max(1, count) }

  /// The results of `work` for 0 to `tasks - 1`, in that order whatever the threads do.
  ///
  /// Each thread takes the next task that nobody has begun, so a slow one holds up nobody.
  func map<Result: Sendable>(_ tasks: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
    if count == 1 || tasks <= 1 { return (0..<tasks).map(work) }
    let next = Atomic<Int>(0)
    let slots = Mutex([Result?](repeating: nil, count: tasks))
    DispatchQueue.concurrentPerform(iterations: min(count, tasks)) { _ in
      while true {
        let task = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if task >= tasks { break }
        let result = work(task)
        slots.withLock { $0[task] = result }
      }
    }
    return slots.withLock { $0.compactMap { $0 } }
  }

  /// `count` rows cut into ranges of at most `size`.
  static func morsels(of count: Int, size: Int) -> [Range<Int>] {
    stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
  }
}
