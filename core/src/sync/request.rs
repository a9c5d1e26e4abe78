//! What a session asks of the store behind it, and the answers: plain values, carried by the device loop.
//!
//! A session has one request open at a time, and the order of its requests is a guarantee: a cursor is saved only after
//! everything before it was taken in. The store itself is never seen here.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::body::{BackedUp, Chunk, Cursor, MeetingSecret, Redeem, Token};
use super::files::{FileSaid, Weighed};
use crate::entry::{Holdings, Outcome, Ranges, Refusal, Run};
use crate::ids::{BlobHash, DeviceId, Generation, Incarnation, ProjectId};
use crate::member::{FoundingAct, Scopes};
use crate::time::Timestamp;

/// Something that the session needs done before it can go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Answerer: may this device enter? Answered by [`Reply::Admitted`].
    Admit(Admit),
    /// Answerer: hold a new project. Answered by [`Reply::Founding`].
    Found {
        /// What the founder gave as the server's token.
        token: Token,
        /// The founding act, checked, and made for the device on the line.
        act: FoundingAct,
    },
    /// Answerer: countersign the use of an invite by the device on the line. Answered by [`Reply::Founding`].
    Redeem(Redeem),
    /// Answerer: the next page of the feed. Answered by [`Reply::Feed`].
    ReadFeed(FeedQuery),
    /// Caller: keep the founding act of the project that was founded or joined. Answered by [`Reply::Done`].
    PutFounding(FoundingAct),
    /// Caller: some of these entries, as many as fit. Answered by [`Reply::Runs`].
    ReadRuns(RunQuery),
    /// Caller: everything held in scopes that the other side may read. Answered by [`Reply::Holdings`].
    ReadHoldings {
        /// What the other side may read.
        reader: Arc<Scopes>,
    },
    /// Caller: the chunks that are missing by now, of whatever is wanted. Answered by [`Reply::Missing`].
    ReadMissing,
    /// Caller: keep what is now known about the other side, in one transaction. Answered by [`Reply::Done`].
    SaveProgress(Progress),
    /// Both: check, plan and store these runs. Answered by [`Reply::Ingested`], after the commit.
    Ingest(Vec<Run>),
    /// Both: store a chunk. Answered by [`Reply::Done`], also when nobody waits for the chunk; by [`Reply::File`] when a file is whole
    /// with it, or is not taken; by [`Reply::Sorry`] when it is not the one that the manifest names.
    PutChunk(Chunk),
    /// Answerer: what is here of these files, once everything that came before is stored. Answered by [`Reply::Weighed`].
    WeighFiles(Vec<BlobHash>),
    /// Both: some of these chunks, as many as fit. Answered by [`Reply::Chunks`].
    ReadChunks(ChunkQuery),
}

/// An answer to a [`Request`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// The device is a member.
    Admitted(Admitted),
    /// The founding act of the project, as it travels.
    Founding(Vec<u8>),
    /// A page of the feed.
    Feed(FeedPage),
    /// Runs from the store.
    Runs(Vec<Run>),
    /// What is held.
    Holdings(Holdings),
    /// What became of each run, in their order.
    Ingested(Vec<Outcome>),
    /// Chunks from the store. None at all: the blob is not here, or is not for this reader.
    Chunks(Vec<Chunk>),
    /// Chunks that are missing here.
    Missing(BTreeMap<BlobHash, Ranges>),
    /// What is here of files.
    Weighed(Weighed),
    /// What became of a file with its last chunk.
    File(FileSaid),
    /// It is done and committed.
    Done,
    /// It can't be done; the session tells the other side this code and ends.
    Sorry(Refusal),
}

/// A device that wants to enter a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admit {
    /// The device on the line.
    pub device: DeviceId,
    /// The project.
    pub project: ProjectId,
    /// The life of its store.
    pub incarnation: Incarnation,
    /// What it calls a phone with.
    pub secret: Option<MeetingSecret>,
    /// The latest backup that it knows of, if it wants to hear of backups.
    pub known_backup: Option<Timestamp>,
}

/// What an answerer tells a member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// What the device may read.
    pub scopes: Scopes,
    /// The life of the answerer's database.
    pub generation: Generation,
    /// The membership's epoch.
    pub epoch: u64,
    /// The answerer's clock.
    pub time: Timestamp,
    /// What is stored of the logs of this device and incarnation.
    pub own: Holdings,
    /// Chunks that are missing of blobs whose manifests are stored.
    pub missing_chunks: BTreeMap<BlobHash, Ranges>,
    /// What of the device's entries is in the latest backup, if the device wants to hear of it and does not know.
    pub backup: Option<BackedUp>,
    /// Everything held in scopes that the device may read, when the answerer is a phone: the caller then sends what is missing.
    pub holdings: Option<Holdings>,
}

/// Which part of the feed an answerer needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedQuery {
    /// Entries after this position.
    pub position: u64,
    /// Whole logs in these scopes, no others.
    pub scopes: Arc<Scopes>,
    /// Without the logs of this device and incarnation.
    pub except: (DeviceId, Incarnation),
    /// What the reader holds already. Leaving it out saves work; the session does it anyway.
    pub held: Arc<Holdings>,
    /// About how many bytes of entries; at least one entry comes, if there is one.
    pub max_bytes: usize,
}

/// A part of the feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedPage {
    /// The entries in commit order, joined to runs where one log's follow each other; each run with the hash before it.
    pub runs: Vec<Run>,
    /// Everything up to here was looked at.
    pub position: u64,
    /// Whether the feed ends here for now.
    pub at_end: bool,
}

/// Which entries a caller needs of its store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunQuery {
    /// The entries.
    pub wanted: Holdings,
    /// About how many bytes of entries; at least one entry comes, if there is one.
    pub max_bytes: usize,
}

/// Which chunks a sender needs of its store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkQuery {
    /// The blob.
    pub blob: BlobHash,
    /// The chunks.
    pub chunks: Ranges,
    /// What the other side may read: the manifest must stand in one of these scopes.
    pub reader: Arc<Scopes>,
    /// About how many bytes; at least one chunk comes, if there is one.
    pub max_bytes: usize,
}

/// What a caller has learnt of the other side. Parts that are empty change nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The life of the other side's database, to which all of this belongs.
    pub generation: Generation,
    /// Entries that the other side has committed: to be added to those remembered.
    pub acknowledged: Holdings,
    /// Entries that it turned out not to have: to be taken away from those remembered, before adding.
    pub lost: Holdings,
    /// How far its feed has been received and taken in.
    pub cursor: Option<Cursor>,
    /// What of this side's entries is in its latest backup: takes the place of what was known of the one before.
    pub backed_up: Option<BackedUp>,
    /// What it said of files that were offered.
    pub files: Vec<FileSaid>,
}

impl Progress {
    /// Nothing learnt yet.
    pub fn new(generation: Generation) -> Self {
        let (acknowledged, lost) = (Holdings::default(), Holdings::default());
        Self { generation, acknowledged, lost, cursor: None, backed_up: None, files: Vec::new() }
    }

    /// Whether there is nothing to save.
    pub fn is_empty(&self) -> bool {
        let entries = self.acknowledged.0.is_empty() && self.lost.0.is_empty();
        entries && self.cursor.is_none() && self.backed_up.is_none() && self.files.is_empty()
    }
}
