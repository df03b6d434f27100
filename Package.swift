// swift-tools-version: 6.1
import PackageDescription

/// Settings shared by every Swift target: see CONTRIBUTING.md, "Rules of the house".
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// A Swift target with the house's settings.
func module(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
  .target(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

/// The modules that examples import; they see of Forger what another package would.
let visibleToExamples: [Target.Dependency] = [
  "Adversarial", "Training", "Terminal", "Optimizers", "NeuralNetworks", "TensorCore",
  "Randomness", "Datasets", "Imaging", "Batches", "Archives",
  .product(name: "ArgumentParser", package: "swift-argument-parser"),
]

/// One of the examples.
func example(_ name: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: visibleToExamples + ["ExampleSupport"],
    path: "Examples/\(name)",
    exclude: ["README.md"],
    packageAccess: false,
    swiftSettings: settings
  )
}

/// The tests of one target; they run in release, so they reach internals through `package` access.
func tests(
  _ name: String,
  _ dependencies: [Target.Dependency],
  resources: [Resource]? = nil
) -> Target {
  .testTarget(
    name: name,
    dependencies: dependencies,
    resources: resources,
    swiftSettings: settings
  )
}

// Dependencies point one way: a target imports what stands above it, never what stands below.
let package = Package(
  name: "Forger",
  products: [
    .library(
      name: "Forger",
      targets: [
        "Randomness", "TensorCore", "NeuralNetworks", "Optimizers", "Archives", "Batches",
        "Imaging",
        "Datasets", "Terminal", "Training", "Downloads", "Evaluation", "Adversarial", "Recipes",
        "LatentTools", "Interchange", "Serving", "Reports", "Accelerators",
      ]
    ),
    .library(name: "ForgerCommand", targets: ["ForgerCommand"]),
    .executable(name: "forger", targets: ["forger"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // System libraries and C.
    .systemLibrary(name: "CDNNL", pkgConfig: "dnnl", providers: [.apt(["libdnnl-dev"])]),
    .systemLibrary(name: "COpenMP"),
    .systemLibrary(name: "CPJRT"),
    .systemLibrary(
      name: "CArchive",
      pkgConfig: "libarchive",
      providers: [.apt(["libarchive-dev"])]
    ),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(name: "CGIF", pkgConfig: "libgif", providers: [.apt(["libgif-dev"])]),
    .systemLibrary(
      name: "CCurl",
      pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"])]
    ),
    .systemLibrary(
      name: "CLAPACK",
      pkgConfig: "lapacke",
      providers: [.apt(["liblapacke-dev", "libopenblas-openmp-dev"])]
    ),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(name: "CKernels"),
    .target(name: "CImageCodecs", dependencies: ["CJPEG"]),

    // What stops a program that is wrong, for all targets and nobody else.
    module("Preconditions", []),

    // Numbers.
    module("Randomness", ["CKernels", "Preconditions"]),
    module("OneDNN", ["CDNNL", "COpenMP"]),
    module("TensorCore", ["OneDNN", "COpenMP", "CKernels", "Randomness", "Preconditions"]),
    module("Distributed", ["TensorCore", "Preconditions"]),
    module("StableHLO", ["TensorCore", "Randomness"]),
    module("PJRT", ["CPJRT"]),
    module("Accelerators", ["StableHLO", "PJRT", "TensorCore", "Preconditions"]),
    module("NeuralNetworks", ["TensorCore", "Randomness", "Preconditions"]),
    module("Optimizers", ["NeuralNetworks", "TensorCore", "Preconditions"]),

    // Files and images.
    module("Archives", ["CArchive", "CCrypto", "Preconditions"]),
    module("Batches", ["Archives", "Preconditions"]),
    module("Imaging", ["CPNG", "CGIF", "CImageCodecs", "Archives", "Preconditions"]),
    module("Datasets", ["Archives", "Batches", "Imaging", "Randomness", "Preconditions"]),

    // What a person sees, and downloads.
    module("Terminal", ["Preconditions"]),
    module("Downloads", ["CCurl", "Terminal", "Datasets", "Archives"]),

    // Training.
    module(
      "Training",
      [
        "Terminal", "Optimizers", "NeuralNetworks", "TensorCore", "Batches", "Archives",
        "Preconditions",
      ]
    ),
    module(
      "Evaluation",
      [
        "CLAPACK", "Training", "Terminal", "Optimizers", "NeuralNetworks", "TensorCore",
        "Randomness", "Datasets", "Imaging", "Archives", "Preconditions",
      ]
    ),
    module(
      "Adversarial",
      [
        "Optimizers", "NeuralNetworks", "TensorCore", "Randomness", "Datasets", "Imaging",
        "Archives", "Preconditions",
      ]
    ),
    module(
      "Recipes",
      [
        "Adversarial", "Evaluation", "Training", "Terminal", "Optimizers", "NeuralNetworks",
        "Distributed", "TensorCore", "Randomness", "Datasets", "Imaging", "Archives",
        "Preconditions",
        .product(name: "Yams", package: "Yams"),
      ]
    ),
    module(
      "LatentTools",
      [
        "Recipes", "Adversarial", "Evaluation", "Training", "Terminal", "Optimizers",
        "NeuralNetworks", "TensorCore", "Randomness", "Datasets", "Imaging", "Archives",
        "Preconditions",
      ]
    ),
    .target(
      name: "Serving",
      dependencies: [
        "LatentTools", "Recipes", "Adversarial", "Evaluation", "Training", "Terminal",
        "Optimizers", "NeuralNetworks", "TensorCore", "Datasets", "Imaging", "Archives",
        "Preconditions",
        .product(name: "FlyingSocks", package: "FlyingFox"),
      ],
      resources: [
        "index.html", "style.css", "icon.svg", "page.js", "tools.js", "chart.js", "runs.js",
        "run.js", "samples.js", "workbench.js", "images.js", "compare.js",
      ].map { .embedInCode("Page/\($0)") },
      swiftSettings: settings
    ),
    module(
      "Interchange",
      [
        "Recipes", "Adversarial", "Training", "NeuralNetworks", "StableHLO", "TensorCore",
        "Randomness", "Datasets", "Archives", "Preconditions",
      ]
    ),
    module(
      "Reports",
      [
        "Recipes", "Adversarial", "Evaluation", "Training", "Terminal", "TensorCore", "Datasets",
        "Imaging", "Archives",
      ]
    ),
    module(
      "ForgerCommand",
      [
        "Serving", "Reports", "LatentTools", "Interchange", "Recipes", "Adversarial", "Evaluation",
        "Training", "Downloads", "Terminal",
        "Distributed", "Accelerators", "PJRT", "StableHLO", "TensorCore", "Datasets", "Imaging",
        "Archives",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]
    ),
    .executableTarget(name: "forger", dependencies: ["ForgerCommand"], swiftSettings: settings),

    // Examples.
    .target(
      name: "ExampleSupport",
      dependencies: visibleToExamples + ["Recipes"],
      path: "Examples/Support",
      packageAccess: false,
      swiftSettings: settings
    ),
    example("DCGANCIFAR10"),
    example("MLPMNIST"),
    example("UpsamplingMNIST"),
    example("DCGANMNIST"),
    example("OneDimensionalGAN"),
    example("Autoregressive"),
    example("VariationalAutoencoder"),

    // The programs of the book, which see what examples see.
    .executableTarget(
      name: "BookPrograms",
      dependencies: visibleToExamples + ["Evaluation"],
      path: "Book/Programs",
      packageAccess: false,
      swiftSettings: settings
    ),

    // Tests.
    module(
      "TestSupport",
      ["Optimizers", "TensorCore", "Randomness", "Preconditions"],
      path: "Tests/TestSupport"
    ),
    module(
      "GANTestSupport",
      [
        "Recipes", "Adversarial", "Optimizers", "NeuralNetworks", "TensorCore", "Randomness",
        "Datasets", "Archives", "TestSupport", "FileTestSupport",
      ],
      path: "Tests/GANTestSupport"
    ),
    module(
      "AcceleratorTestSupport",
      ["Accelerators", "StableHLO", "PJRT"],
      path: "Tests/AcceleratorTestSupport"
    ),
    module("TerminalTestSupport", ["Terminal"], path: "Tests/TerminalTestSupport"),
    module("FileTestSupport", ["Archives"], path: "Tests/FileTestSupport"),
    module("ExitTestSupport", [], path: "Tests/ExitTestSupport"),
    module("ServerTestSupport", [], path: "Tests/ServerTestSupport"),
    .executableTarget(
      name: "FetchProgram",
      dependencies: ["Downloads", "Terminal", "Datasets", "Archives"],
      path: "Tests/FetchProgram",
      swiftSettings: settings
    ),
    .executableTarget(
      name: "FaultyProgram",
      dependencies: [
        "Adversarial", "Datasets", "ForgerCommand", "NeuralNetworks", "Optimizers", "Randomness",
        "Recipes", "TensorCore", "Training",
      ],
      path: "Tests/FaultyProgram",
      swiftSettings: settings
    ),
    tests(
      "ExampleTests",
      [
        "Autoregressive", "VariationalAutoencoder", "ExampleSupport", "Optimizers",
        "NeuralNetworks", "TensorCore", "Randomness", "Datasets", "Archives", "TestSupport",
      ]
    ),
    tests("RandomnessTests", ["Randomness", "ExitTestSupport"]),
    tests(
      "TensorCoreTests",
      [
        "TensorCore", "Accelerators", "Randomness", "TestSupport", "AcceleratorTestSupport",
        "ExitTestSupport",
      ]
    ),
    tests(
      "NeuralNetworksTests",
      ["NeuralNetworks", "TensorCore", "Randomness", "TestSupport", "ExitTestSupport"],
      resources: [.copy("Golden")]
    ),
    tests(
      "OptimizersTests",
      [
        "Optimizers", "NeuralNetworks", "TensorCore", "Randomness", "TestSupport",
        "ExitTestSupport",
      ]
    ),
    tests(
      "ArchivesTests",
      ["Archives", "FileTestSupport", "ExitTestSupport"],
      resources: [.copy("Fixtures")]
    ),
    tests(
      "ImagingTests",
      ["Imaging", "CGIF", "Archives", "FileTestSupport", "ExitTestSupport"],
      resources: [.copy("Fixtures")]
    ),
    tests(
      "DatasetsTests",
      ["Datasets", "Batches", "Imaging", "Archives", "Randomness", "FileTestSupport"],
      resources: [.copy("Fixtures")]
    ),
    tests("TerminalTests", ["Terminal", "TerminalTestSupport"]),
    tests("DistributedTests", ["Distributed", "TensorCore"]),
    tests("PJRTTests", ["PJRT", "AcceleratorTestSupport"]),
    tests(
      "AcceleratorsTests",
      [
        "Accelerators", "PJRT", "Recipes", "Adversarial", "Optimizers", "Archives", "Datasets",
        "NeuralNetworks", "TensorCore", "Training", "TestSupport", "GANTestSupport",
        "AcceleratorTestSupport",
      ]
    ),
    tests(
      "TrainingTests",
      ["Training", "Terminal", "Batches", "Archives", "TerminalTestSupport", "ExitTestSupport"]
    ),
    tests(
      "DownloadsTests",
      [
        "Downloads", "Terminal", "Datasets", "Archives", "FileTestSupport", "ServerTestSupport",
      ]
    ),
    tests(
      "EvaluationTests",
      [
        "Evaluation", "Training", "Terminal", "NeuralNetworks", "TensorCore", "Randomness",
        "Datasets", "Imaging", "Archives", "TestSupport", "FileTestSupport",
      ],
      resources: [.copy("Golden")]
    ),
    tests(
      "AdversarialTests",
      [
        "Adversarial", "Optimizers", "NeuralNetworks", "TensorCore", "Randomness", "Datasets",
        "Imaging", "Archives", "Accelerators", "TestSupport", "GANTestSupport",
        "AcceleratorTestSupport", "ExitTestSupport",
      ],
      resources: [.copy("Golden")]
    ),
    tests(
      "RecipesTests",
      [
        "Recipes", "Adversarial", "Evaluation", "Training", "Terminal", "Optimizers",
        "NeuralNetworks", "Distributed", "TensorCore", "Randomness", "Datasets", "Imaging",
        "Archives", "Accelerators", "TestSupport", "GANTestSupport", "AcceleratorTestSupport",
        "FileTestSupport", "ExitTestSupport",
      ],
      resources: [.copy("Golden")]
    ),
    tests(
      "LatentToolsTests",
      [
        "LatentTools", "Recipes", "Adversarial", "Evaluation", "NeuralNetworks", "TensorCore",
        "Randomness", "Datasets", "Imaging", "Archives", "TestSupport", "GANTestSupport",
        "FileTestSupport",
      ]
    ),
    tests(
      "InterchangeTests",
      [
        "Interchange", "Recipes", "Adversarial", "NeuralNetworks", "PJRT", "TensorCore",
        "Randomness", "Datasets", "Imaging", "Archives", "TestSupport", "GANTestSupport",
        "AcceleratorTestSupport", "FileTestSupport",
      ],
      resources: [.copy("Golden")]
    ),
    tests(
      "ServingTests",
      [
        "Serving", "LatentTools", "Recipes", "Adversarial", "TensorCore", "Datasets", "Imaging",
        "Archives", "GANTestSupport", "FileTestSupport",
      ]
    ),
    tests(
      "BookTests",
      [
        "Evaluation", "Adversarial", "Optimizers", "NeuralNetworks", "TensorCore", "Randomness",
        "Datasets", "TestSupport",
      ]
    ),
    tests(
      "ReportsTests",
      [
        "Reports", "Recipes", "Training", "Datasets", "Imaging", "Archives", "FileTestSupport",
      ]
    ),
    tests(
      "ForgerCommandTests",
      [
        "forger", "ForgerCommand", "Interchange", "Recipes", "Training", "Datasets", "Archives",
        "Imaging",
        "FileTestSupport", "ServerTestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.copy("Help"), .copy("Earlier")]
    ),
  ],
  swiftLanguageModes: [.v6]
)
