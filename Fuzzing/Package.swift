// swift-tools-version: 6.1
import PackageDescription

/// What libFuzzer runs: programs without a `main`, which libFuzzer brings along.
func fuzzer(_ name: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: [.product(name: "Forger", package: "forger")],
    swiftSettings: [.unsafeFlags(["-parse-as-library"])]
  )
}

// A package of its own: nobody who depends on Forger needs it. `make fuzz` builds and runs it.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "forger", path: "..")],
  targets: [
    fuzzer("FuzzImages"), fuzzer("FuzzFiles"), fuzzer("FuzzRuns"), fuzzer("FuzzRequests"),
  ]
)
