//! Ed25519 keys with domain separation; signatures are checked strictly.

use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::ids::{DeviceId, Signature};

/// A key pair that signs: a device's, an invite's, or a project's recovery key.
#[derive(Clone)]
pub struct Keypair(SigningKey);

impl Keypair {
    /// Makes a key pair from the caller's randomness.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self::from_seed(seed)
    }

    /// The key pair with this secret seed.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// The secret seed, for the store that keeps it.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// The public key.
    pub fn public(&self) -> DeviceId {
        DeviceId(self.0.verifying_key().to_bytes())
    }

    /// The X25519 secret that belongs to the same key: what opens that which was sealed to this key's public half.
    pub fn agreement_secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_scalar_bytes())
    }

    /// `Sign(key, what, message)` of the protocol.
    pub fn sign(&self, what: &str, message: &[u8]) -> Signature {
        Signature(self.0.sign(&tagged(what, message)).to_bytes())
    }
}

impl std::fmt::Debug for Keypair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keypair({:?})", self.public())
    }
}

/// The X25519 public key that belongs to an Ed25519 one; `None` when that is no point of the curve, or one of the few weak ones.
pub fn agreement_public(public: &DeviceId) -> Option<[u8; 32]> {
    let key = VerifyingKey::from_bytes(public.as_bytes()).ok().filter(|key| !key.is_weak())?;
    Some(key.to_montgomery().to_bytes())
}

/// A public key made ready for checking many signatures: reading it off its bytes costs a tenth of a check.
#[derive(Debug, Clone)]
pub struct Verifier(VerifyingKey);

impl Verifier {
    /// Nothing when these bytes are no point of the curve: then no signature is right.
    pub fn of(public: &DeviceId) -> Option<Self> {
        VerifyingKey::from_bytes(public.as_bytes()).ok().map(Self)
    }

    /// Whether `signature` is the strict signature of `message` by this key.
    pub fn verify(&self, what: &str, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
        self.0.verify_strict(&tagged(what, message), &signature).is_ok()
    }
}

/// Whether `signature` is the strict signature of `message` by this public key.
pub fn verify(public: &DeviceId, what: &str, message: &[u8], signature: &Signature) -> bool {
    Verifier::of(public).is_some_and(|key| key.verify(what, message, signature))
}

fn tagged(what: &str, message: &[u8]) -> Vec<u8> {
    [b"doorstep/1 ", what.as_bytes(), &[0], message].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_made_for_one_purpose_does_not_fit_another() {
        let alice = Keypair::from_seed([2; 32]);
        let signature = alice.sign("entry", b"header");
        assert!(verify(&alice.public(), "entry", b"header", &signature));
        assert!(!verify(&alice.public(), "redeem", b"header", &signature));
        assert!(!verify(&Keypair::from_seed([3; 32]).public(), "entry", b"header", &signature));
    }

    #[test]
    fn a_weak_public_key_verifies_nothing() {
        let identity_point =
            DeviceId([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert!(!verify(&identity_point, "entry", b"anything", &Signature([0; 64])));
    }

    #[test]
    fn the_debug_text_hides_the_secret() {
        let key = Keypair::from_seed([0x42; 32]);
        assert!(!format!("{key:?}").contains("4242"));
    }
}
