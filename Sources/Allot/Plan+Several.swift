import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Plan {
  /// Reads and checks several plans, each by itself, on several threads; the answers stand in the order of `paths`.
  public static func loadEach(_ paths: [String], threads: Int) -> [Result<Plan, FileError>] {
    let work = PlanQueue(paths)
    // The standard input can be read once, by the first plan that asks for it.
    for (number, path) in paths.enumerated() where path == "-" { work.load(number) }
    let helpers = (1..<max(1, min(threads, paths.count))).compactMap { _ in helper(work) }
    work.loadAll()
    for helper in helpers { pthread_join(helper, nil) }
    return work.answers
  }

  /// A thread that takes part in the work, or nil if the system gives none: the others then do its share.
  private static func helper(_ work: PlanQueue) -> pthread_t? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return nil }
    let context = Unmanaged.passRetained(work)
    #if canImport(Glibc)
      var thread = pthread_t()
      let status = pthread_create(&thread, &attributes, { context in PlanQueue.run(context) }, context.toOpaque())
      if status == 0 { return thread }
    #else
      var thread: pthread_t?
      let status = pthread_create(&thread, &attributes, { context in PlanQueue.run(context) }, context.toOpaque())
      if status == 0, let thread { return thread }
    #endif
    context.release()
    return nil
  }

  /// As large as a main thread's usually is: parsing and checking go as deep as the text is nested.
  private static let stackSize = 8 << 20
}

/// The plans that threads take one after the other, and what has come of them.
private final class PlanQueue: Sendable {
  private let paths: [String]
  private let next = Atomic<Int>(0)
  private let loaded: Mutex<[Result<Plan, FileError>?]>

  init(_ paths: [String]) {
    self.paths = paths
    loaded = Mutex(Array(repeating: nil, count: paths.count))
  }

  func load(_ number: Int) {
    let result: Result<Plan, FileError>
    do {
      result = .success(try Plan.load(paths: [paths[number]]))
    } catch {
      result = .failure(error)
    }
    loaded.withLock { $0[number] = result }
  }

  /// Loads what no thread has begun, until there is nothing left.
  func loadAll() {
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < paths.count else { return }
      if paths[number] != "-" { load(number) }
    }
  }

  var answers: [Result<Plan, FileError>] { loaded.withLock { $0.compactMap { $0 } } }

  /// The body of a thread that holds a queue.
  static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<PlanQueue>.fromOpaque(context).takeRetainedValue().loadAll() }
    return nil
  }
}
