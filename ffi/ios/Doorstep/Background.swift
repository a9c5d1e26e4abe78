import BackgroundTasks
import Doorstep
import UIKit

/// Sends in the background, when the system gives the app a moment: it decides when, and may not at all.
final class Background: NSObject, UIApplicationDelegate {
    private static let task = "org.doorstep.field.send"
    private static let soonest: TimeInterval = 60 * 60

    func application(
        _ application: UIApplication,
        didFinishLaunchingWithOptions options: [UIApplication.LaunchOptionsKey: Any]? = nil
    ) -> Bool {
        BGTaskScheduler.shared.register(forTaskWithIdentifier: Self.task, using: nil) { task in
            Self.send(task)
        }
        return true
    }

    /// Asks for the next moment. Only what is unsent is worth one.
    static func plan() {
        let wanted = BGProcessingTaskRequest(identifier: task)
        wanted.requiresNetworkConnectivity = true
        wanted.earliestBeginDate = Date(timeIntervalSinceNow: soonest)
        // Without it the app sends when it is opened.
        try? BGTaskScheduler.shared.submit(wanted)
    }

    private static func send(_ task: BGTask) {
        let sending = Task { @MainActor in
            do {
                let phone = try OnePhone.open()
                if try phone.status().unsent > 0 {
                    _ = try await phone.sync(observer: nil)
                }
                task.setTaskCompleted(success: true)
            } catch {
                plan()
                task.setTaskCompleted(success: false)
            }
        }
        // The library goes on with what it has begun; what did not arrive is sent the next time.
        task.expirationHandler = { sending.cancel() }
    }
}
