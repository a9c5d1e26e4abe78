//! Whether an image opens, is whole, and holds all that was claimed by its moment.

use std::error::Error;
use std::fs;
use std::path::Path;

use doorstep_core::device::HOOKS;
use doorstep_core::response::{Answer, Cell};
use doorstep_core::store::{Logs, SqliteStore};
use rusqlite::Connection;

use super::work::Claim;
use crate::harness::Person;

/// What is wrong with a phone's image, as a sentence; `None` if all is well.
pub(super) fn phone(folder: &Path, claims: &[&Claim]) -> Option<String> {
    whole(folder, "bob.db").and_then(|()| phone_holds(folder, claims)).err().map(|error| error.to_string())
}

/// What is wrong with a server's image, as a sentence; `None` if all is well.
pub(super) fn server(folder: &Path, claims: &[&Claim]) -> Option<String> {
    whole(folder, "server.db").and_then(|()| server_holds(folder, claims)).err().map(|error| error.to_string())
}

/// Whether SQLite finds nothing amiss. The mark of a program that was not ended in order lies beside the store, as it would.
fn whole(folder: &Path, name: &str) -> Result<(), Box<dyn Error>> {
    fs::write(folder.join(format!("{name}.lock")), "open\n")?;
    let copy = folder.join("looked-at");
    crate::harness::copy_store(&folder.join(name), &copy)?;
    let connection = Connection::open(copy.join(name))?;
    let verdict: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(format!("the store is damaged: {verdict}").into()) }
}

fn phone_holds(folder: &Path, claims: &[&Claim]) -> Result<(), Box<dyn Error>> {
    let bob = Person::again(folder, "bob", 9)?;
    for claim in claims {
        let holds = match claim {
            Claim::Answer { draft, path, text } => bob.device.draft(*draft)?.answers.get(path) == Some(text),
            Claim::Interview(response) => bob.device.response(*response).is_ok(),
            Claim::Corrected { response, text } => {
                let answer = Answer::Given(text.clone());
                bob.device.response(*response)?.answers.get("best") == Some(&Cell::One(answer))
            }
            Claim::Stored { .. } => true,
        };
        if !holds {
            return Err(format!("lost: {claim:?}").into());
        }
    }
    Ok(())
}

fn server_holds(folder: &Path, claims: &[&Claim]) -> Result<(), Box<dyn Error>> {
    let store = SqliteStore::open(&folder.join("server.db"), HOOKS)?;
    let held = store.holdings(Logs::All)?;
    for claim in claims {
        if let Claim::Stored { log, first, end } = claim {
            let there = held.0.get(log).is_some_and(|ranges| (*first..*end).all(|seq| ranges.contains(seq)));
            if !there {
                return Err(format!("lost: {claim:?}").into());
            }
        }
    }
    Ok(())
}
