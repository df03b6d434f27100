import Distributed
import Testing

/// What needs no MPI; `make check-mpi` trains by it.
@Suite struct MPICommunicatorTests {
  @Test func withoutALauncherThereIsOneProcess() throws {
    let environments = [[:], ["FORGER_MPI": "libmpi.so"]]
    for environment in environments {
      let communicator = try MPICommunicator.launched(by: environment)
      #expect(communicator?.size == nil)
    }
  }

  @Test(arguments: ["OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_SIZE", "PMI_RANK"])
  func aLauncherNeedsALibrary(_ variable: String) {
    let problem = #expect(throws: CommunicationFailure.self) {
      _ = try MPICommunicator.launched(by: [variable: "2", "FORGER_MPI": "/nothing/libmpi.so"])
    }
    #expect(problem?.description.contains("/nothing/libmpi.so") == true)
  }

  @Test func aLibraryWithoutMPIIsRefused() {
    let problem = #expect(throws: CommunicationFailure.self) {
      _ = try MPICommunicator.launched(by: ["PMI_SIZE": "2", "FORGER_MPI": "libc.so.6"])
    }
    #expect(problem?.description == "libc.so.6: has no MPI_Init_thread, which MPI libraries have")
  }
}
