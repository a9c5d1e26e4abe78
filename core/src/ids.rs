//! Names of things: fixed-size byte ids, one type for each kind of thing, so that none is taken for another.
//!
//! How the derived ones are computed is fixed in `docs/protocol.md`.

use std::fmt;
use std::str::FromStr;

use rand_core::Rng;

/// The text was not the hexadecimal form of an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected} hexadecimal digits")]
pub struct BadId {
    /// How many digits an id of this kind has.
    pub expected: usize,
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; $size]);

        impl $name {
            /// How many bytes an id of this kind has.
            pub const SIZE: usize = $size;

            /// Makes a new id from the caller's randomness.
            pub fn random(rng: &mut dyn Rng) -> Self {
                let mut bytes = [0; $size];
                rng.fill_bytes(&mut bytes);
                Self(bytes)
            }

            /// The id's bytes.
            pub const fn as_bytes(&self) -> &[u8; $size] {
                &self.0
            }
        }

        impl From<[u8; $size]> for $name {
            fn from(bytes: [u8; $size]) -> Self {
                Self(bytes)
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = BadId;

            fn try_from(bytes: &[u8]) -> Result<Self, BadId> {
                bytes.try_into().map(Self).map_err(|_| BadId { expected: 2 * $size })
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "("))?;
                self.0[..4].iter().try_for_each(|byte| write!(f, "{byte:02x}"))?;
                write!(f, ")")
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                from_hex(text).map(Self).ok_or(BadId { expected: 2 * $size })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl<C> minicbor::Encode<C> for $name {
            fn encode<W: minicbor::encode::Write>(
                &self,
                e: &mut minicbor::Encoder<W>,
                _: &mut C,
            ) -> Result<(), minicbor::encode::Error<W::Error>> {
                e.bytes(&self.0)?.ok()
            }
        }

        impl<'b, C> minicbor::Decode<'b, C> for $name {
            fn decode(d: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
                Self::try_from(d.bytes()?).map_err(|_| minicbor::decode::Error::message("an id of another length"))
            }
        }
    };
}

id!(
    /// A project: the hash of its founding act.
    ProjectId,
    32
);
id!(
    /// A device: its Ed25519 public key.
    DeviceId,
    32
);
id!(
    /// A log: the hash of project, device, incarnation and scope.
    LogId,
    32
);
id!(
    /// An entry: the hash of its header.
    EntryHash,
    32
);
id!(
    /// The act under which a log is written: its entry hash, or for the founder the project id.
    GrantId,
    32
);
id!(
    /// The hash of an entry's salt and payload.
    PayloadHash,
    32
);
id!(
    /// A blob: the BLAKE3 hash of its bytes.
    BlobHash,
    32
);
id!(
    /// A person (or the server) as the project knows them.
    MemberId,
    16
);
id!(
    /// A document, whatever its kind.
    DocId,
    16
);
id!(
    /// One life of a device's store; a cloned or rolled-back store starts another.
    Incarnation,
    8
);
id!(
    /// One life of a server's database; a restored one starts another.
    Generation,
    16
);
id!(
    /// The random part of an entry's payload hash; it dies with the payload.
    Salt,
    16
);
id!(
    /// The scopes that a reader may read, as a hash.
    ScopesHash,
    16
);
id!(
    /// What somebody holds, as a hash.
    HoldingsDigest,
    16
);
id!(
    /// A key that values are sealed to: the first half of the hash of its public half.
    KeyId,
    16
);
id!(
    /// What a card number leads to: a slow hash of the number, so that nobody counts numbers through.
    CardId,
    16
);
id!(
    /// An Ed25519 signature.
    Signature,
    64
);

id!(
    /// The author of a document's changes: the hash of log and document, so one log writes a document as one actor.
    ActorId,
    16
);
id!(
    /// One change of a document: the SHA-256 that automerge names it by.
    ChangeHash,
    32
);
id!(
    /// An act of settling, random.
    ActId,
    16
);

id!(
    /// What a question's wording is in one language, see `form::wording`.
    WordingHash,
    32
);
id!(
    /// A question pack: the BLAKE3 hash of its file's bytes.
    PackHash,
    32
);

/// `H(what, parts)` of the protocol: BLAKE3 in derive-key mode over the joined parts.
pub fn hash(what: &'static str, parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(&format!("doorstep/1 {what}"));
    for part in parts {
        hasher.update(part);
    }
    *hasher.finalize().as_bytes()
}

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let high = char::from(pair[0]).to_digit(16)?;
        let low = char::from(pair[1]).to_digit(16)?;
        *byte = u8::try_from(high * 16 + low).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_its_text_form() {
        let id = DocId([0xd0; 16]);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn text_of_another_length_or_alphabet_is_no_id() {
        assert_eq!("d0".parse::<DocId>(), Err(BadId { expected: 32 }));
        assert!("zz".repeat(16).parse::<DocId>().is_err());
        assert!("+1".repeat(16).parse::<DocId>().is_err());
    }
}
