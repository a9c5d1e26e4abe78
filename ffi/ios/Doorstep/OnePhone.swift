import Doorstep
import Foundation
import UIKit

/// The phone of this app, opened once: a store can be open in one place only, and the screen and the background task share it.
@MainActor
enum OnePhone {
    private static var opened: Phone?

    static func open() throws -> Phone {
        if let opened { return opened }
        let settings = PhoneSettings(
            storePath: try folder().appendingPathComponent("phone.db").path,
            zone: TimeZone.current.identifier,
            language: Locale.preferredLanguages.first,
            system: "iOS \(UIDevice.current.systemVersion)",
            installId: UIDevice.current.identifierForVendor.map { withUnsafeBytes(of: $0.uuid) { Data($0) } }
        )
        let phone = try Phone.openEncrypted(settings: settings, keys: StoreKey())
        opened = phone
        return phone
    }

    /// A folder of the app that no backup holds: a copy of the store would be another phone with the same key.
    private static func folder() throws -> URL {
        let files = FileManager.default
        let support = try files.url(for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        var folder = support.appendingPathComponent("Doorstep", isDirectory: true)
        try files.createDirectory(at: folder, withIntermediateDirectories: true)
        var kept = URLResourceValues()
        kept.isExcludedFromBackup = true
        try folder.setResourceValues(kept)
        return folder
    }
}
