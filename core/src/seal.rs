//! Sealing: values that only those entitled can open, the keys that they are sealed to, and how people get those keys.
//!
//! Which keys there are, and who is to have them, follows from the membership's acts ([`Membership`](crate::member::Membership));
//! how sealed values travel is `entry`'s. Bytes are fixed in `docs/protocol.md`, sections 3.6 and 4.4.
//!
//! ```
//! use doorstep_core::seal::{KeyPair, Place, Value};
//! # use doorstep_core::ids::{DeviceId, DocId, ProjectId};
//! # use doorstep_core::member::{Class, DocKind, Scope};
//! # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//! # let mut rng = ChaCha20Rng::from_seed([1; 32]);
//! # let scope = Scope::whole(Class::Sealed);
//! let place = Place {
//!     project: ProjectId([1; 32]), scope, kind: DocKind::Door.number(), doc: DocId([2; 16]), author: DeviceId([3; 32]),
//! };
//! let key = KeyPair::random(&mut rng);
//! let door = Value { values: [("address".to_owned(), "12 Elm Street".into())].into(), replaces: vec![] };
//! let sealed = door.seal(&key.public(), 1, &place, &mut rng).expect("the value fits");
//! assert_eq!(sealed.open(key.secret(), 1, &place), Some(door));
//! assert_eq!(sealed.open(key.secret(), 1, &Place { doc: DocId([4; 16]), ..place }), None);
//! ```

mod crypt;
mod door_key;
mod keyring;
mod merge;
mod packing;
mod renewal;
mod scalars;
mod value;

pub use crypt::KeyPair;
pub use door_key::DoorKey;
pub use keyring::{Keyring, OpenKey};
pub use merge::{OpenedValue, heads, merge};
pub use renewal::{KEY_LASTS, due};
pub use value::{Place, SealError, SealedValue, Value};
