//! A round that is over leaves volunteers' phones: only what the server's backup has, only here, and without anybody losing it.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use doorstep_core::device::{Device, DeviceError, Given, Stays};
use doorstep_core::document::kinds::retention::Retention;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::Why;
use doorstep_core::ids::DocId;
use doorstep_core::response::Answer;
use doorstep_core::time::Timestamp;
use doorstep_server::{BackupFor, Machine, back_up};
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

const SAID: &str = "ZEBRA-MARKER";
const NAME: &str = "OTTER-MARKER";
const DAY: Duration = Duration::from_secs(86_400);

fn interview(person: &mut Person, door: DocId) -> Result<DocId, Box<dyn std::error::Error>> {
    let form = person.form()?;
    let given = |pairs: &[(&str, &str)]| -> BTreeMap<String, Answer> {
        pairs.iter().map(|(path, text)| ((*path).to_owned(), Answer::Given((*text).to_owned()))).collect()
    };
    let answers = given(&[("view", "resident"), ("sat_clean", "low"), ("best", SAID)]);
    let given = Given { answers, sealed: given(&[("name", NAME)]), ..Given::default() };
    Ok(person.act(|device, at| {
        let draft = device.begin_draft(form, Some(door), None, "", at)?;
        device.finish(draft, given, at)
    })?)
}

/// A server's backup, taken while it runs.
fn backup(folder: &Path, name: &str) -> Done {
    back_up(&folder.join("server"), &folder.join(name), &BackupFor::Anybody, &Machine::default())?;
    Ok(())
}

/// Passes a number of days on somebody's clock.
fn wait(person: &mut Person, days: u32) {
    person.now = person.now.after(days * DAY);
}

fn stays(device: &Device, now: Timestamp) -> Result<BTreeMap<DocId, Stays>, Box<dyn std::error::Error>> {
    Ok(device.closing(now)?.lines.into_iter().map(|line| (line.subject.doc, line.stays)).collect())
}

/// Begins a round an hour after whatever was before: the one that began last is the current one.
fn begin_round(town: &mut Town, name: &str) -> Result<DocId, DeviceError> {
    town.alice.now = town.alice.now.after(Duration::from_secs(3_600));
    town.alice.act(|device, at| device.add_round(name, at))
}

/// A first round is open, bob and chen work in it.
async fn first_round(folder: &Path) -> Result<(Town, Person, Person), Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    begin_round(&mut town, "Spring")?;
    town.alice.sync().await?;
    let bob = town.researcher(folder, "bob", &[]).await?;
    let chen = town.researcher(folder, "chen", &[]).await?;
    for person in [&bob, &chen] {
        person.sync().await?;
    }
    Ok((town, bob, chen))
}

