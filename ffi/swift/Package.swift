// swift-tools-version:5.9
// The Swift package over the library for Apple's systems; `build` makes the XCFramework and the bindings that it names.
import PackageDescription

let package = Package(
    name: "Doorstep",
    // The lowest systems with structured concurrency in the system itself.
    platforms: [.iOS(.v15), .macOS(.v12)],
    products: [.library(name: "Doorstep", targets: ["Doorstep"])],
    targets: [
        .binaryTarget(name: "DoorstepFFI", path: "DoorstepFFI.xcframework"),
        .target(name: "Doorstep", dependencies: ["DoorstepFFI"], path: "Sources/Doorstep"),
    ]
)
