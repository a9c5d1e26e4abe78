//! Attacks against a real store and a real server: each is refused by its code or held back, changes no table, and leaves honest
//! people's work as it would be without it.
//!
//! What is sent is made in the library's `attacks`; the same entries over a real line are in `hostile/line`, attacks on the line
//! itself in `hostile/sessions`.

mod fuzz;
mod line;
mod sessions;

use std::time::Duration;

use doorstep_core::entry::{Outcome, Refusal, Run};
use doorstep_core::sync::{Reply, Request};
use doorstep_tests::attacks::{Attack, Mallory, attacks};
use doorstep_tests::harness::{Delivery, Person, Town, history_of};
use doorstep_tests::tally;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

type Done = Result<(), Box<dyn std::error::Error>>;

fn ingest(person: &Person, run: &Run) -> Result<Outcome, Box<dyn std::error::Error>> {
    let Reply::Ingested(mut outcomes) = person.device.answer(Request::Ingest(vec![run.clone()])) else {
        return Err("the store did not answer".into());
    };
    outcomes.pop().ok_or_else(|| "no outcome".into())
}

/// A table's name and its rows.
type Table = (String, Vec<Vec<Value>>);

/// Every row of every table.
fn tables(person: &Person) -> Result<Vec<Table>, Box<dyn std::error::Error>> {
    let connection = Connection::open_with_flags(&person.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut names = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut tables = Vec::new();
    for name in names {
        let mut rows = connection.prepare(&format!("SELECT * FROM {name}"))?;
        let columns = rows.column_count();
        let read = rows.query_map([], |row| (0..columns).map(|column| row.get(column)).collect())?;
        tables.push((name, read.collect::<Result<_, _>>()?));
    }
    Ok(tables)
}

/// A town in which mallory collects in the north, bob everywhere, and a victim and a control that hold the same.
struct Scene {
    town: Town,
    bob: Person,
    /// Whose phone mallory has.
    member: Person,
    mallory: Mallory,
    victim: Delivery,
    control: Delivery,
    folder: tempfile::TempDir,
}

impl Scene {
    async fn set() -> Result<Self, Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let mut town = Town::found(folder.path()).await?;
        let member = town.researcher(folder.path(), "mallory", &[town.areas[0]]).await?;
        let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
        bob.interview(town.doors[0][0], &[("view", "resident"), ("sat_clean", "low")])?;
        bob.sync().await?;
        town.alice.sync().await?;
        let mallory = Mallory::of(&member, &bob, &town)?;
        let history = history_of(&town.alice)?;
        let replica = |name: &str| {
            let folder = folder.path().join(name);
            std::fs::create_dir(&folder)?;
            Delivery::to(&folder, &town.alice)
        };
        let (victim, control) = (replica("victim")?, replica("control")?);
        for replica in [&victim, &control] {
            replica.deliver(&history)?;
            replica.deliver_form(&town.alice)?;
        }
        Ok(Self { town, bob, member, mallory, victim, control, folder })
    }

    /// Bob's next interview reaches both replicas and counts the same there.
    fn bob_goes_on(&mut self) -> Done {
        let before = history_of(&self.bob)?;
        self.bob.interview(self.town.doors[1][1], &[("view", "staff"), ("sat_clean", "high")])?;
        let new: Vec<Run> = history_of(&self.bob)?.into_iter().filter(|run| !before.contains(run)).collect();
        for replica in [&self.victim, &self.control] {
            replica.deliver(&new)?;
        }
        assert_eq!(self.victim.person.fingerprint()?, self.control.person.fingerprint()?);
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_hostile_entry_is_refused_by_its_code_changes_no_table_and_harms_nobody_else() -> Done {
    let mut scene = Scene::set().await?;
    let attacks = attacks(&mut scene.mallory, &history_of(&scene.bob)?);
    let (mut refused, mut slowest, all) = (0, Duration::ZERO, attacks.len());
    for Attack { name, before, run, expected } in attacks {
        for replica in [&scene.victim, &scene.control] {
            replica.deliver(&before)?;
        }
        // What is honest in a run is taken, such as an opening: it is there before the attack is counted.
        ingest(&scene.victim.person, &run)?;
        let settled = tables(&scene.victim.person)?;
        let began = std::time::Instant::now();
        let outcome = ingest(&scene.victim.person, &run)?;
        slowest = slowest.max(began.elapsed());
        let codes: Vec<Refusal> = outcome.refused.iter().map(|refused| refused.refusal).collect();
        assert_eq!(codes.first(), Some(&expected), "{name}");
        assert!(tables(&scene.victim.person)? == settled, "{name} left a trace");
        refused += 1;
    }
    scene.bob_goes_on()?;
    let counts = scene.victim.person.device.status()?;
    tally::note("attacks refused", refused, all);
    tally::note("forged visible", 0, all);
    println!("held {}; slowest refusal {} us", counts.held, slowest.as_micros());
    assert!(all >= 25, "{all} attacks");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_entry_of_somebody_else_sent_again_changes_nothing() -> Done {
    let mut scene = Scene::set().await?;
    let before = tables(&scene.victim.person)?;
    for run in history_of(&scene.bob)? {
        assert_eq!(ingest(&scene.victim.person, &run)?.new, 0);
    }
    assert!(tables(&scene.victim.person)? == before);
    scene.bob_goes_on()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_device_keeps_waiting_is_bounded_and_costs_nobody_else() -> Done {
    let mut scene = Scene::set().await?;
    let orphans = scene.mallory.orphans(400);
    for run in &orphans {
        ingest(&scene.victim.person, run)?;
    }
    assert_eq!(scene.victim.person.device.status()?.held, 256);
    scene.bob_goes_on()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_device_that_was_cut_brings_nothing_in_whatever_it_signs() -> Done {
    let mut scene = Scene::set().await?;
    let cut = scene.mallory.device();
    let before = history_of(&scene.town.alice)?;
    scene.town.alice.act(|device, at| device.revoke_device(cut, at))?;
    let new: Vec<Run> = history_of(&scene.town.alice)?.into_iter().filter(|run| !before.contains(run)).collect();
    for replica in [&scene.victim, &scene.control] {
        replica.deliver(&new)?;
    }
    let late = scene.mallory.interviews(20);
    for run in &late {
        let outcome = ingest(&scene.victim.person, run)?;
        assert_eq!(outcome.refused, [], "what is well formed is taken, and held back");
    }
    assert_eq!(scene.victim.person.fingerprint()?, scene.control.person.fingerprint()?);
    scene.bob_goes_on()
}