/// Bob has held an interview, its round is over, and it has left his phone once the first backup had it.
async fn let_go(folder: &Path) -> Result<(Town, Person, Person, DocId), Box<dyn std::error::Error>> {
    let (mut town, mut bob, chen) = first_round(folder).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    bob.sync().await?;
    begin_round(&mut town, "Autumn")?;
    town.alice.sync().await?;
    bob.sync().await?;
    backup(folder, "first.backup")?;
    bob.sync().await?;
    assert_eq!(bob.device.forget_backed_up(bob.now)?, 1);
    Ok((town, bob, chen, response))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interview_leaves_the_phone_only_days_after_the_servers_backup_has_it() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, _chen) = first_round(folder.path()).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    assert!(stays(&bob.device, bob.now)?.is_empty(), "the round is still open");
    begin_round(&mut town, "Autumn")?;
    town.alice.sync().await?;
    assert!(stays(&bob.device, bob.now)?.is_empty(), "bob has not heard yet that it is over");
    bob.sync().await?;
    assert_eq!(stays(&bob.device, bob.now)?, BTreeMap::from([(response, Stays::UntilBackedUp)]));
    assert_eq!(bob.device.forget_backed_up(bob.now)?, 0, "nobody has said that a backup has it");
    wait(&mut bob, 20);
    bob.sync().await?;
    assert_eq!(bob.device.responses()?.len(), 1, "however long it takes");

    backup(folder.path(), "first.backup")?;
    bob.sync().await?;
    let leaves = bob.now.after(14 * DAY);
    assert_eq!(stays(&bob.device, bob.now)?, BTreeMap::from([(response, Stays::Until(leaves))]));
    wait(&mut bob, 13);
    bob.sync().await?;
    assert_eq!(bob.device.response(response)?.answers.len(), 3, "until then it is shown and can be corrected");
    wait(&mut bob, 1);
    bob.sync().await?;
    assert!(bob.device.responses()?.is_empty());
    let list = bob.device.closing(bob.now)?;
    assert_eq!((list.lines.len(), list.gone), (0, 1));
    for suffix in ["db", "db-wal", "db-shm"] {
        let file = folder.path().join("bob").with_extension(suffix);
        let bytes = std::fs::read(&file).unwrap_or_default();
        let found = [SAID, NAME].iter().any(|marker| bytes.windows(marker.len()).any(|part| part == marker.as_bytes()));
        assert!(!found, "traces are left in {}", file.display());
    }
    let status = bob.device.status()?;
    assert_eq!((status.safety.responses, status.safety.only_here(), status.unsent, status.held), (0, 0, 0, 0));
    assert_eq!(bob.device.results(doorstep_core::evaluation::Disclosure::INSIDE)?.gone, 1);

    town.alice.sync().await?;
    assert_eq!(town.alice.device.response(response)?.answers.len(), 3, "nobody else has lost anything");
    assert!(!town.alice.device.is_erased(response)? && !bob.device.is_erased(response)?);
    assert_eq!(town.alice.device.closing(town.alice.now.after(900 * DAY))?.gone, 0, "a coordinator's laptop keeps it");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_others_collected_leaves_once_a_later_backup_is_known_to_have_it() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, mut chen) = first_round(folder.path()).await?;
    let response = interview(&mut bob, town.doors[0][0])?;
    bob.sync().await?;
    begin_round(&mut town, "Autumn")?;
    town.alice.sync().await?;
    chen.sync().await?;
    backup(folder.path(), "first.backup")?;
    chen.sync().await?;
    assert_eq!(stays(&chen.device, chen.now)?, BTreeMap::from([(response, Stays::UntilBackedUp)]));
    backup(folder.path(), "second.backup")?;
    chen.sync().await?;
    assert!(matches!(stays(&chen.device, chen.now)?[&response], Stays::Until(_)));
    wait(&mut chen, 14);
    chen.sync().await?;
    assert!(chen.device.responses()?.is_empty());
    bob.sync().await?;
    assert_eq!(bob.device.responses()?.len(), 1, "bob's own days have not passed");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_correction_of_what_has_left_is_passed_on_and_leaves_in_its_turn() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, _chen, response) = let_go(folder.path()).await?;
    assert_eq!(bob.device.forget_backed_up(bob.now)?, 0);

    town.alice.correct(response, "sat_clean", "high")?;
    town.alice.sync().await?;
    let report = bob.sync().await?.report;
    assert_eq!(report.refused_here, []);
    let status = bob.device.status()?;
    assert_eq!((status.held, status.opaque), (0, 0), "it neither waits nor counts as of a later version");
    assert!(bob.device.responses()?.is_empty());
    assert_eq!(stays(&bob.device, bob.now)?, BTreeMap::from([(response, Stays::UntilBackedUp)]));
    let later = bob.interview(town.doors[0][1], &[("view", "staff")])?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(town.alice.device.responses()?.len(), 2, "work goes on: {later}");
    for name in ["second.backup", "third.backup"] {
        backup(folder.path(), name)?;
        bob.sync().await?;
    }
    assert_eq!(bob.device.forget_backed_up(bob.now)?, 1);
    let list = bob.device.closing(bob.now)?;
    assert_eq!((list.lines.len(), list.gone), (0, 1));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_let_go_can_still_meet_others_and_obeys_an_order_to_erase() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, chen, response) = let_go(folder.path()).await?;
    let new = bob.interview(town.doors[0][1], &[("view", "staff")])?;

    let mut file = Vec::new();
    let member = chen.device.membership()?.member_of(&chen.device.id()).ok_or("chen is a member")?;
    bob.device.pack(doorstep_core::device::BundleFor::Member(member), &mut file)?;
    let unpacked = chen.device.unpack(&mut file.as_slice())?;
    assert!(!unpacked.is_damaged && unpacked.refused.is_empty(), "{unpacked:?}");
    assert_eq!(chen.device.responses()?.iter().map(|line| line.id).collect::<Vec<_>>(), [new]);
    assert_eq!(chen.device.status()?.held, 0, "chen waits for nothing that bob can't give");
    chen.sync().await?;
    assert_eq!(chen.device.responses()?.len(), 2, "the server gives what bob could not");

    town.alice.sync().await?;
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    for person in [&town.alice, &bob, &chen] {
        person.sync().await?;
    }
    assert!(bob.device.is_erased(response)?);
    assert_eq!(bob.device.closing(bob.now)?.gone, 0, "what is erased everywhere is not said to be elsewhere");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_only_here_never_leaves_and_the_days_are_the_projects() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, mut chen) = first_round(folder.path()).await?;
    let sent = interview(&mut bob, town.doors[0][0])?;
    bob.sync().await?;
    chen.sync().await?;
    let (form, door) = (bob.form()?, town.doors[0][2]);
    let draft = bob.act(|device, at| device.begin_draft(form, Some(door), None, "", at))?;
    let wanted = Retention { phone_days: Some(3), ..Retention::default() };
    town.alice.act(|device, at| device.set_retention(wanted, at))?;
    let spring = town.alice.device.current_round()?.ok_or("a round is open")?;
    town.alice.act(|device, at| device.close_round(spring, at))?;
    assert_eq!(
        town.alice.act(|device, at| device.close_round(spring, at)).map_err(|error| error.code()),
        Err("round-closed")
    );
    assert_eq!(
        chen.act(|device, at| device.close_round(spring, at)).map_err(|error| error.code()),
        Err("not-permitted")
    );
    town.alice.sync().await?;
    backup(folder.path(), "first.backup")?;
    bob.sync().await?;
    let list = bob.device.closing(bob.now)?;
    assert_eq!((list.days, list.unfinished), (3, vec![draft]));
    bob.correct(sent, "sat_clean", "mid")?;
    assert_eq!(stays(&bob.device, bob.now)?, BTreeMap::from([(sent, Stays::OnlyHere)]));
    wait(&mut bob, 900);
    assert_eq!(bob.device.forget_due(bob.now)? + bob.device.forget_backed_up(bob.now)?, 0);
    bob.now = Person::MORNING;
    assert_eq!(bob.device.response(sent)?.answers.len(), 3);
    assert_eq!(bob.device.drafts()?.len(), 1);
    Ok(())
}
