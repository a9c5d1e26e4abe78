//! Somebody asks for help at a door: who can open it, what is overdue, what became of it, and how it goes again.

use std::path::Path;
use std::time::Duration;

use doorstep_core::device::{Asking, DeviceError, Stays};
use doorstep_core::document::kinds::help_kinds::HelpKind;
use doorstep_core::document::kinds::help_slip::{Ended, HelpEnd};
use doorstep_core::document::kinds::retention::Retention;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::Why;
use doorstep_core::evaluation::Disclosure;
use doorstep_core::ids::DocId;
use doorstep_core::store::Whereabouts;
use doorstep_core::time::Timestamp;
use doorstep_server::{BackupFor, Machine, back_up};
use doorstep_tests::harness::{Person, Town, files_with};

type Done = Result<(), Box<dyn std::error::Error>>;

const WORDS: &str = "HERON-MARKER";
const REACH: &str = "BADGER-MARKER";
const DAY: Duration = Duration::from_secs(86_400);

/// A town whose coordinator has written down with what people can be helped, and two who collect.
async fn town(folder: &Path) -> Result<(Town, Person, Person), Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    let repairs = HelpKind { name: "Repairs".to_owned(), to: "Housing team".to_owned(), days: 7 };
    town.alice.act(|device, at| device.set_help_kinds(&[repairs], at))?;
    town.alice.sync().await?;
    let bob = town.researcher(folder, "bob", &[]).await?;
    let chen = town.researcher(folder, "chen", &[]).await?;
    for person in [&bob, &chen] {
        person.sync().await?;
    }
    Ok((town, bob, chen))
}

fn asking(door: DocId) -> Asking {
    Asking {
        door,
        interview: None,
        kind: "Repairs".to_owned(),
        words: WORDS.to_owned(),
        reach: REACH.to_owned(),
        said_yes: true,
    }
}

/// Writes a slip down with an answer promised within a week.
fn writes(person: &mut Person, asking: &Asking) -> Result<DocId, DeviceError> {
    let by = person.now.after(7 * DAY);
    person.act(|device, at| device.ask_for_help(asking, by, at))
}

