//! Versions that differ: what a later one writes is carried by this one as it is.

use std::collections::BTreeMap;
use std::error::Error;

use doorstep_core::entry::{Entry, Run};
use doorstep_core::ids::LogId;
use doorstep_tests::attacks::Mallory;
use doorstep_tests::harness::{Intruder, Person, Town, history_of};

type Done = Result<(), Box<dyn Error>>;

/// The entries of one log in somebody's store, by place.
fn held(person: &Person, log: LogId) -> Result<BTreeMap<u64, Entry>, Box<dyn Error>> {
    let mut entries = BTreeMap::new();
    for Run { log: of, first_seq, entries: some, .. } in history_of(person)? {
        if of == log {
            entries.extend((first_seq..).zip(some));
        }
    }
    Ok(entries)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_later_version_writes_goes_through_server_and_phones_byte_by_byte_and_disturbs_nobody() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let mut amina = town.researcher(folder.path(), "amina", &[]).await?;
    let later = Mallory::of(&bob, &amina, &town)?.later();
    assert_eq!(later.entries.len(), 4, "an opening and three entries of later versions");
    let report = Intruder::with(&bob).hand_over(vec![later.clone()]).await.map_err(|error| error.to_string())?;
    assert_eq!((report.entries_acknowledged, report.refused_there.len()), (4, 0));

    let response = amina.interview(town.doors[0][0], &[("view", "resident"), ("sat_clean", "low")])?;
    amina.sync().await?;
    let as_sent: BTreeMap<u64, Entry> = (1..).zip(later.entries.clone()).collect();
    assert_eq!(held(&amina, later.log)?, as_sent);
    assert_eq!(amina.device.status()?.opaque, 3);

    // Whoever comes later has it from the server, which had it from nobody else.
    let chen = town.researcher(folder.path(), "chen", &[]).await?;
    chen.sync().await?;
    assert_eq!(held(&chen, later.log)?, as_sent);
    bob.sync().await?;
    bob.correct(response, "sat_clean", "high")?;
    for person in [&chen, &amina, &bob, &town.alice] {
        person.sync().await?;
    }
    assert_eq!(chen.fingerprint()?, town.alice.fingerprint()?);
    Ok(())
}
