//! Where the key of a phone's store comes from: the platform's keystore, by a callback; and whether this library can use one.
//!
//! How a store is encrypted is `doorstep_core::store`'s.

use std::sync::Arc;

use doorstep_core::store::{StoreKey, encrypts_at_rest};

use crate::{CallbackError, Phone, PhoneError, PhoneSettings};

/// The platform's keystore.
#[uniffi::export(rust, foreign)]
pub trait KeyStore: Send + Sync {
    /// The 32 bytes that this phone's store is encrypted under. The first time the app makes them by the system's randomness and keeps
    /// them wrapped by a key that never leaves the phone; no backup may hold them.
    ///
    /// # Errors
    /// When the keystore does not give them.
    fn store_key(&self) -> Result<Vec<u8>, CallbackError>;
}

/// What this library is.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct About {
    /// Its version.
    pub version: String,
    /// Whether it can encrypt stores. One that can't is for trying things out, never for real people's answers.
    pub encrypts: bool,
}

/// What this library is: to be looked at before any store is opened.
#[uniffi::export]
pub fn about() -> About {
    About { version: env!("CARGO_PKG_VERSION").to_owned(), encrypts: encrypts_at_rest() }
}

#[uniffi::export]
impl Phone {
    /// Opens a phone's store that is encrypted, and makes it when there is none.
    ///
    /// # Errors
    /// As for [`open`](Self::open); and the keystore gives no key, or another one than the store's, the store is plain, or this library
    /// can't encrypt.
    #[uniffi::constructor]
    pub fn open_encrypted(settings: PhoneSettings, keys: Arc<dyn KeyStore>) -> Result<Arc<Self>, PhoneError> {
        Self::open_with(settings, Some(keys))
    }
}

/// The key that the keystore gives.
pub(crate) fn store_key(keys: &dyn KeyStore) -> Result<StoreKey, PhoneError> {
    let failed = || PhoneError::broken("no-store-key", "the phone's keystore gave no key of 32 bytes");
    let bytes = keys.store_key().ok().and_then(|bytes| bytes.try_into().ok()).ok_or_else(failed)?;
    Ok(StoreKey::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Keys(Vec<u8>);

    impl KeyStore for Keys {
        fn store_key(&self) -> Result<Vec<u8>, CallbackError> {
            Ok(self.0.clone())
        }
    }

    fn open(folder: &tempfile::TempDir, key: &[u8]) -> Result<Arc<Phone>, PhoneError> {
        let store_path = folder.path().join("alice.db").to_str().expect("a plain path").to_owned();
        let settings = PhoneSettings { store_path, zone: None, language: None, system: None, install_id: None };
        Phone::open_encrypted(settings, Arc::new(Keys(key.to_vec())))
    }

    fn code(opened: Result<Arc<Phone>, PhoneError>) -> String {
        opened.map_or_else(|error| error.code().to_owned(), |_| "opened".to_owned())
    }

    #[test]
    fn a_key_of_another_length_opens_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert_eq!(code(open(&folder, &[7; 31])), "no-store-key");
    }

    #[test]
    fn a_store_opens_with_its_key_where_the_library_can_encrypt() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (first, again) = (code(open(&folder, &[7; 32])), code(open(&folder, &[8; 32])));
        let expected = if about().encrypts { ("opened", "store-wrong-key") } else { ("no-cipher", "no-cipher") };
        assert_eq!((first.as_str(), again.as_str()), expected);
    }
}