fn ended(how: HelpEnd, what: &str) -> Ended {
    Ended { how: Some(how), what: what.to_owned(), told: None, at: Timestamp(0) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_coordinators_open_what_somebody_asked_for_and_no_result_knows_of_it() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, chen) = town(folder.path()).await?;
    let door = town.doors[0][0];
    let results = bob.device.results(Disclosure::INSIDE)?.evaluation;
    let slip = writes(&mut bob, &asking(door))?;
    assert_eq!(bob.device.own_help_slips()?[0].place, Whereabouts::OnlyHere);
    bob.sync().await?;
    chen.sync().await?;
    town.alice.sync().await?;

    let seen = town.alice.device.help_slips()?;
    assert_eq!(
        (seen.len(), seen[0].id, seen[0].slip.words.as_str(), seen[0].slip.to.as_str()),
        (1, slip, WORDS, "Housing team")
    );
    for person in [&bob, &chen] {
        assert!(matches!(person.device.help_slips(), Err(DeviceError::NotPermitted { .. })));
    }
    assert_eq!(bob.device.own_help_slips()?[0].place, Whereabouts::OnServer);
    assert!(chen.device.own_help_slips()?.is_empty());
    assert!(files_with(folder.path(), WORDS)?.is_empty() && files_with(folder.path(), REACH)?.is_empty());
    assert_eq!(bob.device.results(Disclosure::INSIDE)?.evaluation, results);
    assert!(town.alice.device.responses()?.is_empty() && bob.device.status()?.safety.responses == 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_written_down_without_a_yes_and_nothing_promised_that_nobody_answers_for() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, _chen) = town(folder.path()).await?;
    let good = asking(town.doors[0][0]);
    let refused = |person: &mut Person, asking: &Asking| writes(person, asking).expect_err("it is refused").code();
    assert_eq!(refused(&mut bob, &Asking { said_yes: false, ..good.clone() }), "not-to-be-passed-on");
    assert_eq!(refused(&mut bob, &Asking { kind: "Food".to_owned(), ..good.clone() }), "unknown-help");
    assert_eq!(refused(&mut bob, &Asking { words: " ".to_owned(), ..good.clone() }), "bad-text");
    assert_eq!(refused(&mut bob, &Asking { reach: "x".repeat(101), ..good.clone() }), "bad-text");
    let now = bob.now;
    assert!(bob.act(|device, at| device.ask_for_help(&good, now, at)).is_err(), "an answer is promised for later");
    assert!(bob.device.own_help_slips()?.is_empty());
    let days = |days| HelpKind { name: "Repairs".to_owned(), to: "Housing team".to_owned(), days };
    for kinds in [vec![days(0)], vec![days(61)], vec![days(7); 13]] {
        assert!(bob.act(|device, at| device.set_help_kinds(&kinds, at)).is_err());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_overdue_comes_first_and_two_coordinators_ends_are_both_kept() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, _chen) = town(folder.path()).await?;
    let (north, south) = (asking(town.doors[0][0]), asking(town.doors[1][0]));
    let late = writes(&mut bob, &north)?;
    bob.now = bob.now.after(DAY);
    let later = writes(&mut bob, &south)?;
    bob.sync().await?;
    town.alice.sync().await?;
    let soon = town.alice.now.after(7 * DAY + DAY / 2);
    let overdue = |person: &Person, now| -> Result<Vec<bool>, DeviceError> {
        Ok(person.device.help_slips()?.iter().map(|line| line.is_overdue(now)).collect())
    };
    assert_eq!(overdue(&town.alice, town.alice.now)?, [false, false]);
    assert_eq!(overdue(&town.alice, soon)?, [true, false]);

    let mut dana = town.joined(folder.path(), "dana", doorstep_core::member::Role::Coordinator, &[]).await?;
    town.alice.sync().await?;
    dana.sync().await?;
    town.alice.now = soon;
    town.alice.act(|device, at| device.end_help_slip(late, &ended(HelpEnd::PassedOn, "The landlord has it"), at))?;
    dana.now = soon.after(DAY);
    dana.act(|device, at| device.end_help_slip(late, &ended(HelpEnd::Done, "The lift runs again"), at))?;
    for person in [&town.alice, &dana, &town.alice] {
        person.sync().await?;
    }
    for person in [&town.alice, &dana] {
        let slips = person.device.help_slips()?;
        assert_eq!(slips.iter().map(|line| line.id).collect::<Vec<_>>(), [later, late], "what is open comes first");
        let ends: Vec<&str> = slips[1].ends.iter().map(|(ended, _)| ended.what.as_str()).collect();
        assert_eq!(ends, ["The landlord has it", "The lift runs again"]);
        assert!(!slips[1].is_overdue(soon.after(30 * DAY)));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_goes_when_it_is_taken_back_with_its_interview_or_in_time() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, _chen) = town(folder.path()).await?;
    let door = town.doors[0][0];
    let response = bob.interview(door, &[("view", "resident")])?;
    let after = Asking { interview: Some(response), ..asking(door) };
    let (with, alone, third) =
        (writes(&mut bob, &after)?, writes(&mut bob, &asking(door))?, writes(&mut bob, &asking(door))?);
    bob.sync().await?;
    town.alice.sync().await?;
    let held = town.alice.device.held_apart(response)?;
    assert_eq!(held.slips.iter().map(|line| line.id).collect::<Vec<_>>(), [with], "what is held of a person tells it");

    bob.act(|device, at| device.take_back_help_slip(alone, at))?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert!(town.alice.device.help_slips()?.iter().all(|line| line.id != alone));
    town.alice.act(|device, at| device.erase(Subject::response(response), Why::Asked, at))?;
    assert_eq!(town.alice.device.help_slips()?.iter().map(|line| line.id).collect::<Vec<_>>(), [third]);
    town.alice.sync().await?;
    bob.sync().await?;
    assert_eq!(bob.device.own_help_slips()?.iter().map(|own| own.id).collect::<Vec<_>>(), [third]);

    let kept = Retention { help_days: Some(60), ..Retention::default() };
    town.alice.act(|device, at| device.set_retention(kept, at))?;
    assert!(town.alice.device.due(town.alice.now.after(59 * DAY))?.is_empty());
    town.alice.now = town.alice.now.after(60 * DAY);
    assert_eq!(town.alice.act(|device, at| device.erase_due(at))?, 1);
    assert!(town.alice.device.help_slips()?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slip_leaves_the_phone_that_wrote_it_days_after_the_backup_has_it_and_no_coordinators() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, _chen) = town(folder.path()).await?;
    writes(&mut bob, &asking(town.doors[0][0]))?;
    assert_eq!(bob.device.closing(bob.now)?.slips[0].stays, Stays::OnlyHere);
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(bob.device.closing(bob.now)?.slips[0].stays, Stays::UntilBackedUp);
    back_up(
        &folder.path().join("server"),
        &folder.path().join("first.backup"),
        &BackupFor::Anybody,
        &Machine::default(),
    )?;
    bob.sync().await?;
    assert_eq!(bob.device.closing(bob.now)?.slips[0].stays, Stays::Until(bob.now.after(14 * DAY)));
    bob.now = bob.now.after(14 * DAY);
    bob.sync().await?;
    let list = bob.device.closing(bob.now)?;
    assert_eq!((list.slips.len(), list.gone), (0, 0), "it is no interview");
    assert!(bob.device.own_help_slips()?.is_empty());
    town.alice.sync().await?;
    assert!(town.alice.device.closing(town.alice.now)?.slips.is_empty());
    assert_eq!(town.alice.device.help_slips()?.len(), 1, "whoever answers still has it");
    Ok(())
}
