//! Telling followers what each commit has changed: triggers note it, whatever statement did it, and the writer hands it on.
//!
//! Nothing is noted until somebody follows. What is followed is `followed`'s matter; nobody follows across an end of the process.

use std::collections::BTreeSet;
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use rusqlite::{Connection, Transaction, params};

use super::rows::{self, bytes};
use super::writer::lock;
use super::{SqliteStore, responses};
use crate::entry::DocKey;
use crate::ids::DocId;
use crate::member::{DocKind, Scope, Scopes};
use crate::store::{Followed, StoreError};

const FOLLOWING: &str = include_str!("../sql/following.sql");
// The triggers know visits by the number alone.
const _: () = assert!(DocKind::Visit.number() == 7);

/// For how many sets of scopes counts are kept.
const MAX_FOLLOWED: usize = 4;
/// How many changes wait for somebody to look; with more, counting anew costs less.
const MAX_WAITING: usize = 20_000;

/// A change that a commit made.
#[derive(Debug, Clone)]
pub(super) struct Change {
    scope: Scope,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Response { before: Given, after: Given },
    Home(Home),
    Visit(DocId),
}

/// What a response gives to the evaluation.
#[derive(Debug, Clone)]
struct Given {
    door: Option<DocId>,
    contribution: Option<Vec<u8>>,
}

/// The interviews that stand at a door.
#[derive(Debug, Clone)]
struct Home {
    door: DocId,
    interviews: Vec<(DocId, Vec<u8>)>,
}

/// All that follow a store.
#[derive(Debug, Default)]
pub(super) struct Followers {
    /// Those used last come last.
    slots: Mutex<Vec<Arc<Slot>>>,
    told: AtomicBool,
}

/// One set of scopes that is followed.
#[derive(Debug)]
struct Slot {
    scopes: Scopes,
    /// Changes that are not counted yet; absent once there were too many.
    waiting: Mutex<Option<Vec<Change>>>,
    /// Absent while it is being counted, and for good if that failed.
    followed: Mutex<Option<Followed>>,
}

impl Followers {
    /// What this transaction has changed so far, to be published once it is committed.
    pub(super) fn changes(&self, tx: &Transaction<'_>) -> Result<Vec<Change>, StoreError> {
        if !self.told.load(Ordering::Acquire) {
            return Ok(Vec::new());
        }
        let mut changes = Vec::new();
        changed_responses(tx, &mut changes)?;
        changed_visits(tx, &mut changes)?;
        if !changes.is_empty() {
            tx.prepare_cached("DELETE FROM followed_response")?.execute([])?;
            tx.prepare_cached("DELETE FROM followed_visit")?.execute([])?;
        }
        Ok(changes)
    }

    /// Hands on what was committed; to be called before the next write.
    pub(super) fn publish(&self, changes: &[Change]) {
        if changes.is_empty() {
            return;
        }
        for slot in lock(&self.slots).iter() {
            let mut waiting = lock(&slot.waiting);
            if let Some(known) = waiting.as_mut() {
                known.extend(changes.iter().filter(|change| slot.scopes.covers(&change.scope)).cloned());
            }
            if waiting.as_ref().is_some_and(|known| known.len() > MAX_WAITING) {
                *waiting = None;
            }
        }
    }

    /// The slot of these scopes, if it still follows.
    fn find(&self, scopes: &Scopes) -> Option<Arc<Slot>> {
        let mut slots = lock(&self.slots);
        slots.retain(|slot| lock(&slot.waiting).is_some());
        let place = slots.iter().position(|slot| slot.scopes == *scopes)?;
        let slot = slots.remove(place);
        slots.push(Arc::clone(&slot));
        Some(slot)
    }

    fn add(&self, slot: &Arc<Slot>) {
        let mut slots = lock(&self.slots);
        slots.retain(|other| other.scopes != slot.scopes);
        if slots.len() >= MAX_FOLLOWED {
            slots.remove(0);
        }
        slots.push(Arc::clone(slot));
    }

    fn remove(&self, slot: &Arc<Slot>) {
        lock(&self.slots).retain(|other| !Arc::ptr_eq(other, slot));
    }
}

impl Slot {
    /// Brings the counts up to date and shows them; nothing if they can no longer be.
    fn look<T>(&self, mut read: impl FnMut(&mut Followed) -> T) -> Option<T> {
        let mut followed = lock(&self.followed);
        let waiting = lock(&self.waiting).as_mut().map(mem::take)?;
        let followed = followed.as_mut()?;
        waiting.into_iter().for_each(|change| apply(followed, change));
        Some(read(followed))
    }
}

fn apply(followed: &mut Followed, change: Change) {
    let Change { scope, what } = change;
    match what {
        What::Response { before, after } => {
            for (given, more) in [(before, false), (after, true)] {
                if let Some(contribution) = given.contribution {
                    followed.count(scope, given.door, &contribution, more);
                }
            }
        }
        What::Home(home) => followed.stand(scope, home.door, &home.interviews),
        What::Visit(doc) => {
            followed.changed_visits.insert(DocKey { scope, kind: DocKind::Visit.number(), doc });
        }
    }
}

