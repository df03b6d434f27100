internal import OneDNN
import Preconditions

/// What computations run with: the number of threads, the policy for convolution algorithms and the choices
/// made under it, the buffer pool, and optionally a profiler.
///
/// Operators compute in the context of the current task:
///
/// ```swift
/// let context = Context(threadCount: 2, policy: .automatic)
/// let images = context.run { generator(z) }
/// ```
///
/// Two contexts can compute at the same time, in separate tasks or threads, without disturbing each other. A
/// program that creates none computes in `Context.default`.
public final class Context: Sendable {
  /// The default context: all cores, and algorithms by heuristic.
  public static let `default` = Context()

  /// The context that the current task computes in.
  ///
  /// Structured tasks inherit it; dispatch queues and threads started inside do not.
  @TaskLocal public static var current: Context = .default

  /// The number of threads that computations use.
  public let threadCount: Int
  /// The profiler that measures each kernel, if there is one.
  public let profiler: Profiler?
  /// The pool that tensors take memory from.
  public let bufferPool: BufferPool
  /// The engine that computes.
  public let engine: any Engine
  /// The part of each batch that is computed here, if several workers share batches.
  public let share: BatchShare?
  let convolutions: ConvolutionRegistry

  /// A new context.
  ///
  /// - Parameters:
  ///   - threadCount: The number of threads; the machine's number of cores if `nil`.
  ///   - policy: How convolution algorithms are chosen.
  ///   - choices: Earlier choices, which `.automatic` and `.fixed` follow.
  ///   - profiler: The profiler that measures each kernel, if there is one.
  ///   - bufferPool: The pool that tensors take memory from.
  ///   - engine: The engine that computes.
  /// - Precondition: `threadCount` is at least 1.
  public convenience init(
    threadCount: Int? = nil,
    policy: ConvolutionPolicy = .fixed,
    choices: ConvolutionChoices = ConvolutionChoices(),
    profiler: Profiler? = nil,
    bufferPool: BufferPool = BufferPool(),
    engine: any Engine = CPUEngine()
  ) {
    self.init(
      threadCount: threadCount ?? ThreadPool.machineThreadCount,
      convolutions: ConvolutionRegistry(policy, choices),
      profiler: profiler,
      bufferPool: bufferPool,
      engine: engine,
      share: nil
    )
  }

  private init(
    threadCount: Int,
    convolutions: ConvolutionRegistry,
    profiler: Profiler?,
    bufferPool: BufferPool,
    engine: any Engine,
    share: BatchShare?
  ) {
    // Read before any thread is given another number.
    _ = ThreadPool.machineThreadCount
    require(threadCount >= 1, "Context: \(threadCount) threads")
    self.threadCount = threadCount
    self.convolutions = convolutions
    self.profiler = profiler
    self.bufferPool = bufferPool
    self.engine = engine
    self.share = share
  }

  /// Runs `body` in this context.
  ///
  /// To run an asynchronous body in it, use `Context.$current.withValue`.
  public func run<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // `withValue` rethrows untyped, so the outcome is passed out as a value.
    let outcome = Self.$current.withValue(self) { () -> Swift.Result<Result, Failure> in
      do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  /// The same context with another number of threads.
  ///
  /// - Precondition: `threadCount` is at least 1.
  public func with(threadCount: Int) -> Context { changed(threadCount: threadCount) }

  /// The same context with another policy, under which nothing has been chosen so far.
  public func with(policy: ConvolutionPolicy) -> Context {
    changed(convolutions: ConvolutionRegistry(policy))
  }

  /// The same context with another profiler, or with none.
  public func with(profiler: Profiler?) -> Context { changed(profiler: .some(profiler)) }

  /// The same context with another engine.
  public func with(engine: any Engine) -> Context { changed(engine: engine) }

  /// The same context for a part of each batch, or for whole ones.
  public func with(share: BatchShare?) -> Context { changed(share: .some(share)) }

  /// The same context with the given changes.
  private func changed(
    threadCount: Int? = nil,
    convolutions: ConvolutionRegistry? = nil,
    profiler: Profiler?? = nil,
    engine: (any Engine)? = nil,
    share: BatchShare?? = nil
  ) -> Context {
    Context(
      threadCount: threadCount ?? self.threadCount,
      convolutions: convolutions ?? self.convolutions,
      profiler: profiler ?? self.profiler,
      bufferPool: bufferPool,
      engine: engine ?? self.engine,
      share: share ?? self.share
    )
  }
}

/// The algorithms for convolutions.
extension Context {
  /// How they are chosen.
  public var policy: ConvolutionPolicy { convolutions.policy }

  /// The algorithms used in this context.
  public var usedChoices: ConvolutionChoices { convolutions.used }

  /// The algorithms that this context has adopted or measured, used or not.
  public var knownChoices: ConvolutionChoices { convolutions.all }

  /// The algorithms chosen by measurement in this context, worth keeping for the next process.
  public var measuredChoices: ConvolutionChoices { convolutions.measured }

  /// Makes `.automatic` and `.fixed` follow these choices from now on.
  ///
  /// They take precedence over choices adopted or measured before; a choice that does not cover its
  /// convolution is ignored.
  public func adopt(_ choices: ConvolutionChoices) { convolutions.adopt(choices) }
}

/// The device that computes.
public enum ComputeDevice {
  /// A description of the current context's device: "CPU, 2 threads (oneDNN 3.2.0, AVX2)".
  public static var description: String {
    if let device = Context.current.engine.device { return device }
    let threads = Context.current.threadCount
    return "CPU, \(threads) thread\(threads == 1 ? "" : "s") (\(library))"
  }

  /// The library and the instruction set: "oneDNN 3.2.0, AVX2".
  public static var library: String { "oneDNN \(Device.libraryVersion), \(Device.instructionSet)" }
}
