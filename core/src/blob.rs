//! Files that belong to an interview: what is kept of a picture, and how content is locked before it leaves a phone.
//!
//! Here are bytes alone. How locked content is named and cut into chunks is `entry`'s ([`Manifest`](crate::entry::Manifest)), where it is
//! kept `store`'s, and who may open it follows from the sealed value that carries its key (decision 0043).
//!
//! ```
//! use doorstep_core::blob::{lock, media_of, unlock};
//! # use rand_chacha::{ChaCha20Rng, rand_core::SeedableRng};
//! # let mut rng = ChaCha20Rng::from_seed([1; 32]);
//! let locked = lock(b"%PDF-1.7 minutes of the meeting", &mut rng).expect("it is small enough");
//! let plain = unlock(&locked.bytes, &locked.key, locked.length).expect("it is the right key");
//! assert_eq!(media_of(&plain), "application/pdf");
//! assert!(unlock(&locked.bytes[1..], &locked.key, locked.length).is_none());
//! ```

mod lock;
mod media;
mod picture;
mod strip;

pub use lock::{ContentKey, Locked, MAX_CONTENT_BYTES, MAX_LOCKED_BYTES, TooLong, lock, unlock};
pub use media::{LOCKED_MEDIA, extension_of, file_name, is_name_of, media_of};
pub use picture::{MAX_PIXELS_ACROSS, PictureError, Prepared, prepare_picture};
