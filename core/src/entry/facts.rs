//! What [`plan`](super::plan) needs to know of the store, as plain values that an engine loads.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{CheckedRun, Content, Opening};
use crate::evaluation::Rules;
use crate::ids::{ActorId, BlobHash, DeviceId, DocId, EntryHash, GrantId, LogId};
use crate::member::{EntryName, Membership, Scope};

/// A document as the store knows it: the same id in two scopes, or of two kinds, is two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocKey {
    /// The scope of the logs that write it.
    pub scope: Scope,
    /// The kind's number.
    pub kind: u8,
    /// The id.
    pub doc: DocId,
}

/// What the store knows of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFacts {
    /// The log's opening.
    pub opening: Opening,
    /// The place of the last entry.
    pub head_seq: u64,
    /// Its hash.
    pub head_hash: EntryHash,
    /// The hashes of those stored entries that a wanted run also names.
    pub known: BTreeMap<u64, EntryHash>,
}

/// A stored change of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredChange {
    /// Who made it, as the document knows them.
    pub actor: ActorId,
    /// The change in its payload form.
    pub body: Vec<u8>,
}

/// A stored change of a document with where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedChange {
    /// The change.
    pub change: StoredChange,
    /// Its entry, and whether it counts so far.
    pub entry: PlacedEntry,
}

/// A stored entry, the grant of its log, and whether it is in effect or held back so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PlacedEntry {
    /// The entry.
    pub name: EntryName,
    /// The grant under which its log is written.
    pub grant: GrantId,
    /// Whether it is in effect; else it is held back.
    pub counts: bool,
}

/// What the store knows of a document: its changes, also those held back, in an order in which each follows what it builds on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DocFacts {
    /// The changes.
    pub changes: Vec<PlacedChange>,
    /// Whether its content has left this device, so that nothing new of it can be weighed here.
    pub forgotten: bool,
}

/// What a changed membership may let count otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Documents that entries of the grants in question change.
    pub docs: BTreeSet<DocKey>,
    /// Their other entries.
    pub others: Vec<PlacedEntry>,
}

/// Everything that planning needs to know.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The project's membership.
    pub membership: Arc<Membership>,
    /// The wanted logs that are known.
    pub logs: BTreeMap<LogId, LogFacts>,
    /// The wanted documents that are known.
    pub docs: BTreeMap<DocKey, DocFacts>,
    /// The places of the entries that wait for something, for each wanted device.
    pub held: BTreeMap<DeviceId, BTreeSet<(LogId, u64)>>,
    /// What the evaluation needs of every form version that is here.
    pub rules: BTreeMap<BlobHash, Arc<Rules>>,
    /// Those of the wanted documents that an order has erased, by kind and id.
    pub erased: BTreeSet<(u8, DocId)>,
}

/// What an engine has to load for some runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The logs, each with the places that the runs name.
    pub logs: BTreeMap<LogId, Vec<(u64, u64)>>,
    /// The documents that the runs change.
    pub docs: BTreeSet<DocKey>,
    /// Every document that the runs are about, by kind and id: one of them may have been erased.
    pub named: BTreeSet<(u8, DocId)>,
    /// Who wrote the runs.
    pub devices: BTreeSet<DeviceId>,
}

impl Wanted {
    /// What these runs need.
    pub fn of(runs: &[CheckedRun]) -> Self {
        let mut wanted = Self::default();
        for run in runs {
            let Some(first) = run.entries.first() else { continue };
            let end = first.seq + run.entries.len() as u64;
            wanted.logs.entry(run.log).or_default().push((first.seq, end));
            let Some(opening) = run.opening else { continue };
            wanted.devices.insert(opening.device);
            let changes = run.entries.iter().filter(|entry| matches!(entry.content, Content::Change(_)));
            wanted.docs.extend(changes.map(|entry| entry.doc_key(opening.scope)));
            let about = run.entries.iter().filter(|entry| entry.head.doc_kind != 0);
            wanted.named.extend(about.map(|entry| (entry.head.doc_kind, entry.head.doc)));
        }
        wanted
    }
}
