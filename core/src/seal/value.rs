//! A sealed value: the payload that travels, and the value of a whole document inside it.
//!
//! How it is made shorter, and as long as others, before it is sealed is `packing`'s; what several of them add up to is `merge`'s.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::crypt::{self, TAG_BYTES};
use super::packing;
use super::scalars::Packed;
use crate::document::Scalar;
use crate::ids::{DeviceId, DocId, EntryHash, KeyId, ProjectId};
use crate::member::{Scope, SealingKey};

/// The most values that one value may replace.
const MAX_REPLACED: usize = 256;

/// A sealed value as its entry carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedValue {
    /// The key that it is sealed to.
    pub key: KeyId,
    /// The encapsulated key.
    pub encapsulated: [u8; 32],
    /// The ciphertext.
    pub ciphertext: Vec<u8>,
}

#[derive(Encode, Decode)]
#[cbor(array)]
struct SealedBytes {
    #[n(0)]
    key: KeyId,
    #[cbor(n(1), with = "minicbor::bytes")]
    encapsulated: [u8; 32],
    #[cbor(n(2), with = "minicbor::bytes")]
    ciphertext: Vec<u8>,
}

/// Why a value was not sealed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is larger than an entry may be, or takes the place of too many.
    #[error("what was to be locked is larger than an entry may be")]
    TooLarge,
    /// Nothing can be sealed to the key.
    #[error("the project's key for this can't be used")]
    BadKey,
}

/// Where a sealed value belongs: it opens there and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The project.
    pub project: ProjectId,
    /// The scope of its log.
    pub scope: Scope,
    /// The number of the document's kind.
    pub kind: u8,
    /// The document.
    pub doc: DocId,
    /// The device that wrote it.
    pub author: DeviceId,
}

/// The values of a document, or some of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    /// What it holds, by key.
    pub values: BTreeMap<String, Scalar>,
    /// The entries of the document that its author knew: under the keys that it holds, it takes their place.
    pub replaces: Vec<EntryHash>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct ValueBytes {
    #[n(0)]
    values: BTreeMap<String, Packed>,
    #[n(1)]
    replaces: Vec<EntryHash>,
}

impl SealedValue {
    /// The value as a payload.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { key, encapsulated, ciphertext } = self.clone();
        minicbor::to_vec(SealedBytes { key, encapsulated, ciphertext }).expect("writing CBOR into memory does not fail")
    }

    /// Reads a payload; `None` when it can't be one. Nothing is opened.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let SealedBytes { key, encapsulated, ciphertext } = minicbor::decode(bytes).ok()?;
        let hidden = ciphertext.len().checked_sub(TAG_BYTES)?;
        packing::is_step(hidden).then_some(Self { key, encapsulated, ciphertext })
    }

    /// Opens the value; `None` when it is not for this key, epoch or place, was tampered with, or can't be read.
    pub fn open(&self, secret: &[u8; 32], epoch: u64, place: &Place) -> Option<Value> {
        let info = place.info(epoch);
        let plain = crypt::unlock(secret, &self.encapsulated, &info, &place.author.0, &self.ciphertext)?;
        let ValueBytes { values, replaces } = minicbor::decode(&packing::unpack(&plain)?).ok()?;
        let values = values.into_iter().map(|(key, Packed(value))| (key, value)).collect();
        (replaces.len() <= MAX_REPLACED).then_some(Value { values, replaces })
    }
}

impl Value {
    /// Seals the value to a key of some epoch.
    ///
    /// # Errors
    /// It is larger than an entry may be, replaces too many others, or the key can't be used.
    pub fn seal(
        &self,
        public: &[u8; 32],
        epoch: u64,
        place: &Place,
        rng: &mut dyn CryptoRng,
    ) -> Result<SealedValue, SealError> {
        let values = self.values.iter().map(|(key, value)| (key.clone(), Packed(value.clone()))).collect();
        let bytes = ValueBytes { values, replaces: self.replaces.clone() };
        let plain = Zeroizing::new(minicbor::to_vec(bytes).expect("writing CBOR into memory does not fail"));
        let packed = packing::pack(&plain).filter(|_| self.replaces.len() <= MAX_REPLACED);
        let packed = packed.ok_or(SealError::TooLarge)?;
        let locked = crypt::lock(public, &place.info(epoch), &place.author.0, &packed, rng);
        let (encapsulated, ciphertext) = locked.ok_or(SealError::BadKey)?;
        Ok(SealedValue { key: SealingKey::id_of(public), encapsulated, ciphertext })
    }
}

