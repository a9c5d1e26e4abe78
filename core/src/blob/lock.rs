//! Locking a file's content with a key of its own: whoever carries the content holds bytes that say nothing but their length.
//!
//! The key travels apart, in a sealed value, and dies with it: then nobody can open what somebody may still hold.

use std::fmt;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

/// The longest content: an hour of speech, or a large scan.
pub const MAX_CONTENT_BYTES: u64 = 16 << 20;
/// The longest locked content.
pub const MAX_LOCKED_BYTES: u64 = MAX_CONTENT_BYTES + TAG_BYTES;

/// Content is padded to a multiple of this many bytes.
const BLOCK_BYTES: usize = 1_024;
const TAG_BYTES: u64 = 16;
/// What is bound to every locked content.
const CONTEXT: &[u8] = b"doorstep/1 file";

/// The key of one content.
#[derive(Clone, PartialEq, Eq)]
pub struct ContentKey(Zeroizing<[u8; 32]>);

impl ContentKey {
    /// The key with these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key's bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ContentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ContentKey(..)")
    }
}

/// Content that was locked.
#[derive(Clone, PartialEq, Eq)]
pub struct Locked {
    /// The key that opens it.
    pub key: ContentKey,
    /// How many bytes the content has.
    pub length: u64,
    /// The locked bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Locked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locked({} bytes)", self.bytes.len())
    }
}

/// The content is longer than a file may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file has {length_bytes} bytes, more than the {MAX_CONTENT_BYTES} that are taken")]
pub struct TooLong {
    /// How many bytes it has.
    pub length_bytes: u64,
}

/// Locks content with a new key. The key is for this content alone, so that the nonce is always zero.
///
/// # Errors
/// The content is too long.
pub fn lock(content: &[u8], rng: &mut dyn CryptoRng) -> Result<Locked, TooLong> {
    let length = content.len() as u64;
    if length > MAX_CONTENT_BYTES {
        return Err(TooLong { length_bytes: length });
    }
    let mut key = Zeroizing::new([0; 32]);
    rng.fill_bytes(&mut *key);
    let mut padded = Zeroizing::new(Vec::with_capacity(content.len().next_multiple_of(BLOCK_BYTES)));
    padded.extend_from_slice(content);
    padded.resize(content.len().next_multiple_of(BLOCK_BYTES), 0);
    let payload = Payload { msg: &padded, aad: CONTEXT };
    let bytes = cipher(&key).encrypt(&Nonce::default(), payload).expect("content of this length is always locked");
    Ok(Locked { key: ContentKey(key), length, bytes })
}

/// Opens locked content of this many bytes; `None` when it is damaged, or the key is another's.
pub fn unlock(locked: &[u8], key: &ContentKey, length: u64) -> Option<Vec<u8>> {
    if locked.len() as u64 > MAX_LOCKED_BYTES {
        return None;
    }
    let mut content = cipher(&key.0).decrypt(&Nonce::default(), Payload { msg: locked, aad: CONTEXT }).ok()?;
    let length = usize::try_from(length).ok().filter(|length| length.next_multiple_of(BLOCK_BYTES) == content.len())?;
    content.truncate(length);
    Some(content)
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Key::from(*key))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;

    fn rng() -> ChaCha20Rng {
        ChaCha20Rng::from_seed([7; 32])
    }

    #[test]
    fn what_was_changed_or_cut_or_is_another_files_does_not_open() {
        let mut rng = rng();
        let locked = lock(b"a voice", &mut rng).unwrap();
        let other = lock(b"a voice", &mut rng).unwrap();
        assert_ne!(locked.bytes, other.bytes);
        assert!(unlock(&locked.bytes, &other.key, 7).is_none());
        let mut changed = locked.bytes.clone();
        changed[900] ^= 1;
        assert!(unlock(&changed, &locked.key, 7).is_none());
        assert!(unlock(&locked.bytes[..1_000], &locked.key, 7).is_none());
        assert!(unlock(&locked.bytes, &locked.key, 2_000).is_none());
        assert!(unlock(&[], &locked.key, 0).is_none());
    }

    #[test]
    fn a_file_over_the_limit_is_not_taken() {
        let content = vec![0; MAX_CONTENT_BYTES as usize + 1];
        assert_eq!(lock(&content, &mut rng()).unwrap_err(), TooLong { length_bytes: MAX_CONTENT_BYTES + 1 });
        assert_eq!(lock(&content[1..], &mut rng()).unwrap().bytes.len() as u64, MAX_LOCKED_BYTES);
    }

    #[test]
    fn a_key_does_not_show_in_logs() {
        assert_eq!(format!("{:?}", lock(b"x", &mut rng()).unwrap().key), "ContentKey(..)");
    }

    proptest! {
        #[test]
        fn what_is_locked_opens_as_it_was(content in proptest::collection::vec(any::<u8>(), 0..5_000)) {
            let locked = lock(&content, &mut rng()).unwrap();
            prop_assert_eq!(locked.bytes.len() % 1_024, 16);
            prop_assert_eq!(unlock(&locked.bytes, &locked.key, locked.length), Some(content));
        }
    }
}
