//! How much there is, and where it provably is.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::SqliteStore;
use super::logs::{Logs, holdings_of, log_rows};
use super::receipts;
use super::rows::{self, LogRow};
use crate::entry::{DocKey, EntryState};
use crate::ids::{Generation, LogId};
use crate::member::DocKind;
use crate::store::StoreError;

/// How much a store holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Entries of every kind.
    pub entries: u64,
    /// Entries that this version can't interpret.
    pub opaque: u64,
    /// Entries held back until a coordinator looks.
    pub quarantined: u64,
    /// Entries that wait for something.
    pub held: u64,
    /// Logs.
    pub logs: u64,
    /// Responses.
    pub responses: u64,
    /// Responses that were taken back.
    pub withdrawn: u64,
    /// Responses with a question that has two answers.
    pub undecided: u64,
    /// Interviews that are not finished.
    pub drafts: u64,
    /// Blobs of which chunks are missing.
    pub unfinished_blobs: u64,
}

/// Where an entry or a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whereabouts {
    /// It is not here, as far as this store can tell.
    Nowhere,
    /// As far as is proven only here.
    OnlyHere,
    /// The server with the generation in question has said that it has stored it.
    OnServer,
    /// The server has also said that its latest backup has it.
    InBackup,
}

/// How many responses are safe.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Safety {
    /// All responses here.
    pub responses: u64,
    /// Those of which every entry here is also on the server.
    pub safe: u64,
}

impl Safety {
    /// Those of which some entry is, as far as is proven, only here.
    pub fn only_here(self) -> u64 {
        self.responses.saturating_sub(self.safe)
    }
}

impl SqliteStore {
    /// How much there is.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let one = |sql: &str| counted(&snapshot, sql);
        let (opaque, quarantined) = (EntryState::Opaque.number(), EntryState::Quarantined.number());
        let sql = "SELECT COUNT(*) FROM entry WHERE state = :state";
        let in_state = |state: u8| -> Result<u64, StoreError> {
            rows::count(snapshot.prepare_cached(sql)?.query_row(params![state], |row| row.get(0))?)
        };
        Ok(Counts {
            entries: one("SELECT COUNT(*) FROM entry")?,
            opaque: in_state(opaque)?.saturating_sub(beside_forgotten(&snapshot, opaque)?),
            quarantined: in_state(quarantined)?,
            held: one("SELECT COALESCE(SUM(entries), 0) FROM held")?,
            logs: one("SELECT COUNT(*) FROM log")?,
            responses: one("SELECT COUNT(*) FROM response")?,
            withdrawn: one("SELECT COUNT(*) FROM response WHERE withdrawn = 1")?,
            undecided: one("SELECT COUNT(*) FROM response WHERE undecided > 0")?,
            drafts: one("SELECT COUNT(*) FROM draft")?,
            unfinished_blobs: one("SELECT COUNT(*) FROM manifest WHERE state = 1")?,
        })
    }

    /// Where an entry is, by what the server with this generation has acknowledged.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn whereabouts(&self, generation: Generation, log: LogId, seq: u64) -> Result<Whereabouts, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let Some(row) = LogRow::find(&snapshot, &log)?.filter(|row| (1..=row.head_seq).contains(&seq)) else {
            return Ok(Whereabouts::Nowhere);
        };
        let acknowledged = receipts::of(&snapshot, generation, &[row])?;
        let there = acknowledged.0.get(&log).is_some_and(|ranges| ranges.contains(seq));
        Ok(if there { Whereabouts::OnServer } else { Whereabouts::OnlyHere })
    }

    /// Where a document is: on the server when every entry of it that is here is also there.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn document_whereabouts(&self, generation: Generation, key: &DocKey) -> Result<Whereabouts, StoreError> {
        let reader = self.read()?;
        let mut statement = reader.connection().prepare_cached(
            "SELECT COUNT(*), COUNT(receipt.log)
            FROM document
            JOIN scope ON scope.id = document.scope
            JOIN entry ON entry.document = document.id
            LEFT JOIN receipt
                ON receipt.generation = :generation
                AND receipt.log = entry.log
                AND receipt.first_seq <= entry.seq
                AND receipt.end_seq > entry.seq
            WHERE kind = :kind AND document.name = :name AND form = :scope",
        )?;
        let values = params![generation, key.kind, key.doc, key.scope.to_bytes()];
        let (here, there): (i64, i64) = statement.query_row(values, |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(match (here, there) {
            (0, _) => Whereabouts::Nowhere,
            (here, there) if here == there => Whereabouts::OnServer,
            _ => Whereabouts::OnlyHere,
        })
    }

    /// Of how many responses every entry in these logs is safe on the server with this generation; without a server none is. The
    /// cost follows how much is not safe.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn safety(&self, generation: Option<Generation>, of: Logs<'_>) -> Result<Safety, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let responses = counted(&snapshot, "SELECT COUNT(*) FROM response")?;
        let Some(generation) = generation else { return Ok(Safety { responses, safe: 0 }) };
        let logs = log_rows(&snapshot, of)?;
        let (here, acknowledged) = (holdings_of(&logs), receipts::of(&snapshot, generation, &logs)?);
        let mut statement = snapshot.prepare_cached(
            "SELECT document
            FROM entry
            JOIN document ON document.id = entry.document
            WHERE log = :log AND seq >= :first AND seq < :end AND kind = :kind AND state NOT IN (:erased, 5)",
        )?;
        let mut unsafe_documents: BTreeSet<i64> = BTreeSet::new();
        for row in &logs {
            let Some(stored) = here.0.get(&row.log) else { continue };
            let missing = acknowledged.0.get(&row.log).map_or_else(|| stored.clone(), |held| stored.minus(held));
            for (first, end) in missing.iter() {
                let kind = DocKind::Response.number();
                let erased = EntryState::Erased.number();
                let values = params![row.id, rows::number(first), rows::number(end), kind, erased];
                for document in statement.query_map(values, |row| row.get(0))? {
                    unsafe_documents.insert(document?);
                }
            }
        }
        Ok(Safety { responses, safe: responses.saturating_sub(unsafe_documents.len() as u64) })
    }
}

/// How many entries in this state are about documents of which the rest has left this store.
fn beside_forgotten(connection: &Connection, state: u8) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT COUNT(*)
        FROM entry
        WHERE state = :state AND document IN (SELECT document FROM entry WHERE state = 5)",
    )?;
    rows::count(statement.query_row(params![state], |row| row.get(0))?)
}

fn counted(connection: &Connection, sql: &str) -> Result<u64, StoreError> {
    rows::count(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}