impl SqliteStore {
    /// Shows the counts of what lies in these scopes, up to the last commit. The first time they are counted from what is stored; from
    /// then on they follow every commit.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn followed<T>(&self, scopes: &Scopes, mut read: impl FnMut(&mut Followed) -> T) -> Result<T, StoreError> {
        if let Some(slot) = self.followers.find(scopes)
            && let Some(shown) = slot.look(&mut read)
        {
            return Ok(shown);
        }
        let slot = Arc::new(Slot {
            scopes: scopes.clone(),
            waiting: Mutex::new(Some(Vec::new())),
            followed: Mutex::default(),
        });
        let mut followed = lock(&slot.followed);
        let mut reader = self.read()?;
        let snapshot = {
            // Between the snapshot and the first change that is noted nobody may commit.
            let writer = lock(&self.writer);
            self.note_changes(writer.connection())?;
            let snapshot = reader.snapshot()?;
            snapshot.query_row("SELECT COUNT(*) FROM meta", [], |row| row.get::<_, i64>(0))?;
            self.followers.add(&slot);
            snapshot
        };
        match counted(&snapshot, scopes) {
            Ok(mut new) => {
                let shown = read(&mut new);
                *followed = Some(new);
                Ok(shown)
            }
            Err(error) => {
                self.followers.remove(&slot);
                Err(error)
            }
        }
    }

    /// The counts of what lies in these scopes, from what is stored alone: what a check compares those with that follow.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn counted_anew(&self, scopes: &Scopes) -> Result<Followed, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        counted(&snapshot, scopes)
    }

    /// Lets the connection that writes note its changes from now on.
    fn note_changes(&self, connection: &Connection) -> Result<(), StoreError> {
        if !self.followers.told.load(Ordering::Acquire) {
            connection.execute_batch(FOLLOWING)?;
            self.followers.told.store(true, Ordering::Release);
        }
        Ok(())
    }
}

/// Counts what one snapshot has.
fn counted(snapshot: &Connection, scopes: &Scopes) -> Result<Followed, StoreError> {
    let mut followed = Followed::default();
    responses::contributions_in(snapshot, |stored| {
        if scopes.covers(&stored.scope) {
            followed.count(stored.scope, stored.door, stored.bytes, true);
        }
    })?;
    for (scope, home) in homes_in(snapshot)? {
        if scopes.covers(&scope) {
            followed.stand(scope, home.door, &home.interviews);
        }
    }
    let mut statement = snapshot.prepare_cached(
        "SELECT name, scope.form
        FROM document
        JOIN scope ON scope.id = document.scope
        WHERE kind = :kind",
    )?;
    let mut found = statement.query(params![DocKind::Visit.number()])?;
    while let Some(row) = found.next()? {
        let scope = rows::scope(bytes(row, 1)?)?;
        if scopes.covers(&scope) {
            followed.changed_visits.insert(DocKey { scope, kind: DocKind::Visit.number(), doc: row.get(0)? });
        }
    }
    Ok(followed)
}

fn changed_responses(tx: &Transaction<'_>, changes: &mut Vec<Change>) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT known.scope, known.door, known.contribution, response.door, response.contribution
        FROM followed_response AS known
        LEFT JOIN response ON response.document = known.document
        ORDER BY known.document",
    )?;
    let mut found = statement.query([])?;
    let mut doors = BTreeSet::new();
    while let Some(row) = found.next()? {
        let scope = rows::scope(bytes(row, 0)?)?;
        let before = Given { door: row.get(1)?, contribution: row.get(2)? };
        let after = Given { door: row.get(3)?, contribution: row.get(4)? };
        doors.extend([before.door, after.door].into_iter().flatten().map(|door| (scope, door)));
        changes.push(Change { scope, what: What::Response { before, after } });
    }
    for (scope, door) in doors {
        let interviews = standing_at(tx, &scope, door)?;
        changes.push(Change { scope, what: What::Home(Home { door, interviews }) });
    }
    Ok(())
}

/// What stands at one door.
fn standing_at(connection: &Connection, scope: &Scope, door: DocId) -> Result<Vec<(DocId, Vec<u8>)>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT name, contribution
        FROM response
        JOIN document ON document.id = response.document
        JOIN scope ON scope.id = document.scope
        WHERE response.door = :door AND scope.form = :scope AND contribution IS NOT NULL
        ORDER BY name",
    )?;
    let found = statement.query_map(params![door, scope.to_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// The doors at which more than one interview stands.
fn homes_in(snapshot: &Connection) -> Result<Vec<(Scope, Home)>, StoreError> {
    let mut statement = snapshot.prepare_cached(
        "SELECT scope.form, response.door
        FROM response
        JOIN document ON document.id = response.document
        JOIN scope ON scope.id = document.scope
        WHERE response.door IS NOT NULL AND contribution IS NOT NULL
        GROUP BY response.door, document.scope
        HAVING COUNT(*) > 1",
    )?;
    let mut found = statement.query([])?;
    let mut homes = Vec::new();
    while let Some(row) = found.next()? {
        let (scope, door) = (rows::scope(bytes(row, 0)?)?, row.get(1)?);
        homes.push((scope, Home { door, interviews: standing_at(snapshot, &scope, door)? }));
    }
    Ok(homes)
}

fn changed_visits(tx: &Transaction<'_>, changes: &mut Vec<Change>) -> Result<(), StoreError> {
    let mut statement = tx.prepare_cached("SELECT scope, name FROM followed_visit ORDER BY document")?;
    let mut found = statement.query([])?;
    while let Some(row) = found.next()? {
        changes.push(Change { scope: rows::scope(bytes(row, 0)?)?, what: What::Visit(row.get(1)?) });
    }
    Ok(())
}
