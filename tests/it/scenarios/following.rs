//! Results follow every commit: whatever happens to interviews and doors, they equal those made from what is stored alone.
//!
//! That single changes keep the counts equal is tested in `core::evaluation::live`; here, that a store tells of every change.

use std::path::Path;
use std::time::Duration;

use doorstep_core::device::DecisionChoice;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::document::kinds::visit::Knock;
use doorstep_core::entry::Why;
use doorstep_core::evaluation::{Disclosure, Population};
use doorstep_core::ids::DocId;
use doorstep_core::response::Answer;
use doorstep_server::{BackupFor, Machine, back_up};
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

/// Looks at somebody's results and compares them with those made anew.
fn looks(person: &Person, interviews: i64) -> Done {
    for disclosure in [Disclosure::INSIDE, Disclosure::OUTSIDE] {
        let (followed, anew) = (person.device.results(disclosure)?, person.device.results_anew(disclosure)?);
        assert_eq!(*followed.evaluation, *anew.evaluation, "{}", person.name);
        assert_eq!(followed.fingerprint(), anew.fingerprint(), "{}", person.name);
        assert_eq!(followed.evaluation.interviews, interviews, "{}", person.name);
    }
    Ok(())
}

fn given(text: &str) -> Answer {
    Answer::Given(text.to_owned())
}

fn begin_round(town: &mut Town, name: &str) -> Result<DocId, Box<dyn std::error::Error>> {
    town.alice.now = town.alice.now.after(Duration::from_secs(3_600));
    Ok(town.alice.act(|device, at| device.add_round(name, at))?)
}

/// Bob and chen have asked six people, and everybody has looked once: from here on results follow.
async fn asked(folder: &Path) -> Result<(Town, Person, Person, Vec<DocId>), Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    begin_round(&mut town, "Spring")?;
    town.alice.sync().await?;
    let mut bob = town.researcher(folder, "bob", &[]).await?;
    let chen = town.researcher(folder, "chen", &[]).await?;
    bob.sync().await?;
    let mut responses = Vec::new();
    for (number, view) in ["resident", "resident", "staff", "resident", "carer", "resident"].into_iter().enumerate() {
        looks(&bob, i64::try_from(number)?)?;
        let door = town.doors[0][number % 3];
        bob.act(|device, at| device.record_knock(door, Knock::Talked, at))?;
        responses.push(bob.interview(door, &[("view", view), ("sat_clean", "low"), ("best", "The lime trees")])?);
    }
    looks(&bob, 6)?;
    looks(&town.alice, 0)?;
    for person in [&bob, &town.alice, &chen] {
        person.sync().await?;
        looks(person, 6)?;
    }
    Ok((town, bob, chen, responses))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_follow_corrections_decisions_margins_and_answers_taken_back() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, mut chen, responses) = asked(folder.path()).await?;
    bob.correct(responses[0], "sat_clean", "mid")?;
    looks(&bob, 6)?;
    chen.correct(responses[0], "sat_clean", "high")?;
    for person in [&bob, &chen, &bob, &town.alice] {
        person.sync().await?;
        looks(person, 6)?;
    }
    assert_eq!(town.alice.device.results(Disclosure::INSIDE)?.evaluation.being_checked, 1);
    town.alice.act(|device, at| device.decide(responses[0], "sat_clean", &DecisionChoice::Keep(given("mid")), at))?;
    looks(&town.alice, 6)?;
    let (_, act) = town.alice.device.decisions(responses[0])?.into_iter().next().ok_or("alice has decided")?;
    town.alice.act(|device, at| device.undo_decision(responses[0], act, at))?;
    looks(&town.alice, 6)?;
    let lives = Population::of_csv("question,choice,share\nview,staff,50%\nview,resident,50%\n")?;
    town.alice.act(|device, at| device.set_margins(&lives, at))?;
    looks(&town.alice, 6)?;
    town.alice.act(|device, at| device.leave_out(responses[1], "not held at this door", at))?;
    looks(&town.alice, 5)?;
    for person in [&town.alice, &bob, &chen] {
        person.sync().await?;
        looks(person, 5)?;
    }
    town.alice.act(|device, at| device.take_back_in(responses[1], at))?;
    looks(&town.alice, 6)?;
    let (door, knock) = (town.doors[0][0], Knock::NobodyIn);
    let knock = chen.act(|device, at| device.record_knock(door, knock, at))?;
    looks(&chen, 5)?;
    chen.act(|device, at| device.undo_knock(door, knock, at))?;
    looks(&chen, 5)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_follow_what_is_erased_and_what_leaves_a_phone() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, bob, chen, responses) = asked(folder.path()).await?;
    town.alice.act(|device, at| device.erase(Subject::response(responses[2]), Why::Asked, at))?;
    looks(&town.alice, 5)?;
    for person in [&town.alice, &bob, &chen] {
        person.sync().await?;
        looks(person, 5)?;
    }
    begin_round(&mut town, "Autumn")?;
    town.alice.sync().await?;
    back_up(
        &folder.path().join("server"),
        &folder.path().join("first.backup"),
        &BackupFor::Anybody,
        &Machine::default(),
    )?;
    bob.sync().await?;
    let later = bob.now.after(20 * Duration::from_secs(86_400));
    bob.device.forget_backed_up(bob.now)?;
    bob.device.forget_backed_up(later)?;
    looks(&bob, 0)?;
    looks(&town.alice, 5)?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn results_follow_what_is_held_back_and_released() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, mut bob, chen, _) = asked(folder.path()).await?;
    let late = bob.interview(town.doors[1][0], &[("view", "resident"), ("sat_clean", "high")])?;
    let device = bob.device.id();
    town.alice.act(|alice, at| alice.revoke_device(device, at))?;
    for person in [&town.alice, &bob, &town.alice, &chen] {
        person.sync().await?;
    }
    looks(&town.alice, 6)?;
    looks(&chen, 6)?;
    town.alice.act(|device, at| device.release(late, at))?;
    looks(&town.alice, 7)?;
    town.alice.sync().await?;
    chen.sync().await?;
    looks(&chen, 7)
}
