//! Copied stores: two phones with one store, a phone put back from a backup, a coordinator's laptop twice. Both work on, and nothing
//! is lost.

use std::path::PathBuf;

use doorstep_core::device::{Device, FoundOut, HOOKS, Moment};
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::ids::DocId;
use doorstep_core::member::Role;
use doorstep_core::store::{Logs, SqliteStore};
use doorstep_tests::harness::{Person, Town, copy_store, files_with, residue};
use doorstep_tests::tally;

type Done = Result<(), Box<dyn std::error::Error>>;

const HAPPY: &[(&str, &str)] = &[("view", "resident"), ("sat_clean", "high")];
const LASTS: std::time::Duration = std::time::Duration::from_secs(100 * 365 * 86_400);

/// Syncs as an app does: what has to give way is written again, and handed over at once. Returns how many sessions that took.
async fn syncs(person: &mut Person) -> Result<u32, Box<dyn std::error::Error>> {
    for session in 1..=4 {
        let report = person.sync().await?.report;
        if !person.act(|device, at| device.give_way(&report, at))? {
            return Ok(session);
        }
    }
    Err("it never came to rest".into())
}

fn interviews(person: &Person) -> Result<Vec<DocId>, Box<dyn std::error::Error>> {
    let mut ids: Vec<DocId> = person.device.responses()?.into_iter().map(|line| line.id).collect();
    ids.sort();
    Ok(ids)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_phones_with_one_store_both_work_on_and_every_replica_has_what_either_wrote() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let shared = bob.interview(town.doors[0][0], HAPPY)?;
    bob.sync().await?;
    let (path, door) = (bob.path.clone(), |number: usize| town.doors[0][number]);
    drop(bob);
    let other = folder.path().join("other");
    copy_store(&path, &other)?;
    let mut one = Person::again(folder.path(), "bob", 1)?;
    let mut two = Person::again(&other, "bob", 2)?;

    one.interview(door(1), HAPPY)?;
    one.correct(shared, "sat_clean", "mid")?;
    let own = two.interview(door(2), HAPPY)?;
    two.correct(own, "sat_clean", "low")?;
    two.correct(shared, "sat_clean", "low")?;
    assert_eq!(syncs(&mut one).await?, 1);
    assert_eq!(one.device.status()?.copied, None);
    assert!(syncs(&mut two).await? > 1);
    let told = two.device.status()?.copied.ok_or("the person is told")?;
    assert_eq!(told.how, FoundOut::TwoInUse);
    assert!(told.rewritten >= 3, "an interview and two corrections");

    // Both go on.
    one.interview(door(3), HAPPY)?;
    two.interview(door(4), HAPPY)?;
    for _ in 0..2 {
        syncs(&mut one).await?;
        syncs(&mut two).await?;
        town.alice.sync().await?;
    }
    assert_eq!(interviews(&town.alice)?.len(), 5);
    for person in [&one, &two] {
        assert_eq!(person.device.status()?.unsent, 0);
        assert_eq!(interviews(person)?, interviews(&town.alice)?);
        assert_eq!(person.fingerprint()?, town.alice.fingerprint()?);
    }
    // Both corrections stand side by side until somebody decides; the correction of what one phone alone knew is one value.
    let two_answers = town.alice.device.open_questions()?;
    assert_eq!(two_answers.len(), 1);
    assert!(one.device.status()?.has_other_copy && !two.device.status()?.has_other_copy);
    tally::note("acked lost", 0, 5);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_restored_from_an_old_backup_goes_on_as_another_before_it_writes_anything() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    bob.act(|device, at| device.recognise(b"the old phone", at))?;
    bob.interview(town.doors[0][0], HAPPY)?;
    bob.sync().await?;
    let path = bob.path.clone();
    drop(bob);
    let backup = folder.path().join("new");
    copy_store(&path, &backup)?;
    let mut bob = Person::again(folder.path(), "bob", 1)?;
    bob.act(|device, at| device.recognise(b"the old phone", at))?;
    bob.interview(town.doors[0][1], HAPPY)?;
    bob.sync().await?;
    drop(bob);

    let mut bob = Person::again(&backup, "bob", 2)?;
    bob.act(|device, at| device.recognise(b"the new phone", at))?;
    assert_eq!(bob.device.status()?.copied.map(|copied| copied.how), Some(FoundOut::AtStart));
    bob.interview(town.doors[0][2], HAPPY)?;
    assert_eq!(syncs(&mut bob).await?, 1, "nothing stands where something stood");
    town.alice.sync().await?;
    assert_eq!(interviews(&bob)?.len(), 3);
    assert_eq!(interviews(&bob)?, interviews(&town.alice)?);
    assert_eq!(bob.fingerprint()?, town.alice.fingerprint()?);
    bob.act(|device, at| device.recognise(b"the new phone", at))?;
    assert_eq!(syncs(&mut bob).await?, 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_coordinators_laptop_in_two_copies_keeps_both_invites_and_both_areas() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    town.alice.sync().await?;
    let path = town.alice.path.clone();
    let other = folder.path().join("other");
    copy_store(&path, &other)?;
    let mut copy = Person::again(&other, "alice", 2)?;
    let invite = |person: &mut Person| person.act(|device, at| device.invite(Role::Researcher, &[], LASTS, at));
    let (ones, twos) = (invite(&mut town.alice)?, invite(&mut copy)?);
    town.alice.act(|device, at| device.add_area("East", at))?;
    copy.act(|device, at| device.add_area("West", at))?;
    syncs(&mut town.alice).await?;
    syncs(&mut copy).await?;
    syncs(&mut town.alice).await?;
    for (name, invite) in [("bob", &ones), ("amina", &twos)] {
        let mut person = Person::new(folder.path(), name)?;
        person.join(&invite.to_text()).await?;
        assert_eq!(person.device.areas()?.len(), 4, "{name}");
    }
    assert_eq!(copy.device.areas()?.len(), 4);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_set_aside_and_not_yet_written_again_is_ended_by_the_next_start() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    bob.act(|device, at| device.recognise(b"the phone", at))?;
    bob.interview(town.doors[0][0], HAPPY)?;
    let (path, before, id) = (bob.path.clone(), interviews(&bob)?, bob.device.id());
    drop(bob);
    {
        let store = SqliteStore::open(&path, HOOKS)?;
        let logs = store.logs(Logs::OfDevice(id))?;
        let branches = logs.iter().map(|log| (log.log, 1)).collect();
        assert!(store.set_aside(&branches)? > 0);
        assert!(store.logs(Logs::OfDevice(id))?.is_empty());
    }
    let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::from_seed([9; 32]);
    let device = Device::open(&path, &mut Moment { now: Person::MORNING, rng: &mut rng })?;
    assert!(device.responses()?.is_empty());
    device.recognise(b"the phone", &mut Moment { now: Person::MORNING, rng: &mut rng })?;
    let after: Vec<DocId> = device.responses()?.into_iter().map(|line| line.id).collect();
    assert_eq!(after, before);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_gave_way_and_was_erased_before_it_could_be_written_again_stays_gone() -> Done {
    const SAID: &str = "ZEBRA-MARKER";
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    bob.act(|device, at| device.recognise(b"the phone", at))?;
    let gone = bob.interview(town.doors[0][0], &[("view", "resident"), ("best", SAID)])?;
    let other = bob.interview(town.doors[0][1], HAPPY)?;
    let (path, id) = (bob.path.clone(), bob.device.id());
    drop(bob);
    {
        let store = SqliteStore::open(&path, HOOKS)?;
        let branches = store.logs(Logs::OfDevice(id))?.iter().map(|log| (log.log, 1)).collect();
        assert!(store.set_aside(&branches)? > 0);
        assert!(!files_with(folder.path(), SAID)?.is_empty(), "it waits to be written again");
        store.erase_again(&[Subject::response(gone)])?;
    }
    let mut rng = <rand_chacha::ChaCha20Rng as rand_core::SeedableRng>::from_seed([9; 32]);
    let device = Device::open(&path, &mut Moment { now: Person::MORNING, rng: &mut rng })?;
    device.recognise(b"the phone", &mut Moment { now: Person::MORNING, rng: &mut rng })?;
    let after: Vec<DocId> = device.responses()?.into_iter().map(|line| line.id).collect();
    assert_eq!(after, [other]);
    assert_eq!(residue(folder.path(), &[SAID])?, Vec::<PathBuf>::new());
    Ok(())
}
