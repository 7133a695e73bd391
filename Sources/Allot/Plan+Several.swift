import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Plan {
  /// Reads and checks several plans, each by itself, on several threads; the answers stand in the order of `paths`.
  public static func loadEach(_ paths: [String], threads: Int) -> [Result<Plan, FileError>] {
    mapEach(paths, threads: threads) { $0 }
  }

  /// Reads and checks several plans, each by itself, on several threads, and makes something of each on its thread; the
  /// answers stand in the order of `paths`.
  public static func mapEach<Answer: Sendable>(
    _ paths: [String], threads: Int, _ transform: @escaping @Sendable (Result<Plan, FileError>) -> Answer
  ) -> [Answer] {
    let work = PlanQueue(paths, transform)
    // The standard input can be read once, by the first plan that asks for it.
    for (number, path) in paths.enumerated() where path == "-" { work.load(number) }
    let helpers = (1..<max(1, min(threads, paths.count))).compactMap { _ in helper(work) }
    work.loadAll()
    for helper in helpers { pthread_join(helper, nil) }
    return work.answers
  }

  /// A thread that takes part in the work, or nil if the system gives none: the others then do its share.
  private static func helper(_ work: some PlanWork) -> pthread_t? {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return nil }
    let context = Unmanaged<AnyObject>.passRetained(work)
    #if canImport(Glibc)
      var thread = pthread_t()
      let status = pthread_create(&thread, &attributes, { context in performPlanWork(context) }, context.toOpaque())
      if status == 0 { return thread }
    #else
      var thread: pthread_t?
      let status = pthread_create(&thread, &attributes, { context in performPlanWork(context) }, context.toOpaque())
      if status == 0, let thread { return thread }
    #endif
    context.release()
    return nil
  }

  /// As large as a main thread's usually is: parsing and checking go as deep as the text is nested.
  private static let stackSize = 8 << 20
}

/// Work that several threads may share.
private protocol PlanWork: AnyObject, Sendable {
  /// Does what no thread has begun, until there is nothing left.
  func loadAll()
}

/// The body of a thread that holds a share of some work.
private func performPlanWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context, let work = Unmanaged<AnyObject>.fromOpaque(context).takeRetainedValue() as? any PlanWork {
    work.loadAll()
  }
  return nil
}

/// The plans that threads take one after the other, and what has come of them.
private final class PlanQueue<Answer: Sendable>: PlanWork {
  private let paths: [String]
  private let transform: @Sendable (Result<Plan, FileError>) -> Answer
  private let next = Atomic<Int>(0)
  private let loaded: Mutex<[Answer?]>

  init(_ paths: [String], _ transform: @escaping @Sendable (Result<Plan, FileError>) -> Answer) {
    self.paths = paths
    self.transform = transform
    loaded = Mutex(Array(repeating: nil, count: paths.count))
  }

  func load(_ number: Int) {
    let result: Result<Plan, FileError>
    do {
      result = .success(try Plan.load(paths: [paths[number]]))
    } catch {
      result = .failure(error)
    }
    let answer = transform(result)
    loaded.withLock { $0[number] = answer }
  }

  func loadAll() {
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < paths.count else { return }
      if paths[number] != "-" { load(number) }
    }
  }

  var answers: [Answer] { loaded.withLock { $0.compactMap { $0 } } }
}
