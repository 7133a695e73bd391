import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Plan {
  /// Reads and checks several plans, each by itself, on several threads; the answers stand in the order of `paths`.
  ///
  /// - Parameter answer: what is wanted of each plan; the plan itself is given up after it.
  public static func loadEach<Answer: Sendable>(
    _ paths: [String], threads: Int, _ answer: @escaping @Sendable (Plan) -> Answer
  ) -> [Result<Answer, FileError>] {
    let answers = Mutex<[Result<Answer, FileError>?]>(Array(repeating: nil, count: paths.count))
    let work = PlanQueue(paths) { number, plan in
      let answer = plan.map(answer)
      answers.withLock { $0[number] = answer }
    }
    // The standard input can be read once, by the first plan that asks for it.
    for (number, path) in paths.enumerated() where path == "-" { work.load(number) }
    let helpers = (1..<max(1, min(threads, paths.count))).compactMap { _ in helper(work) }
    work.loadAll()
    for helper in helpers { pthread_join(helper, nil) }
    return answers.withLock { $0.compactMap { $0 } }
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

/// The plans that threads take one after the other.
private final class PlanQueue: Sendable {
  private let paths: [String]
  private let next = Atomic<Int>(0)
  private let finish: @Sendable (_ number: Int, Result<Plan, FileError>) -> Void

  init(_ paths: [String], finish: @escaping @Sendable (_ number: Int, Result<Plan, FileError>) -> Void) {
    self.paths = paths
    self.finish = finish
  }

  func load(_ number: Int) {
    do {
      finish(number, .success(try Plan.load(paths: [paths[number]])))
    } catch {
      finish(number, .failure(error))
    }
  }

  /// Loads what no thread has begun, until there is nothing left.
  func loadAll() {
    while true {
      let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
      guard number < paths.count else { return }
      if paths[number] != "-" { load(number) }
    }
  }

  /// The body of a thread that holds a queue.
  static func run(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<PlanQueue>.fromOpaque(context).takeRetainedValue().loadAll() }
    return nil
  }
}
