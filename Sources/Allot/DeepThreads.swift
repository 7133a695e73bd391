import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Pieces of work that threads take one after the other, on stacks as large as a main thread's usually is: parsing and
/// checking go as deep as the text is nested.
package enum DeepThreads {
  /// The answers to `0..<count`, in their order; the caller's thread takes part.
  package static func answers<Answer: Sendable>(
    _ count: Int, threads: Int, _ answer: @escaping @Sendable (Int) -> Answer
  ) -> [Answer] {
    let answers = Mutex<[Answer?]>(Array(repeating: nil, count: count))
    let queue = WorkQueue(count) { number in
      let own = answer(number)
      answers.withLock { $0[number] = own }
    }
    let helpers = (1..<max(1, min(threads, count))).compactMap { _ in helper(queue) }
    queue.work()
    for helper in helpers { pthread_join(helper, nil) }
    return answers.withLock { $0.compactMap { $0 } }
  }

  /// A thread that takes part in the work, or nil if the system gives none: the others then do its share.
  private static func helper(_ queue: WorkQueue) -> pthread_t? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return nil }
    let context = Unmanaged.passRetained(queue)
    #if canImport(Glibc)
      var thread = pthread_t()
      let status = pthread_create(&thread, &attributes, { context in WorkQueue.run(context) }, context.toOpaque())
      if status == 0 { return thread }
    #else
      var thread: pthread_t?
      let status = pthread_create(&thread, &attributes, { context in WorkQueue.run(context) }, context.toOpaque())
      if status == 0, let thread { return thread }
    #endif
    context.release()
    return nil
  }

  private static let stackSize = 8 << 20
}

/// Numbers that threads take one after the other.
private final class WorkQueue: Sendable {
  private let count: Int
  private let next = Atomic<Int>(0)
  private let perform: @Sendable (Int) -> Void

  init(_ count: Int, perform: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.perform = perform
  }

  /// Does what no thread has begun, until there is nothing left.
  func work() {
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < count else { return }
      perform(number)
    }
  }

  /// The body of a thread that holds a queue.
  static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<WorkQueue>.fromOpaque(context).takeRetainedValue().work() }
    return nil
  }
}
