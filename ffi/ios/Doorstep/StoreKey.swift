import Doorstep
import Foundation
import Security

/// Why the keychain gave no key.
enum StoreKeyError: Error {
    case noRandomness(OSStatus)
    case keychain(OSStatus)
}

/// The key of the phone's store: made once by the system's randomness, kept in the keychain for this device alone. No backup and no move
/// to another phone takes it along, and it can't be read before the phone was unlocked once.
final class StoreKey: KeyStore {
    private static let bytes = 32
    private let item: [CFString: Any] = [
        kSecClass: kSecClassGenericPassword,
        kSecAttrService: "org.doorstep.field",
        kSecAttrAccount: "store-key",
    ]

    func storeKey() throws -> Data {
        var found: CFTypeRef?
        let wanted = item.merging([kSecReturnData: true, kSecMatchLimit: kSecMatchLimitOne]) { _, new in new }
        switch SecItemCopyMatching(wanted as CFDictionary, &found) {
        case errSecSuccess:
            guard let key = found as? Data else { throw StoreKeyError.keychain(errSecDecode) }
            return key
        case errSecItemNotFound:
            return try makeOne()
        case let status:
            throw StoreKeyError.keychain(status)
        }
    }

    private func makeOne() throws -> Data {
        var key = Data(count: Self.bytes)
        let made = key.withUnsafeMutableBytes { SecRandomCopyBytes(kSecRandomDefault, Self.bytes, $0.baseAddress!) }
        guard made == errSecSuccess else { throw StoreKeyError.noRandomness(made) }
        let kept = item.merging([
            kSecValueData: key,
            kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly,
        ]) { _, new in new }
        let status = SecItemAdd(kept as CFDictionary, nil)
        guard status == errSecSuccess else { throw StoreKeyError.keychain(status) }
        return key
    }
}
