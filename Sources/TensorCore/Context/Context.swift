internal import OneDNN
import Preconditions

/// What computations are made with: the number of threads, the policy for convolution algorithms and the
/// choices made under it, the pool of memory, and a profiler where one looks on.
///
/// Operators compute in the context of the current task:
///
/// ```swift
/// let context = Context(threadCount: 2, policy: .automatic)
/// let images = context.run { generator(z) }
/// ```
///
/// Two contexts that compute at the same time, in tasks or threads of their own, do not disturb each other.
/// A program that makes none computes in `Context.default`.
public final class Context: Sendable {
  /// The context of whoever chooses none: all cores, and algorithms by the rule of thumb.
  public static let `default` = Context()

  /// The context that the current task computes in.
  ///
  /// It goes along with structured tasks, not with dispatch queues or threads that are started inside.
  @TaskLocal public static var current: Context = .default

  /// The number of threads that computations use.
  public let threadCount: Int
  /// What sees how long each kernel takes, if anything does.
  public let profiler: Profiler?
  /// Where the memory of tensors comes from.
  public let bufferPool: BufferPool
  /// What computes.
  public let engine: any Engine
  let convolutions: ConvolutionRegistry

  /// A context of its own.
  ///
  /// - Parameters:
  ///   - threadCount: The number of threads; the machine's number of cores if `nil`.
  ///   - policy: How convolution algorithms are chosen.
  ///   - choices: Earlier choices, which `.automatic` and `.fixed` follow.
  ///   - profiler: What sees how long each kernel takes, if anything does.
  ///   - bufferPool: Where the memory of tensors comes from.
  ///   - engine: What computes.
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
      engine: engine
    )
  }

  private init(
    threadCount: Int,
    convolutions: ConvolutionRegistry,
    profiler: Profiler?,
    bufferPool: BufferPool,
    engine: any Engine
  ) {
    // Asked for before any thread is given another number.
    _ = ThreadPool.machineThreadCount
    require(threadCount >= 1, "Context: \(threadCount) threads")
    self.threadCount = threadCount
    self.convolutions = convolutions
    self.profiler = profiler
    self.bufferPool = bufferPool
    self.engine = engine
  }

  /// Runs `body` in this context.
  ///
  /// An asynchronous body runs in it by `Context.$current.withValue`.
  public func run<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    // `withValue` rethrows untyped: the outcome is carried out as a value.
    let outcome = Self.$current.withValue(self) { () -> Swift.Result<Result, Failure> in
      do throws(Failure) { return .success(try body()) } catch { return .failure(error) }
    }
    return try outcome.get()
  }

  /// The same context with another number of threads.
  ///
  /// - Precondition: `threadCount` is at least 1.
  public func with(threadCount: Int) -> Context { changed(threadCount: threadCount) }

  /// The same context with another policy, under which nothing has been chosen yet.
  public func with(policy: ConvolutionPolicy) -> Context {
    changed(convolutions: ConvolutionRegistry(policy))
  }

  /// The same context with another profiler, or none.
  public func with(profiler: Profiler?) -> Context { changed(profiler: .some(profiler)) }

  /// The same context with another engine.
  public func with(engine: any Engine) -> Context { changed(engine: engine) }

  /// The same context but for what is given.
  private func changed(
    threadCount: Int? = nil,
    convolutions: ConvolutionRegistry? = nil,
    profiler: Profiler?? = nil,
    engine: (any Engine)? = nil
  ) -> Context {
    Context(
      threadCount: threadCount ?? self.threadCount,
      convolutions: convolutions ?? self.convolutions,
      profiler: profiler ?? self.profiler,
      bufferPool: bufferPool,
      engine: engine ?? self.engine
    )
  }
}

/// The algorithms of convolutions.
extension Context {
  /// How they are chosen.
  public var policy: ConvolutionPolicy { convolutions.policy }

  /// Those that computed something in this context.
  public var usedChoices: ConvolutionChoices { convolutions.used }

  /// Those that were found by measurement in this context: worth keeping for the next process.
  public var measuredChoices: ConvolutionChoices { convolutions.measured }

  /// Lets `.automatic` and `.fixed` choose so, from now on.
  ///
  /// Choices count more than those adopted or measured before; one that does not cover its convolution counts
  /// nothing.
  public func adopt(_ choices: ConvolutionChoices) { convolutions.adopt(choices) }
}

/// What tensors are computed on.
public enum ComputeDevice {
  /// One line for people, of the current context: "CPU, 2 threads (oneDNN 3.2.0, AVX2)".
  public static var description: String {
    let threads = Context.current.threadCount
    return "CPU, \(threads) thread\(threads == 1 ? "" : "s") (\(library))"
  }

  /// What computes, and with which instructions: "oneDNN 3.2.0, AVX2".
  public static var library: String { "oneDNN \(Device.libraryVersion), \(Device.instructionSet)" }
}
