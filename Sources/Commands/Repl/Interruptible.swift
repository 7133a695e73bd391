import LineEditing
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A computation that who asked for it may stop.
///
/// The computation goes on by itself when it is given up: what it makes are values that nobody looks at any more.
enum Interruptible {
  /// The answer of `body`; nil iff Ctrl-C came first.
  static func answer<Answer: Sendable>(_ body: @escaping @Sendable () -> Answer) -> Answer? {
    let work = Work(body)
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return body() }
    defer { pthread_attr_destroy(&attributes) }
    let context = Unmanaged.passRetained(work as AnyWork)
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0,
      pthread_attr_setdetachstate(&attributes, detached) == 0, start(&attributes, context.toOpaque())
    else {
      context.release()
      return body()
    }
    while true {
      if let answer = work.answer { return answer }
      if Interrupt.isRequested { return nil }
      work.wait()
    }
  }

  private static let stackSize = 8 << 20

  #if canImport(Glibc)
    private static let detached = Int32(PTHREAD_CREATE_DETACHED)

    private static func start(_ attributes: inout pthread_attr_t, _ context: UnsafeMutableRawPointer) -> Bool {
      var thread = pthread_t()
      return pthread_create(&thread, &attributes, { context in AnyWork.run(context) }, context) == 0
    }
  #else
    private static let detached = PTHREAD_CREATE_DETACHED

    private static func start(_ attributes: inout pthread_attr_t, _ context: UnsafeMutableRawPointer) -> Bool {
      var thread: pthread_t?
      return pthread_create(&thread, &attributes, { context in AnyWork.run(context) }, context) == 0
    }
  #endif
}

/// What a thread is to do, whatever it gives.
private class AnyWork {
  func perform() {}

  /// The body of a thread that holds work.
  static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<AnyWork>.fromOpaque(context).takeRetainedValue().perform()
    return nil
  }
}

/// A computation and, once it is done, its answer.
private final class Work<Answer: Sendable>: AnyWork {
  private let body: @Sendable () -> Answer
  private let result = Mutex<Answer?>(nil)
  private var waits = 0

  init(_ body: @escaping @Sendable () -> Answer) { self.body = body }

  override func perform() {
    let answer = body()
    result.withLock { $0 = answer }
  }

  var answer: Answer? { result.withLock { $0 } }

  /// Waits a little, and longer the longer it takes: a quick answer is not held up, and a slow one costs nothing.
  func wait() {
    waits += 1
    usleep(UInt32(min(20_000, 50 * waits)))
  }
}
