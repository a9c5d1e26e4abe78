//! Answers that are taken back: gone on every replica at its next contact, and nothing brings them back.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use doorstep_core::device::{BundleFor, Given};
use doorstep_core::document::kinds::retention::Retention;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::document::kinds::visit::Knock;
use doorstep_core::entry::Why;
use doorstep_core::ids::DocId;
use doorstep_core::member::DocKind;
use doorstep_core::response::Answer;
use doorstep_server::{BackupFor, Host, HostOptions, Machine, back_up, restore};
use doorstep_tests::harness::{Person, Town, files_with, history_of, residue};

type Done = Result<(), Box<dyn std::error::Error>>;

/// What somebody said at the door, the name they gave, and a correction of what they said.
pub(super) const SAID: &str = "ZEBRA-MARKER";
pub(super) const NAME: &str = "OTTER-MARKER";
const CORRECTED: &str = "HERON-MARKER";

/// Bob interviews somebody who says more than they want to be kept, with a name apart.
pub(super) fn interview(bob: &mut Person, door: DocId) -> Result<DocId, Box<dyn std::error::Error>> {
    let form = bob.form()?;
    let given = |pairs: &[(&str, &str)]| -> BTreeMap<String, Answer> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), Answer::Given((*text).to_owned()))).collect()
    };
    let answers = given(&[("view", "resident"), ("sat_clean", "low"), ("best", SAID)]);
    let given = Given { answers, sealed: given(&[("name", NAME)]), ..Given::default() };
    Ok(bob.act(|device, at| {
        let draft = device.begin_draft(form, Some(door), None, "", at)?;
        device.finish(draft, given, at)
    })?)
}

pub(super) async fn synced(people: &[&Person]) -> Done {
    for person in people {
        person.sync().await?;
    }
    Ok(())
}

/// A name as it was locked: what replicas hold that can't open it.
fn locked_name(person: &Person) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut entries = history_of(person)?.into_iter().flat_map(|run| run.entries);
    let locked = entries.find(|entry| entry.about().0 == DocKind::Identity.number()).ok_or("a name is locked")?;
    Ok(locked.content().ok_or("the name is there")?.1.to_vec())
}

