//! HPKE in base mode (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305: the one place that names the suite.
//!
//! What is bound to a ciphertext, and how it is laid out, is the callers' business.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable, single_shot_open, single_shot_seal_with_rng};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

type Public = <X25519HkdfSha256 as Kem>::PublicKey;
type Secret = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

/// How many bytes a ciphertext is longer than what it hides.
pub(super) const TAG_BYTES: usize = 16;

/// A key that values are sealed to, with its secret half.
#[derive(Clone)]
pub struct KeyPair(Zeroizing<[u8; 32]>);

impl KeyPair {
    /// Makes a key from the caller's randomness.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut secret = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *secret);
        Self(secret)
    }

    /// The key with this secret half.
    pub fn from_secret(secret: [u8; 32]) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The public half.
    ///
    /// # Panics
    /// Never: every 32 bytes are an X25519 secret.
    pub fn public(&self) -> [u8; 32] {
        let secret = Secret::from_bytes(&*self.0).expect("every 32 bytes are an X25519 secret");
        X25519HkdfSha256::sk_to_pk(&secret).to_bytes().into()
    }

    /// The secret half.
    pub fn secret(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeyPair(..)")
    }
}

/// Seals bytes to a public key; `None` when that is no usable key.
pub(super) fn lock(
    public: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    plain: &[u8],
    mut rng: &mut dyn CryptoRng,
) -> Option<([u8; 32], Vec<u8>)> {
    let public = Public::from_bytes(public).ok()?;
    let sealed = single_shot_seal_with_rng::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeS::Base,
        &public,
        info,
        plain,
        aad,
        &mut rng,
    );
    let (encapsulated, ciphertext) = sealed.ok()?;
    Some((encapsulated.to_bytes().into(), ciphertext))
}

/// Opens what was sealed; `None` when the key, the binding or any bit is another.
pub(super) fn unlock(
    secret: &[u8; 32],
    encapsulated: &[u8; 32],
    info: &[u8],
    aad: &[u8],
    ciphertext: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let secret = Secret::from_bytes(secret).ok()?;
    let encapsulated = Encapsulated::from_bytes(encapsulated).ok()?;
    let opened = single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &secret,
        &encapsulated,
        info,
        ciphertext,
        aad,
    );
    opened.ok().map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::member::{Keypair, agreement_public};

    #[test]
    fn what_is_sealed_to_a_devices_key_opens_with_that_key_alone() {
        let mut rng = ChaCha20Rng::from_seed([7; 32]);
        let (alice, bob) = (Keypair::from_seed([2; 32]), Keypair::from_seed([3; 32]));
        let to = agreement_public(&alice.public()).unwrap();
        let (encapsulated, sealed) = lock(&to, b"info", b"aad", b"12 Elm Street", &mut rng).unwrap();
        let open = |key: &Keypair, info: &[u8]| unlock(&key.agreement_secret(), &encapsulated, info, b"aad", &sealed);
        assert_eq!(open(&alice, b"info").unwrap().as_slice(), b"12 Elm Street");
        assert!(open(&bob, b"info").is_none() && open(&alice, b"other").is_none());
    }

    #[test]
    fn a_public_key_that_is_no_point_is_sealed_to_by_nobody() {
        let mut rng = ChaCha20Rng::from_seed([7; 32]);
        assert!(lock(&[0; 32], b"", b"", b"x", &mut rng).is_none());
        assert_eq!(agreement_public(&crate::ids::DeviceId([0; 32])), None);
    }
}
