// swift-tools-version: 6.0
import PackageDescription

// `Generated` is made from the Rust library and never kept: by `make test-swift` on Linux, by
// `ios/build-xcframework.sh` on a Mac. On a Mac the library comes as an XCFramework; on Linux as the same header with
// the library that cargo built. `#if` here asks for the machine that builds, not for the one that runs.
#if os(Linux)
let onLinux = true
let cargoOut = Context.environment["ZHIAN_CARGO_OUT"] ?? Context.packageDirectory + "/../../target/debug"
let native: Target = .systemLibrary(name: "ZhianSeamFFI", path: "Generated/ZhianSeamFFI")
let linked: [LinkerSetting] = [
    .linkedLibrary("zhian_bindings"),
    .unsafeFlags([
        "-L\(cargoOut)", "-Xlinker", "-rpath", "-Xlinker", cargoOut,
        // Swift's own libswiftObservation.so names a symbol that no library of 6.0 has; nobody calls it.
        "-Xlinker", "--allow-shlib-undefined",
    ]),
]
#else
let onLinux = false
let native: Target = .binaryTarget(name: "ZhianSeamFFI", path: "ZhianSeam.xcframework")
let linked: [LinkerSetting] = []
#endif

var targets: [Target] = [
    native,
    .target(name: "ZhianSeam", dependencies: ["ZhianSeamFFI"], path: "Generated/ZhianSeam", linkerSettings: linked),
    .target(name: "Zhian", dependencies: ["ZhianSeam"]),
    .target(name: "ZhianModels", dependencies: ["Zhian"]),
]

// The tests start a real server and phones in processes of their own, which no iPhone does.
if onLinux {
    targets += [
        .target(name: "Stage", dependencies: ["Zhian"], path: "Tests/Stage"),
        .executableTarget(
            name: "swift-phone", dependencies: ["Zhian", "Stage", "ZhianSeamFFI"], path: "Tests/SwiftPhone"),
        .testTarget(name: "ZhianTests", dependencies: ["Zhian", "ZhianSeam", "Stage"]),
        .testTarget(name: "ZhianModelsTests", dependencies: ["ZhianModels", "Stage"]),
    ]
}

let package = Package(
    name: "Zhian",
    platforms: [.iOS(.v17), .macOS(.v14)],
    products: [
        .library(name: "Zhian", targets: ["Zhian"]),
        .library(name: "ZhianModels", targets: ["ZhianModels"]),
    ],
    targets: targets,
    swiftLanguageModes: [.v6]
)
