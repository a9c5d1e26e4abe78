//! The ledger of releases: what stood behind each result that left the project, for the gate to hold later ones against.
//!
//! It belongs to a server's database and is replicated nowhere; a backup has it. What a release holds is a document like any other.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row, params};

use super::rows::{self, bytes};
use super::{SqliteStore, writer};
use crate::evaluation::{Earlier, Given, Record, Standing, Stood, StoodAt};
use crate::ids::DocId;
use crate::store::StoreError;

/// A release in the ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RememberedRelease {
    /// Which it is, counted from 1.
    pub number: u64,
    /// Its document.
    pub document: DocId,
    /// What it showed, and who stood behind it.
    pub earlier: Earlier,
}

impl SqliteStore {
    /// Remembers a release before it is given to anybody. What was remembered under its number and never given out is replaced.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn remember_release(&self, release: &RememberedRelease) -> Result<(), StoreError> {
        let RememberedRelease { number, document, earlier } = release;
        writer::lock(&self.writer).transaction(|tx| {
            tx.execute("DELETE FROM released WHERE number = :number", params![rows::number(*number)])?;
            tx.execute(
                "INSERT INTO released (number, document, record) VALUES (:number, :document, :record)",
                params![rows::number(*number), document, cbor(&earlier.record)],
            )?;
            let mut insert = tx.prepare_cached(
                "INSERT INTO released_interview (number, interview, place, given)
                VALUES (:number, :interview, :place, :given)",
            )?;
            for (interview, stood) in &earlier.standing.0 {
                insert.execute(params![rows::number(*number), interview, cbor(&stood.place), &stood.given.0[..]])?;
            }
            Ok(())
        })
    }

    /// The ledger, in the order of its numbers.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn remembered_releases(&self) -> Result<Vec<RememberedRelease>, StoreError> {
        let mut reader = self.read()?;
        let snapshot = reader.snapshot()?;
        let mut statement = snapshot.prepare_cached("SELECT number, document, record FROM released ORDER BY number")?;
        let mut found = statement.query([])?;
        let mut releases = Vec::new();
        while let Some(row) = found.next()? {
            let record: Record = minicbor::decode(bytes(row, 2)?).map_err(|_| StoreError::Damaged)?;
            let number = rows::count(row.get(0)?)?;
            let earlier = Earlier { record, standing: standing(&snapshot, number)? };
            releases.push(RememberedRelease { number, document: row.get(1)?, earlier });
        }
        Ok(releases)
    }
}

fn standing(connection: &Connection, number: u64) -> Result<Standing, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT interview, place, given
        FROM released_interview
        WHERE number = :number
        ORDER BY interview",
    )?;
    let mut found = statement.query(params![rows::number(number)])?;
    let mut interviews = BTreeMap::new();
    while let Some(row) = found.next()? {
        interviews.insert(row.get(0)?, stood(row)?);
    }
    Ok(Standing(interviews))
}

fn stood(row: &Row<'_>) -> Result<Stood, StoreError> {
    let place: StoodAt = minicbor::decode(bytes(row, 1)?).map_err(|_| StoreError::Damaged)?;
    let given = match bytes(row, 2)? {
        // Erased: nothing that stands today is the same.
        [] => [0; 16],
        given => given.try_into().map_err(|_| StoreError::Damaged)?,
    };
    Ok(Stood { place, given: Given(given) })
}

fn cbor(value: &impl minicbor::Encode<()>) -> Vec<u8> {
    minicbor::to_vec(value).expect("writing CBOR into memory does not fail")
}
