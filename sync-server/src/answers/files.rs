//! Files of interviews on the server: how many bytes of them are taken, from whom, and which are in its backup.
//!
//! What they are the server can't see; that every piece fits what a taken entry describes is checked where it is stored.

use std::collections::BTreeMap;

use doorstep_core::device::{carried, weighed};
use doorstep_core::entry::Refusal;
use doorstep_core::ids::{BlobHash, DeviceId};
use doorstep_core::store::{DescribedFile, StoreError};
use doorstep_core::sync::{Chunk, FileSaid, Reply, Request, Weighed};

use super::{Answers, refusal_of};
use crate::backup::BackupNote;

/// What was promised room in one answer, by whose files they are.
type Promised = BTreeMap<DeviceId, u64>;

impl Answers {
    /// What is here of files that a device offers, and for which there is no room.
    pub(super) fn weigh(&self, blobs: &[BlobHash]) -> Result<Weighed, Refusal> {
        let note = BackupNote::read(&self.directory).filter(|note| note.generation == self.identity.generation);
        let in_backup = note.map_or(0, |note| note.files);
        let mut weighed = weighed(&self.store, blobs, in_backup).map_err(refusal_of)?;
        let mut promised = Promised::new();
        for blob in weighed.missing.keys().copied().collect::<Vec<_>>() {
            if !self.has_room(blob, &mut promised).map_err(refusal_of)? {
                weighed.missing.remove(&blob);
                weighed.said.push(FileSaid::refused(blob, Refusal::NoRoom));
            }
        }
        Ok(weighed)
    }

    /// Keeps a piece, unless it is the first of a file for which there is no room.
    pub(super) fn put_chunk(&self, chunk: Chunk) -> Result<Reply, Refusal> {
        if !self.has_room(chunk.blob, &mut Promised::new()).map_err(refusal_of)? {
            return Ok(Reply::File(FileSaid::refused(chunk.blob, Refusal::NoRoom)));
        }
        carried(&self.store, Request::PutChunk(chunk)).map_err(refusal_of)
    }

    /// Whether a file may grow here. One that has begun counts already and may always be finished.
    fn has_room(&self, blob: BlobHash, promised: &mut Promised) -> Result<bool, StoreError> {
        let described = self.store.described_file(blob)?;
        let Some(DescribedFile { author, length, has_begun: false }) = described else { return Ok(true) };
        let of_author = self.store.files_held(Some(author))?.bytes + promised.get(&author).copied().unwrap_or(0);
        let of_all = self.store.files_held(None)?.bytes + promised.values().sum::<u64>();
        let fits =
            of_author + length <= self.file_limits.per_device_bytes && of_all + length <= self.file_limits.in_all_bytes;
        if fits {
            *promised.entry(author).or_default() += length;
        }
        Ok(fits)
    }
}
