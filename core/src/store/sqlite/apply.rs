//! Writing what planning decided: the engine on SQLite, within one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rusqlite::{OptionalExtension, Row, Transaction, params};

use super::caches::{Caches, KnownLog};
use super::rows::LogRow;
use super::{blobs, erasing, files, rows};
use crate::entry::{
    Body, DocKey, DocWrite, EntryState, Facts, HoldWrite, LogKey, LogWrite, MAX_HELD, ManifestWrite, NewEntry,
    Projection, ResponseRow, Run, Shift, Touched, WaitsFor, Wanted, Writes,
};
use crate::ids::{DeviceId, DocId, EntryHash, LogId};
use crate::member::{DocKind, EntryName, Membership, Scope};
use crate::store::{Applied, Engine, StoreError};

/// What a transaction adds to the caches once it is committed.
#[derive(Debug, Default)]
pub(super) struct Pending {
    logs: BTreeMap<LogId, KnownLog>,
    pub(super) membership: Option<Arc<Membership>>,
    pub(super) erased: bool,
}

impl Pending {
    /// Lets everybody see it; to be called after the commit and before the next write.
    pub(super) fn publish(self, caches: &Caches) {
        caches.add_logs(self.logs);
        if let Some(membership) = self.membership {
            caches.set_membership(membership);
        }
        if self.erased {
            caches.count_erasure();
        }
    }
}

/// The engine within one transaction, with the row numbers that it has looked up so far.
pub(super) struct SqliteEngine<'t> {
    pub(super) tx: &'t Transaction<'t>,
    pub(super) caches: &'t Caches,
    pub(super) pending: Pending,
    scopes: BTreeMap<Scope, i64>,
    documents: BTreeMap<DocKey, Option<i64>>,
}

impl Engine for SqliteEngine<'_> {
    fn load_facts(&mut self, wanted: &Wanted) -> Result<Facts, StoreError> {
        self.facts(wanted)
    }

    fn apply(&mut self, writes: &Writes) -> Result<Applied, StoreError> {
        let mut applied = Applied::default();
        for log in &writes.logs {
            self.add_log(log)?;
        }
        for entry in &writes.entries {
            applied.position = self.add_entry(entry)?;
            applied.entries += 1;
        }
        for (log, (seq, hash)) in &writes.heads {
            self.set_head(log, *seq, hash)?;
        }
        erasing::erase(self.tx, &writes.erased)?;
        self.pending.erased |= !writes.erased.is_empty();
        for (name, state) in &writes.states {
            applied.erased.extend(self.set_state(name, *state)?);
        }
        for doc in &writes.docs {
            self.set_projection(doc)?;
        }
        for write in &writes.manifests {
            self.add_manifest(write)?;
        }
        for hold in &writes.holds {
            applied.held += self.hold(hold)?;
        }
        if let Some(membership) = &writes.membership {
            self.pending.membership = Some(Arc::new(membership.clone()));
        }
        Ok(applied)
    }

    fn take_held(&mut self, arrived: &[WaitsFor]) -> Result<Vec<Run>, StoreError> {
        let any = "SELECT EXISTS (SELECT 1 FROM held)";
        if !self.tx.prepare_cached(any)?.query_row([], |row| row.get(0))? {
            return Ok(Vec::new());
        }
        let mut taken = Vec::new();
        for name in arrived {
            match name {
                WaitsFor::Log(log) => self.take_following(log, &mut taken)?,
                WaitsFor::Erased(doc) => self.take_emptied(doc, &mut taken)?,
                WaitsFor::Change(_) | WaitsFor::Grant(_) | WaitsFor::Act(_) => {
                    let sql = "DELETE FROM held WHERE waits_for = :name RETURNING run";
                    let mut statement = self.tx.prepare_cached(sql)?;
                    let mut found = statement.query(params![name.to_bytes()])?;
                    while let Some(row) = found.next()? {
                        taken.push(run_of(row)?);
                    }
                }
            }
        }
        taken.sort_by_key(|run| (run.log, run.first_seq));
        Ok(taken)
    }

    fn touched(&mut self, shift: &Shift) -> Result<Touched, StoreError> {
        self.touched_by(shift)
    }

    fn log_key(&mut self, log: &LogId, first_seq: u64) -> Result<LogKey, StoreError> {
        self.key_of(log, first_seq)
    }
}

impl<'t> SqliteEngine<'t> {
    pub(super) fn new(tx: &'t Transaction<'t>, caches: &'t Caches) -> Self {
        Self { tx, caches, pending: Pending::default(), scopes: BTreeMap::new(), documents: BTreeMap::new() }
    }

    pub(super) fn into_pending(self) -> Pending {
        self.pending
    }

    pub(super) fn known_log(&self, log: &LogId) -> Option<KnownLog> {
        self.pending.logs.get(log).copied().or_else(|| self.caches.log(log))
    }

