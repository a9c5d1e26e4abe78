//! Files in a session: what one side offers, and what the other says became of it. Entries that describe them come first.
//!
//! Fixed in `docs/protocol.md`, section 6. A caller offers the files that it has whole; the answerer says which of them it has, wants
//! what is missing of the others, and says of each as soon as the last piece is on its disk.

use std::collections::BTreeMap;

use minicbor::{Decode, Encode};

use crate::entry::{Ranges, Refusal};
use crate::ids::BlobHash;

/// Where a file is that was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FilePlace {
    /// It was not taken.
    Nowhere,
    /// The whole of it is on the answerer's disk.
    Stored,
    /// It is in the answerer's latest backup as well.
    BackedUp,
}

/// What an answerer says of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub struct FileSaid {
    /// The file.
    #[n(0)]
    pub blob: BlobHash,
    /// Where it is, by number; a larger one than is known here counts as stored.
    #[n(1)]
    place: u8,
    /// Why it was not taken, with a code that this version may not know; 0 where it was.
    #[n(2)]
    pub code: u16,
}

impl FileSaid {
    /// The whole of the file is here.
    pub const fn kept(blob: BlobHash, backed_up: bool) -> Self {
        Self { blob, place: if backed_up { 2 } else { 1 }, code: 0 }
    }

    /// The file is not taken.
    pub const fn refused(blob: BlobHash, why: Refusal) -> Self {
        Self { blob, place: 0, code: why.code() }
    }

    /// Where it is.
    pub const fn place(&self) -> FilePlace {
        match self.place {
            0 => FilePlace::Nowhere,
            2 => FilePlace::BackedUp,
            _ => FilePlace::Stored,
        }
    }
}

/// What an answerer has and lacks of files that were offered; of those that nothing describes it says nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Weighed {
    /// Those that it has, and those that it does not take.
    pub said: Vec<FileSaid>,
    /// The pieces that it lacks of the others.
    pub missing: BTreeMap<BlobHash, Ranges>,
}
