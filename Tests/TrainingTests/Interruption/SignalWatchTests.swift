import Archives
import Foundation
import Synchronization
import Terminal
import Testing
import Training

/// Real signals, each in a process of its own.
@Suite struct SignalWatchTests {
  @Test func aSignalStopsARunInGoodOrder() async {
    await #expect(processExitsWith: .exitCode(130)) {
      let scratch = try Scratch()
      let bench = try Bench(in: scratch, until: .iterations(100))
      bench.trainer.extend(Snapshots(), every: .iterations(50))
      let outcome = try SignalWatch.during { request in
        bench.updater.onUpdate = { if $0 == 7 { send(SIGINT, awaiting: request) } }
        return try bench.trainer.run(stopping: request)
      }
      let path = scratch.path(of: "result/snapshot_iter_7.npz")
      #expect(outcome == .interrupted(.interrupt, snapshot: path))
      #expect(try SnapshotFile.latest(in: scratch.path(of: "result")).path == path)
      guard case .interrupted(let signal, _) = outcome else { exit(1) }
      exit(signal.exitCode)
    }
  }

  @Test func aTerminalThatGoesAwayStopsARunUnlessThatIsIgnored() async {
    await #expect(processExitsWith: .success) {
      signal(SIGHUP, SIG_DFL)
      SignalWatch.during { request in
        send(SIGHUP, awaiting: request)
        #expect(request.signal == .hangup)
        #expect(request.signal?.exitCode == 129)
      }
      signal(SIGHUP, SIG_IGN)
      SignalWatch.during { request in
        kill(getpid(), SIGHUP)
        usleep(100_000)
        #expect(request.signal == nil)
      }
    }
  }

  @Test func signalsThatComeTogetherAreOne() async {
    await #expect(processExitsWith: .success) {
      SignalWatch.during { request in
        send(SIGTERM, awaiting: request)
        send(SIGTERM, awaiting: request)
        usleep(100_000)
        #expect(request.signal == .terminate)
      }
    }
  }

  /// Handlers that run at the same time, on several threads: all of one wish, so that none ends the process.
  @Test func signalsAtTheSameMomentAreOneWish() {
    let ends = Atomic<Int>(0)
    for _ in 0..<20_000 {
      let arrivals = SignalArrivals()
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        if arrivals.arrive(.terminate, at: 1_000_000) {
          ends.wrappingAdd(1, ordering: .relaxed)
        }
      }
      if arrivals.request.signal != .terminate { ends.wrappingAdd(1, ordering: .relaxed) }
    }
    #expect(ends.load(ordering: .relaxed) == 0)
  }

  @Test func theFirstTimeCounts() {
    let arrivals = SignalArrivals()
    #expect(!arrivals.arrive(.interrupt, at: 1000))
    #expect(arrivals.request.signal == .interrupt)
    #expect(!arrivals.arrive(.terminate, at: 1500))
    #expect(arrivals.arrive(.terminate, at: 1501))
    #expect(arrivals.request.signal == .interrupt, "the first to ask is remembered")
    arrivals.clear()
    #expect(arrivals.request.signal == nil && !arrivals.arrive(.hangup, at: 9000))
  }

  @Test func aSecondInterruptEndsTheProcess() async {
    await #expect(processExitsWith: .exitCode(130)) {
      SignalWatch.during { request in
        send(SIGTERM, awaiting: request)
        usleep(700_000)
        kill(getpid(), SIGINT)
        sleep(30)
      }
    }
  }

  @Test func putsTheHandlersBack() async {
    await #expect(processExitsWith: .signal(SIGTERM)) {
      SignalWatch.during { _ in }
      kill(getpid(), SIGTERM)
      sleep(30)
    }
    await #expect(processExitsWith: .success) {
      signal(SIGINT, SIG_IGN)
      SignalWatch.during { request in
        send(SIGINT, awaiting: request)
        #expect(request.signal == .interrupt)
      }
      kill(getpid(), SIGINT)
      usleep(100_000)
      SignalWatch.during { #expect($0.signal == nil) }
    }
  }
}

/// Sends this process a signal and waits until it has arrived: it goes to another thread than the
/// test's, which blocks signals, as those of thread pools do.
private func send(_ signal: Int32, awaiting request: StopRequest) {
  kill(getpid(), signal)
  for _ in 0..<10_000 where request.signal == nil { usleep(1000) }
}
