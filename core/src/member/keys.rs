//! Ed25519 keys with domain separation; signatures are checked strictly.

use std::sync::LazyLock;

use curve25519_dalek::constants::EIGHT_TORSION;
use ed25519_dalek::{Signer, SigningKey, Verifier as _, VerifyingKey};
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

/// The points of small order, as bytes: with one of them a signature is right for more than one message or key.
static SMALL_ORDER: LazyLock<[[u8; 32]; 8]> = LazyLock::new(|| EIGHT_TORSION.map(|point| point.compress().to_bytes()));

/// A public key made ready for checking many signatures: reading it off its bytes costs a tenth of a check.
#[derive(Debug, Clone)]
pub struct Verifier(VerifyingKey);

impl Verifier {
    /// Nothing when these bytes are no point of the curve, or one of small order: then no signature is right.
    pub fn of(public: &DeviceId) -> Option<Self> {
        VerifyingKey::from_bytes(public.as_bytes()).ok().filter(|key| !key.is_weak()).map(Self)
    }

    /// Whether `signature` is the strict signature of `message` by this key.
    ///
    /// The same answer as the library's `verify_strict`, an eighth sooner: that one reads the signature's point off its bytes to see
    /// whether its order is small. As the usual check compares the very bytes, looking for those of the eight such points is enough.
    pub fn verify(&self, what: &str, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature.as_bytes());
        !SMALL_ORDER.contains(signature.r_bytes()) && self.0.verify(&tagged(what, message), &signature).is_ok()
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
    use curve25519_dalek::Scalar;
    use sha2::{Digest, Sha512};

    use super::*;

    #[test]
    fn a_signature_with_a_point_of_small_order_is_refused_where_the_usual_check_takes_it() {
        let alice = SigningKey::from_bytes(&[2; 32]);
        // Whoever has the key can make one whose point is the neutral one: s = k a, so that s B - k A is nothing at all.
        let point = SMALL_ORDER[0];
        let message = tagged("entry", b"header");
        let digest = Sha512::new().chain_update(point).chain_update(alice.verifying_key()).chain_update(&message);
        let scalar = Scalar::from_bytes_mod_order_wide(&digest.finalize().into()) * alice.to_scalar();
        let forged = ed25519_dalek::Signature::from_components(point, scalar.to_bytes());
        assert!(alice.verifying_key().verify(&message, &forged).is_ok());
        assert!(!verify(&Keypair(alice).public(), "entry", b"header", &Signature(forged.to_bytes())));
    }

    #[test]
    fn every_changed_bit_of_a_signature_is_judged_as_the_strict_check_of_the_library_judges_it() {
        let alice = Keypair::from_seed([2; 32]);
        let key = Verifier::of(&alice.public()).expect("a sound key");
        let signature = alice.sign("entry", b"header");
        for bit in 0..512 {
            let mut changed = signature;
            changed.0[bit / 8] ^= 1 << (bit % 8);
            let strict = key.0.verify_strict(&tagged("entry", b"header"), &ed25519_dalek::Signature::from(changed.0));
            assert_eq!(key.verify("entry", b"header", &changed), strict.is_ok(), "bit {bit}");
        }
    }

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
