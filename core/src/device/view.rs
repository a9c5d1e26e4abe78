//! What somebody may see of a store: every question that a person asks goes through here, on a phone and on a server's page alike.
//!
//! Sessions send by the same scopes, see [`Membership::readable_by`](crate::member::Membership::readable_by); whether a phone is
//! locked altogether is `standing`'s.

use super::DeviceError;
use crate::document::{Change, Document};
use crate::entry::DocKey;
use crate::ids::{DeviceId, DocId};
use crate::member::{DocKind, Scope, Scopes};
use crate::store::{DocumentQuery, Followed, ResponseQuery, SqliteStore, StoredContribution, StoredResponse};

/// How many documents are listed at once.
const PAGE: u32 = 1_000;

/// A store, seen by somebody.
#[derive(Debug)]
pub struct View<'s> {
    pub(super) store: &'s SqliteStore,
    scopes: Scopes,
}

impl<'s> View<'s> {
    /// The store as a member's device may see it; empty for a stranger, and where no project is.
    pub fn of(store: &'s SqliteStore, reader: &DeviceId) -> Self {
        let scopes = store.membership().map(|membership| membership.readable_by(reader)).unwrap_or_default();
        Self { store, scopes }
    }

    /// The store as far as these scopes reach.
    pub(super) fn with(store: &'s SqliteStore, scopes: Scopes) -> Self {
        Self { store, scopes }
    }

    /// The store as whoever runs it sees it.
    pub fn whole(store: &'s SqliteStore) -> Self {
        Self { store, scopes: Scopes::everything() }
    }

    /// Whether a scope may be seen.
    pub(super) fn covers(&self, scope: &Scope) -> bool {
        self.scopes.covers(scope)
    }

    /// Every document of a kind of which anything counts, by id.
    pub(super) fn all(&self, kind: DocKind) -> Result<Vec<DocKey>, DeviceError> {
        let scopes = Some(&self.scopes);
        let mut query = DocumentQuery { kind: kind.number(), scopes, after: None, limit: PAGE };
        let mut keys = Vec::new();
        loop {
            let page = self.store.documents(&query)?;
            keys.extend(page.keys);
            query.after = page.next;
            if query.after.is_none() {
                return Ok(keys);
            }
        }
    }

    /// The document of this kind and id; if several scopes have it, the first. One that may not be seen is unknown.
    pub(super) fn find(&self, kind: DocKind, doc: DocId) -> Result<DocKey, DeviceError> {
        let found = self.store.find_documents(kind.number(), doc)?;
        let seen = found.into_iter().find(|key| self.scopes.covers(&key.scope));
        seen.ok_or(DeviceError::UnknownRecord(doc))
    }

    /// Loads what counts of a document; an unknown one is empty.
    pub(super) fn load(&self, key: &DocKey) -> Result<Document, DeviceError> {
        let damaged = || DeviceError::Damaged { doc: key.doc };
        if !self.scopes.covers(&key.scope) {
            return Ok(Document::default());
        }
        let stored = self.store.document(key)?.into_iter();
        let changes: Result<Vec<Change>, _> = stored.map(|stored| Change::read(stored.body, stored.actor)).collect();
        Document::load(changes.map_err(|_| damaged())?).map_err(|_| damaged())
    }

    /// Every response, in the order in which it came; or only those with a question that has two answers.
    pub(super) fn responses(&self, only_undecided: bool) -> Result<Vec<StoredResponse>, DeviceError> {
        let mut query = ResponseQuery { scopes: Some(&self.scopes), only_undecided, after: 0, limit: PAGE };
        let mut responses = Vec::new();
        loop {
            let page = self.store.responses(&query)?;
            responses.extend(page.responses);
            let Some(next) = page.next else { return Ok(responses) };
            query.after = next;
        }
    }

    /// Shows the counts of what may be seen, up to the last commit.
    pub(super) fn followed<T>(&self, read: impl FnMut(&mut Followed) -> T) -> Result<T, DeviceError> {
        Ok(self.store.followed(&self.scopes, read)?)
    }

    /// The counts of what may be seen, from what is stored alone.
    pub(super) fn counted_anew(&self) -> Result<Followed, DeviceError> {
        Ok(self.store.counted_anew(&self.scopes)?)
    }

    /// Shows what every response gives to the evaluation.
    pub(super) fn contributions(&self, mut visit: impl FnMut(StoredContribution<'_>)) -> Result<(), DeviceError> {
        Ok(self.store.contributions(|stored| {
            if self.scopes.covers(&stored.scope) {
                visit(stored);
            }
        })?)
    }
}
