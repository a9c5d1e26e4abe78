//! What every ingest and check asks for: openings, membership and rules, in memory. They change only after a commit, so a
//! failed transaction leaves them as they were.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use rusqlite::Connection;

use super::rows::{LogRow, bytes, select_log};
use super::{blobs, meta};
use crate::entry::{EntryState, Header, Opening, PayloadKind};
use crate::evaluation::Rules;
use crate::ids::{BlobHash, LogId};
use crate::member::{Act, ActError, Class, FoundingAct, Membership, SignedAct};
use crate::store::{RulesOf, StoreError};

/// The rules of every form version that is here.
pub(super) type RulesByForm = BTreeMap<BlobHash, Arc<Rules>>;

/// A log that is stored, with what never changes about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownLog {
    /// The number of its row.
    pub(super) row: i64,
    /// Its opening.
    pub(super) opening: Opening,
}

#[derive(Debug)]
pub(super) struct Caches {
    logs: RwLock<BTreeMap<LogId, KnownLog>>,
    membership: RwLock<Option<Arc<Membership>>>,
    rules: RwLock<Arc<RulesByForm>>,
    erasures: AtomicU64,
}

impl Caches {
    /// Reads everything once, when the store is opened.
    pub(super) fn load(connection: &mut Connection, rules_of: RulesOf) -> Result<Self, StoreError> {
        let snapshot = connection.transaction()?;
        Self::of(&snapshot, rules_of)
    }

    /// Reads everything as one transaction sees it.
    pub(super) fn of(snapshot: &Connection, rules_of: RulesOf) -> Result<Self, StoreError> {
        let logs = LogRow::all(snapshot, select_log!(""), [])?;
        let logs = logs.into_iter().map(|row| (row.log, KnownLog { row: row.id, opening: row.opening })).collect();
        let mut rules = BTreeMap::new();
        for (form, bytes) in blobs::whole_forms(snapshot)? {
            rules.extend(rules_of(form, &bytes).map(|found| (form, Arc::new(found))));
        }
        let membership = membership_of(snapshot)?.map(Arc::new);
        Ok(Self {
            logs: RwLock::new(logs),
            membership: RwLock::new(membership),
            rules: RwLock::new(Arc::new(rules)),
            erasures: AtomicU64::default(),
        })
    }

    /// Takes over what was read anew after something was taken out; to be called before the next write.
    pub(super) fn replace(&self, new: Self) {
        let Self { logs, membership, rules, erasures: _ } = new;
        *self.logs.write().unwrap_or_else(PoisonError::into_inner) =
            logs.into_inner().unwrap_or_else(PoisonError::into_inner);
        *self.membership.write().unwrap_or_else(PoisonError::into_inner) =
            membership.into_inner().unwrap_or_else(PoisonError::into_inner);
        *self.rules.write().unwrap_or_else(PoisonError::into_inner) =
            rules.into_inner().unwrap_or_else(PoisonError::into_inner);
    }

    pub(super) fn log(&self, log: &LogId) -> Option<KnownLog> {
        self.logs.read().unwrap_or_else(PoisonError::into_inner).get(log).copied()
    }

    /// Every stored log; those of the last commit may be missing while its writer has not told yet.
    pub(super) fn all_logs(&self) -> RwLockReadGuard<'_, BTreeMap<LogId, KnownLog>> {
        self.logs.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add_logs(&self, logs: BTreeMap<LogId, KnownLog>) {
        if !logs.is_empty() {
            self.logs.write().unwrap_or_else(PoisonError::into_inner).extend(logs);
        }
    }

    pub(super) fn membership(&self) -> Result<Arc<Membership>, StoreError> {
        self.membership.read().unwrap_or_else(PoisonError::into_inner).clone().ok_or(StoreError::NotFounded)
    }

    pub(super) fn set_membership(&self, membership: Arc<Membership>) {
        *self.membership.write().unwrap_or_else(PoisonError::into_inner) = Some(membership);
    }

    /// Notes that a commit has taken content out of the store.
    pub(super) fn count_erasure(&self) {
        self.erasures.fetch_add(1, Ordering::Release);
    }

    pub(super) fn erasures(&self) -> u64 {
        self.erasures.load(Ordering::Acquire)
    }

    pub(super) fn rules(&self) -> Arc<RulesByForm> {
        self.rules.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(super) fn add_rules(&self, form: BlobHash, rules: Rules) {
        let mut shared = self.rules.write().unwrap_or_else(PoisonError::into_inner);
        Arc::make_mut(&mut shared).insert(form, Arc::new(rules));
    }
}

/// The membership as the stored acts make it, added in the order in which they took effect.
fn membership_of(connection: &Connection) -> Result<Option<Membership>, StoreError> {
    let Some(founding) = meta::get(connection, meta::FOUNDING)? else { return Ok(None) };
    let founding = FoundingAct::from_bytes(&founding).map_err(|_| StoreError::Damaged)?;
    let mut membership = Membership::founded(founding);
    let logs = LogRow::all(
        connection,
        select_log!("WHERE substr(scope.form, 1, 1) = :class"),
        [[Class::Membership.number()]],
    )?;
    let logs: BTreeMap<i64, LogRow> = logs.into_iter().map(|row| (row.id, row)).collect();
    let mut statement = connection.prepare(
        "SELECT log, seq, header, payload
        FROM entry
        WHERE log IN (SELECT log.id FROM log JOIN scope ON scope.id = log.scope WHERE substr(form, 1, 1) = :class)
            AND payload_kind = :kind
            AND state IN (:full, :held_back)
        ORDER BY position",
    )?;
    let kind = PayloadKind::Act.number();
    // An act behind a cut belongs to the set, and counts for nothing in it.
    let (full, held_back) = (EntryState::Full.number(), EntryState::Quarantined.number());
    let mut rows = statement.query(rusqlite::params![[Class::Membership.number()], kind, full, held_back])?;
    let mut early = Vec::new();
    while let Some(row) = rows.next()? {
        let log = logs.get(&row.get(0)?).ok_or(StoreError::Damaged)?;
        let act = Act::from_bytes(bytes(row, 3)?).ok_or(StoreError::Damaged)?;
        let hash = Header::hash(bytes(row, 2)?);
        let time = Header::from_bytes(bytes(row, 2)?).ok_or(StoreError::Damaged)?.time;
        let seq = super::rows::count(row.get(1)?)?;
        // An act that planning let in can't be refused here, except by a version that judges differently; it then has no effect.
        let signed = SignedAct { hash, log: log.log, grant: log.opening.grant, seq, time, act };
        if let Err(ActError::Missing(_)) = membership.add(&signed) {
            early.push(signed);
        }
    }
    // What was kept unread at first may stand before what it builds on.
    loop {
        let before = early.len();
        early.retain(|signed| matches!(membership.add(signed), Err(ActError::Missing(_))));
        if early.len() == before {
            break;
        }
    }
    Ok(Some(membership))
}