    /// The row of a document that is stored.
    pub(super) fn document_row(&mut self, key: &DocKey) -> Result<Option<i64>, StoreError> {
        if let Some(row) = self.documents.get(key) {
            return Ok(*row);
        }
        let scope = self.scope_row(&key.scope)?;
        let sql = "SELECT id FROM document WHERE kind = :kind AND name = :name AND scope = :scope";
        let row =
            self.tx.prepare_cached(sql)?.query_row(params![key.kind, key.doc, scope], |row| row.get(0)).optional()?;
        self.documents.insert(*key, row);
        Ok(row)
    }

    pub(super) fn held_places(&self, device: &DeviceId) -> Result<BTreeSet<(LogId, u64)>, StoreError> {
        let sql = "SELECT log, first_seq FROM held WHERE device = :device";
        let mut statement = self.tx.prepare_cached(sql)?;
        let mut found = statement.query(params![device])?;
        let mut places = BTreeSet::new();
        while let Some(row) = found.next()? {
            places.insert((row.get(0)?, rows::count(row.get(1)?)?));
        }
        Ok(places)
    }

    fn held_of(&self, device: &DeviceId) -> Result<u64, StoreError> {
        let sql = "SELECT COALESCE(SUM(entries), 0) FROM held WHERE device = :device";
        rows::count(self.tx.prepare_cached(sql)?.query_row(params![device], |row| row.get(0))?)
    }

    /// Takes what follows the end of a log; what lies behind a further gap would only have to wait again.
    fn take_following(&self, log: &LogId, taken: &mut Vec<Run>) -> Result<(), StoreError> {
        let Some(row) = LogRow::find(self.tx, log)? else { return Ok(()) };
        let mut next = row.head_seq + 1;
        let mut statement = self.tx.prepare_cached(
            "SELECT run, id
            FROM held
            WHERE waits_for = :name
            ORDER BY first_seq",
        )?;
        let mut delete = self.tx.prepare_cached("DELETE FROM held WHERE id = :id")?;
        let mut found = statement.query(params![WaitsFor::Log(*log).to_bytes()])?;
        while let Some(row) = found.next()? {
            let run = run_of(row)?;
            if run.first_seq > next {
                break;
            }
            next = next.max(run.end_seq());
            delete.execute(params![row.get::<_, i64>(1)?])?;
            taken.push(run);
        }
        Ok(())
    }

    /// Takes those out that waited for changes of a document that is erased now: without content they need none.
    fn take_emptied(&self, doc: &DocId, taken: &mut Vec<Run>) -> Result<(), StoreError> {
        let kind = WaitsFor::Change([0; 32]).to_bytes()[0];
        let mut statement =
            self.tx.prepare_cached("SELECT run, id FROM held WHERE substr(waits_for, 1, 1) = :kind ORDER BY id")?;
        let mut delete = self.tx.prepare_cached("DELETE FROM held WHERE id = :id")?;
        let mut found = statement.query(params![[kind]])?;
        while let Some(row) = found.next()? {
            let run = run_of(row)?;
            if run.entries.iter().any(|entry| entry.about().1 == *doc) {
                delete.execute(params![row.get::<_, i64>(1)?])?;
                taken.push(run);
            }
        }
        Ok(())
    }

    fn scope_row(&mut self, scope: &Scope) -> Result<i64, StoreError> {
        if let Some(row) = self.scopes.get(scope) {
            return Ok(*row);
        }
        let form = scope.to_bytes();
        let sql = "SELECT id FROM scope WHERE form = :form";
        let found = self.tx.prepare_cached(sql)?.query_row(params![form], |row| row.get(0)).optional()?;
        let row = match found {
            Some(row) => row,
            None => self.tx.prepare_cached("INSERT INTO scope (form) VALUES (:form)")?.insert(params![form])?,
        };
        self.scopes.insert(*scope, row);
        Ok(row)
    }

