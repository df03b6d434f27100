import Foundation

/// What started this process as one of several.
enum Launcher {
  /// Open MPI's `mpirun`, or Slurm with its PMIx.
  case openMPI
  /// MPICH's `mpiexec`, Intel's, or Slurm with PMI-2.
  case mpich

  /// The launcher that an environment tells of; `nil` if there is none.
  init?(_ environment: [String: String]) {
    if environment["OMPI_COMM_WORLD_SIZE"] != nil || environment["PMIX_RANK"] != nil {
      self = .openMPI
    } else if environment["PMI_SIZE"] != nil || environment["PMI_RANK"] != nil {
      self = .mpich
    } else {
      return nil
    }
  }

  /// The rank that an environment gives to this process; `nil` if no launcher has started it.
  static func rank(_ environment: [String: String]) -> Int? {
    ["OMPI_COMM_WORLD_RANK", "PMIX_RANK", "PMI_RANK"].compactMap { environment[$0] }.first
      .flatMap { Int($0) }
  }

  /// Whether all processes are on this machine, as far as an environment tells.
  static func startsOneMachine(_ environment: [String: String]) -> Bool {
    let counts = [
      ("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE"), ("PMI_SIZE", "MPI_LOCALNRANKS"),
    ]
    let isAlone = counts.contains { all, here in
      environment[all] != nil && environment[all] == environment[here]
    }
    return isAlone || environment["SLURM_STEP_NUM_NODES"] == "1"
  }

  /// The names that its library goes by.
  private var names: [String] {
    switch self {
    case .openMPI: ["libmpi.so.40", "libmpi.so"]
    case .mpich: ["libmpi.so.12", "libmpich.so.12", "libmpi_abi.so.1"]
    }
  }

  /// Loads the library that `FORGER_MPI` names, or its own: beside the launcher's programs, or where the
  /// system has libraries.
  func load(_ environment: [String: String]) throws(CommunicationFailure) -> MPILibrary {
    if let name = environment["FORGER_MPI"], !name.isEmpty {
      return try MPILibrary(loading: name)
    }
    let folders = [Self.folderOfParent].compactMap(\.self) + [""]
    var last: CommunicationFailure?
    for path in folders.flatMap({ folder in names.map { folder + $0 } }) {
      do throws(CommunicationFailure) { return try MPILibrary(loading: path) } catch {
        last = error
      }
    }
    throw CommunicationFailure(
      "started as one of several processes, but no MPI library was found "
        + "(\(last?.description ?? "")); FORGER_MPI can name one"
    )
  }

  /// The folder of libraries beside that of the program that started this one, on Linux.
  private static var folderOfParent: String? {
    let link = "/proc/\(getppid())/exe"
    guard let program = try? FileManager.default.destinationOfSymbolicLink(atPath: link) else {
      return nil
    }
    return program.lastIndex(of: "/").map { program[..<$0] + "/../lib/" }
  }
}
