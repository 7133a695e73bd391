import Allot
import Synchronization

/// How long the phases of a run took, in seconds.
final class PhaseClock: Sendable {
  struct Times: Sendable {
    var reading = 0.0
    var evaluating = 0.0
    var arranging = 0.0
  }

  private struct State {
    var times = Times()
    var phase: RunPhase?
    var since = ContinuousClock.now
  }

  private let state = Mutex(State())

  /// Ends the phase before and begins `phase`.
  func begin(_ phase: RunPhase) {
    let now = ContinuousClock.now
    state.withLock { state in
      let seconds = (now - state.since) / .seconds(1)
      switch state.phase {
      case .reading: state.times.reading += seconds
      case .evaluating: state.times.evaluating += seconds
      case .arranging: state.times.arranging += seconds
      case .done, nil: break
      }
      state.phase = phase
      state.since = now
    }
  }

  var times: Times { state.withLock { $0.times } }
}