    fn add_log(&mut self, write: &LogWrite) -> Result<(), StoreError> {
        let LogWrite { log, opening } = write;
        let scope = self.scope_row(&opening.scope)?;
        let none = EntryHash([0; 32]);
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO log (name, device, incarnation, scope, grant_id, head_seq, head_hash)
            VALUES (:name, :device, :incarnation, :scope, :grant, 0, :none)",
        )?;
        let row = insert.insert(params![log, opening.device, opening.incarnation, scope, opening.grant, none])?;
        self.pending.logs.insert(*log, KnownLog { row, opening: *opening });
        Ok(())
    }

    fn add_entry(&mut self, entry: &NewEntry) -> Result<u64, StoreError> {
        let log = self.known_log(&entry.log).ok_or(StoreError::Inconsistent)?;
        let document = entry.doc.map(|key| self.ensure_document(&key)).transpose()?;
        let (salt, payload) = match &entry.body {
            Body::Full { salt, payload } => (Some(salt), Some(payload)),
            Body::Erased { .. } => (None, None),
        };
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO entry (log, seq, document, payload_kind, state, header, signature, salt, payload)
            VALUES (:log, :seq, :document, :payload_kind, :state, :header, :signature, :salt, :payload)",
        )?;
        let seq = rows::number(entry.seq);
        let state = entry.state.number();
        let (header, signature) = (&entry.header, &entry.signature);
        let values = params![log.row, seq, document, entry.payload_kind, state, header, signature, salt, payload];
        rows::count(insert.insert(values)?)
    }

    fn set_head(&self, log: &LogId, seq: u64, hash: &EntryHash) -> Result<(), StoreError> {
        let log = self.known_log(log).ok_or(StoreError::Inconsistent)?;
        let sql = "UPDATE log SET head_seq = :seq, head_hash = :hash WHERE id = :id";
        self.tx.prepare_cached(sql)?.execute(params![rows::number(seq), hash, log.row])?;
        Ok(())
    }

    /// Sets an entry's state; an order that takes effect by it erases, and what it erased is returned.
    fn set_state(&mut self, name: &EntryName, state: EntryState) -> Result<BTreeSet<DocId>, StoreError> {
        let log = self.known_log(&name.log).ok_or(StoreError::Inconsistent)?;
        let sql = "UPDATE entry SET state = :state WHERE log = :log AND seq = :seq";
        self.tx.prepare_cached(sql)?.execute(params![state.number(), log.row, rows::number(name.seq)])?;
        if state == EntryState::Full { self.follow_order(log.row, name.seq) } else { Ok(BTreeSet::new()) }
    }

    fn ensure_document(&mut self, key: &DocKey) -> Result<i64, StoreError> {
        if let Some(row) = self.document_row(key)? {
            return Ok(row);
        }
        let scope = self.scope_row(&key.scope)?;
        let sql = "INSERT INTO document (kind, name, scope) VALUES (:kind, :name, :scope)";
        let row = self.tx.prepare_cached(sql)?.insert(params![key.kind, key.doc, scope])?;
        self.documents.insert(*key, Some(row));
        Ok(row)
    }

    fn add_manifest(&mut self, write: &ManifestWrite) -> Result<(), StoreError> {
        let manifest = blobs::add_manifest(self.tx, &write.manifest)?;
        if write.doc.kind == DocKind::Files.number() {
            let document = self.ensure_document(&write.doc)?;
            files::attach(self.tx, manifest, document, write.author)?;
        }
        Ok(())
    }

    fn set_projection(&mut self, write: &DocWrite) -> Result<(), StoreError> {
        let document = self.ensure_document(&write.key)?;
        let response = match &write.projection {
            Projection::Response(response) => response,
            Projection::Gone => {
                self.tx.prepare_cached("DELETE FROM response WHERE document = :document")?.execute([document])?;
                return Ok(());
            }
            Projection::None => return Ok(()),
        };
        let ResponseRow { form, door, withdrawn, undecided, contribution, card } = response;
        let mut upsert = self.tx.prepare_cached(
            "INSERT INTO response (document, form, door, withdrawn, undecided, contribution, card)
            VALUES (:document, :form, :door, :withdrawn, :undecided, :contribution, :card)
            ON CONFLICT (document) DO UPDATE
            SET form = excluded.form,
                door = excluded.door,
                withdrawn = excluded.withdrawn,
                undecided = excluded.undecided,
                contribution = excluded.contribution,
                card = excluded.card",
        )?;
        upsert.execute(params![document, form, door, withdrawn, undecided, contribution, card])?;
        Ok(())
    }

    /// Keeps an entry waiting; returns how many were kept. One that waits already is not kept twice.
    fn hold(&self, hold: &HoldWrite) -> Result<u64, StoreError> {
        let entries = hold.run.entries.len() as u64;
        if self.held_of(&hold.device)? + entries > MAX_HELD {
            return Ok(0);
        }
        let run = minicbor::to_vec(&hold.run).expect("writing CBOR into memory does not fail");
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO held (device, waits_for, log, first_seq, entries, run)
            VALUES (:device, :waits_for, :log, :first_seq, :entries, :run)
            ON CONFLICT (log, first_seq) DO NOTHING",
        )?;
        let (log, first) = (hold.run.log, rows::number(hold.run.first_seq));
        let (name, entries) = (hold.waits_for.to_bytes(), rows::number(entries));
        let kept = insert.execute(params![hold.device, name, log, first, entries, run])?;
        Ok(if kept == 0 { 0 } else { hold.run.entries.len() as u64 })
    }
}

fn run_of(row: &Row<'_>) -> Result<Run, StoreError> {
    minicbor::decode(rows::bytes(row, 0)?).map_err(|_| StoreError::Damaged)
}
