import SwiftUI

/// The app: one screen with the pages that the library serves on this phone. All that is said comes from there.
@main
struct DoorstepApp: App {
    @UIApplicationDelegateAdaptor(Background.self) private var background
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            FieldScreen()
        }
        .onChange(of: phase) { now in
            if now == .background { Background.plan() }
        }
    }
}