impl Place {
    /// What a value is bound to: `doorstep/1 sealed value` and a zero byte, project, scope, kind, document, epoch.
    fn info(&self, epoch: u64) -> Vec<u8> {
        let scope = self.scope.to_bytes();
        let head: &[u8] = b"doorstep/1 sealed value\0";
        [head, &self.project.0, &scope, &[self.kind], &self.doc.0, &epoch.to_le_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha20Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::super::crypt::KeyPair;
    use super::*;
    use crate::member::{Class, DocKind};

    fn place() -> Place {
        let (project, author) = (ProjectId([1; 32]), DeviceId([2; 32]));
        Place { project, scope: Scope::whole(Class::Sealed), kind: DocKind::Door.number(), doc: DocId([3; 16]), author }
    }

    fn door(address: &str) -> Value {
        Value { values: [("address".to_owned(), address.into())].into(), replaces: vec![EntryHash([4; 32])] }
    }

    fn sealed(value: &Value) -> (KeyPair, SealedValue) {
        let mut rng = ChaCha20Rng::from_seed([5; 32]);
        let key = KeyPair::random(&mut rng);
        let sealed = value.seal(&key.public(), 1, &place(), &mut rng).unwrap();
        (key, SealedValue::from_bytes(&sealed.to_bytes()).unwrap())
    }

    #[test]
    fn a_value_opens_in_its_own_place_and_epoch_alone() {
        let value = door("12 Elm Street");
        let (key, sealed) = sealed(&value);
        assert_eq!(sealed.open(key.secret(), 1, &place()), Some(value));
        let south = Scope { area: Some(DocId([9; 16])), ..place().scope };
        let elsewhere = [
            Place { project: ProjectId([9; 32]), ..place() },
            Place { scope: south, ..place() },
            Place { kind: DocKind::Identity.number(), ..place() },
            Place { doc: DocId([9; 16]), ..place() },
            Place { author: DeviceId([9; 32]), ..place() },
        ];
        assert!(elsewhere.iter().all(|place| sealed.open(key.secret(), 1, place).is_none()));
        assert!(sealed.open(key.secret(), 2, &place()).is_none() && sealed.open(&[6; 32], 1, &place()).is_none());
    }

    #[test]
    fn short_values_are_all_as_long_as_each_other() {
        let lengths = ["1", "12 Elm Street", "Flat 12a, Larkfield House, Elm Street"].map(|address| {
            let (_, sealed) = sealed(&door(address));
            sealed.to_bytes().len()
        });
        assert_eq!(lengths, [lengths[0]; 3]);
    }

    #[test]
    fn a_ciphertext_of_a_length_that_nothing_is_padded_to_is_none() {
        let (_, sealed) = sealed(&door("12 Elm Street"));
        assert_eq!(sealed.ciphertext.len(), 128 + TAG_BYTES);
        for hidden in [0, 64, 129, 65_536] {
            let other = SealedValue { ciphertext: vec![0; hidden + TAG_BYTES], ..sealed.clone() };
            assert_eq!(SealedValue::from_bytes(&other.to_bytes()), None, "{hidden}");
        }
    }

    #[test]
    fn what_is_larger_than_an_entry_is_not_sealed() {
        let mut rng = ChaCha20Rng::from_seed([5; 32]);
        let key = KeyPair::random(&mut rng).public();
        assert!(
            door(&"x".repeat(65_000))
                .seal(&key, 1, &place(), &mut rng)
                .is_ok_and(|sealed| { sealed.to_bytes().len() <= crate::document::limits::MAX_BODY_BYTES })
        );
        assert_eq!(door(&"x".repeat(65_500)).seal(&key, 1, &place(), &mut rng), Err(SealError::TooLarge));
    }

    proptest! {
        #[test]
        fn bytes_from_outside_never_panic_and_a_changed_bit_never_opens(
            bytes in proptest::collection::vec(any::<u8>(), 0..300),
            bit in 0..2_000_usize,
        ) {
            let _ = SealedValue::from_bytes(&bytes);
            let value = door("12 Elm Street");
            let (key, sealed) = sealed(&value);
            let mut tampered = sealed;
            let at = bit / 8 % (32 + tampered.ciphertext.len());
            let byte = if at < 32 { &mut tampered.encapsulated[at] } else { &mut tampered.ciphertext[at - 32] };
            *byte ^= 1 << (bit % 8);
            // The highest bit of an X25519 public key carries nothing; what is derived from its bytes differs all the same.
            prop_assert!(tampered.open(key.secret(), 1, &place()).is_none());
        }
    }
}