pub(super) fn nowhere(folder: &Path, markers: &[&str]) -> Done {
    let left = residue(folder, markers)?;
    assert!(left.is_empty(), "something is left in {left:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn erased_answers_are_in_no_file_of_any_replica_after_its_next_contact() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let chen = town.researcher(folder.path(), "chen", &[]).await?;
    let door = town.doors[0][0];
    let response = interview(&mut bob, door)?;
    let other = bob.interview(town.doors[0][1], &[("view", "resident"), ("sat_clean", "high")])?;
    synced(&[&bob, &town.alice, &chen]).await?;
    town.alice.act(|device, at| device.release_quote(response, "best", SAID, at))?;
    synced(&[&town.alice, &bob, &chen]).await?;
    assert_eq!(chen.device.quotes()?.len(), 1);
    assert!(files_with(folder.path(), SAID)?.len() >= 4, "the marker is in every store before");
    let locked = locked_name(&bob)?;
    assert!(files_with(folder.path(), &locked)?.len() >= 3, "the locked name is with bob, alice and the server before");
    let named = town.alice.device.find_people(NAME)?;
    assert_eq!(named.iter().map(|person| person.response).collect::<Vec<_>>(), [response]);
    assert!(bob.device.find_people(NAME).is_err(), "only who may have it erased looks for people");

    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    assert_eq!(town.alice.device.responses()?.len(), 1, "it is gone here at once");
    assert!(town.alice.device.find_people(NAME)?.is_empty());
    synced(&[&town.alice, &bob, &chen]).await?;
    for person in [&town.alice, &bob, &chen] {
        assert_eq!(person.device.responses()?.iter().map(|line| line.id).collect::<Vec<_>>(), [other]);
        assert!(person.device.quotes()?.is_empty());
        assert!(person.device.is_erased(response)?);
        assert_eq!(person.fingerprint()?, town.alice.fingerprint()?);
    }
    bob.act(|device, at| device.record_knock(door, Knock::NobodyIn, at))?;
    assert_eq!(bob.device.doors()?.len(), 20, "the door stays usable");
    bob.sync().await?;
    nowhere(folder.path(), &[SAID, NAME])?;
    town.host.stop().await;
    drop((town.alice, bob, chen));
    assert!(residue(folder.path(), &[&locked])?.is_empty(), "the locked name is still somewhere");
    nowhere(folder.path(), &[SAID, NAME])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_made_before_its_author_heard_of_the_erasure_is_kept_by_nobody() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    synced(&[&bob, &town.alice]).await?;
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    town.alice.sync().await?;
    bob.correct(response, "best", CORRECTED)?;
    let later = bob.interview(town.doors[0][1], &[("view", "staff")])?;
    synced(&[&bob, &town.alice]).await?;
    nowhere(folder.path(), &[SAID, NAME, CORRECTED])?;
    assert_eq!(town.alice.device.responses()?.iter().map(|line| line.id).collect::<Vec<_>>(), [later]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_joins_after_an_erasure_gets_everything_else() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    for door in &town.doors[1] {
        bob.interview(*door, &[("view", "resident")])?;
    }
    synced(&[&bob, &town.alice]).await?;
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Mistaken, at))?;
    town.alice.sync().await?;
    let chen = town.researcher(folder.path(), "chen", &[]).await?;
    let synced = chen.sync().await?;
    assert_eq!(synced.report.refused_here, []);
    assert_eq!(chen.device.responses()?.len(), 10);
    assert_eq!(chen.fingerprint()?, town.alice.fingerprint()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_restored_from_an_old_backup_brings_nothing_back() -> Done {
    let folder = tempfile::tempdir()?;
    let attic = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    synced(&[&bob, &town.alice]).await?;
    let path = bob.path.clone();
    drop(bob);
    std::fs::copy(&path, attic.path().join("bob.db"))?;
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    town.alice.sync().await?;
    let bob = Person::again(folder.path(), "bob", 1)?;
    bob.sync().await?;
    nowhere(folder.path(), &[SAID, NAME])?;
    drop(bob);
    std::fs::copy(attic.path().join("bob.db"), &path)?;
    let bob = Person::again(folder.path(), "bob", 2)?;
    assert!(!files_with(folder.path(), SAID)?.is_empty(), "the backup has it");
    synced(&[&bob, &town.alice]).await?;
    assert!(bob.device.responses()?.is_empty() && town.alice.device.responses()?.is_empty());
    nowhere(folder.path(), &[SAID, NAME])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_restored_from_an_old_backup_brings_nothing_back() -> Done {
    let folder = tempfile::tempdir()?;
    let attic = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let chen = town.researcher(folder.path(), "chen", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    bob.interview(town.doors[0][1], &[("view", "resident")])?;
    synced(&[&bob, &town.alice]).await?;
    let Town { mut alice, host, .. } = town;
    let (store, listen) = (folder.path().join("server"), host.announcement().address);
    let options = HostOptions { listen, ..HostOptions::on_loopback(store.clone()) };
    host.stop().await;
    let database = store.join("server.db");
    std::fs::copy(&database, attic.path().join("server.db"))?;
    let host = Host::start(options.clone()).await?;
    alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    synced(&[&alice, &bob]).await?;
    host.stop().await;
    nowhere(folder.path(), &[SAID, NAME])?;

    std::fs::copy(attic.path().join("server.db"), &database)?;
    let host = Host::start(options).await?;
    nowhere(folder.path(), &[SAID, NAME])?;
    // Neither alice, whose log has the order, nor bob calls before chen, who has never heard of it.
    let report = chen.sync().await?.report;
    assert_eq!(report.refused_here, []);
    assert!(chen.device.is_erased(response)?);
    synced(&[&bob, &alice, &chen]).await?;
    for person in [&alice, &bob, &chen] {
        assert_eq!(person.device.responses()?.len(), 1, "{}", person.name);
    }
    host.stop().await;
    nowhere(folder.path(), &[SAID, NAME])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_put_back_by_command_brings_nothing_back_while_the_ledger_stays() -> Done {
    let folder = tempfile::tempdir()?;
    let attic = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    synced(&[&bob, &town.alice]).await?;
    let locked = locked_name(&bob)?;
    let Town { mut alice, host, .. } = town;
    let (store, listen) = (folder.path().join("server"), host.announcement().address);
    let options = HostOptions { listen, ..HostOptions::on_loopback(store.clone()) };
    let backup = attic.path().join("server.backup");
    back_up(&store, &backup, &BackupFor::Anybody, &Machine::default())?;
    for marker in [SAID.as_bytes(), &locked] {
        assert_eq!(files_with(attic.path(), marker)?, std::slice::from_ref(&backup), "the backup has it");
    }
    alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    synced(&[&alice, &bob]).await?;
    host.stop().await;
    std::fs::remove_file(store.join("server.db"))?;
    restore(&backup, &store, None)?;
    let host = Host::start(options).await?;
    nowhere(folder.path(), &[SAID, NAME])?;
    synced(&[&bob, &alice]).await?;
    assert!(bob.device.responses()?.is_empty() && alice.device.responses()?.is_empty());
    host.stop().await;
    assert!(residue(folder.path(), &[&locked])?.is_empty(), "the locked name is back");
    nowhere(folder.path(), &[SAID, NAME])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_comes_in_a_file_erases_as_one_from_the_server_does() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    synced(&[&bob, &town.alice]).await?;
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    let member = town.alice.device.membership()?.member_of(&bob.device.id()).ok_or("bob is a member")?;
    let mut file = Vec::new();
    town.alice.device.pack(BundleFor::Member(member), &mut file)?;
    let taken = bob.device.unpack(&mut &file[..])?;
    assert!(taken.refused.is_empty() && !taken.is_damaged, "{taken:?}");
    assert!(bob.device.responses()?.is_empty() && bob.device.is_erased(response)?);
    let server = folder.path().join("server");
    let left = files_with(folder.path(), SAID)?;
    assert!(left.iter().all(|file| file.starts_with(&server)), "{left:?}");
    synced(&[&bob, &town.alice]).await?;
    nowhere(folder.path(), &[SAID, NAME])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_whose_rights_were_taken_back_erases_as_well() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    synced(&[&bob, &town.alice]).await?;
    let device = bob.device.id();
    town.alice.act(|alice, at| alice.revoke_device(device, at))?;
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    synced(&[&town.alice, &bob]).await?;
    nowhere(folder.path(), &[SAID, NAME])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_kept_for_long_enough_is_listed_and_erased_by_one_act() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    bob.sync().await?;
    let wanted = Retention { answers_days: Some(730), contact_days: Some(90), ..Retention::default() };
    town.alice.act(|device, at| device.set_retention(wanted, at))?;
    town.alice.sync().await?;
    assert!(town.alice.device.due(town.alice.now)?.is_empty());
    assert!(bob.device.due(bob.now).is_err(), "a researcher erases nothing");

    for (days, left) in [(91, 1), (731, 0)] {
        let later = Person::MORNING.after(Duration::from_secs(days * 86_400));
        (town.alice.now, bob.now) = (later, later);
        synced(&[&town.alice, &bob]).await?;
        assert_eq!(town.alice.device.due(later)?.len(), 1);
        assert_eq!(town.alice.act(|device, at| device.erase_due(at))?, 1);
        assert!(town.alice.device.due(later)?.is_empty());
        synced(&[&town.alice, &bob]).await?;
        assert_eq!(bob.device.responses()?.len(), left);
        nowhere(folder.path(), &[NAME])?;
    }
    assert!(bob.device.is_erased(response)?);
    nowhere(folder.path(), &[SAID])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_got_a_file_before_an_erasure_is_found_in_the_register() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    synced(&[&bob, &town.alice]).await?;
    town.alice.act(|device, at| device.enter_handed_on("results", "for the housing board", at))?;
    assert!(bob.act(|device, at| device.enter_handed_on("results", "", at)).is_err());
    assert_eq!(town.alice.device.handed_on()?[0].erased_since, 0);
    town.alice.now = town.alice.now.after(Duration::from_secs(60));
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    town.alice.now = town.alice.now.after(Duration::from_secs(60));
    town.alice.act(|device, at| device.enter_handed_on("results", "", at))?;
    let lines = town.alice.device.handed_on()?;
    assert_eq!(lines.iter().map(|line| line.erased_since).collect::<Vec<_>>(), [1, 0]);
    assert_eq!(lines[0].file.purpose, "for the housing board");
    Ok(())
}
