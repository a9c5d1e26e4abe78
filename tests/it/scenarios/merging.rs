//! No lost answer, no silent overwrite, no false "safe", over a real server.

use doorstep_core::device::{DecisionChoice, DeviceError};
use doorstep_core::response::{Answer, Cell};
use doorstep_core::store::Whereabouts;
use doorstep_core::time::Timestamp;
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

fn given(text: &str) -> Answer {
    Answer::Given(text.to_owned())
}

/// A town with bob and amina, who both hold one response of bob's.
async fn shared(
    folder: &std::path::Path,
) -> Result<(Town, Person, Person, doorstep_core::ids::DocId), Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    let mut bob = town.researcher(folder, "bob", &[]).await?;
    let amina = town.researcher(folder, "amina", &[]).await?;
    let answers = [("view", "resident"), ("sat_clean", "low"), ("best", "The lime trees")];
    let response = bob.interview(town.doors[0][0], &answers)?;
    bob.sync().await?;
    amina.sync().await?;
    Ok((town, bob, amina, response))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn corrections_of_different_questions_merge_by_themselves() -> Done {
    let folder = tempfile::tempdir()?;
    let (_town, mut bob, mut amina, response) = shared(folder.path()).await?;
    bob.correct(response, "sat_clean", "mid")?;
    amina.correct(response, "best", "The people")?;
    for person in [&bob, &amina, &bob] {
        person.sync().await?;
    }
    for person in [&bob, &amina] {
        let merged = person.device.response(response)?;
        assert_eq!(merged.answers["sat_clean"], Cell::One(given("mid")));
        assert_eq!(merged.answers["best"], Cell::One(given("The people")));
        assert!(person.device.open_questions()?.is_empty());
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_answers_to_one_question_both_stay_until_somebody_decides_and_a_decision_can_be_taken_back() -> Done {
    let folder = tempfile::tempdir()?;
    let (_town, mut bob, mut amina, response) = shared(folder.path()).await?;
    bob.correct(response, "sat_clean", "mid")?;
    amina.correct(response, "sat_clean", "high")?;
    for person in [&bob, &amina, &bob] {
        person.sync().await?;
    }
    let both = Cell::Several(vec![given("high"), given("mid")]);
    assert_eq!(bob.device.response(response)?.answers["sat_clean"], both);
    assert_eq!(amina.device.response(response)?.answers["sat_clean"], both);
    assert!(matches!(bob.correct(response, "sat_clean", "low"), Err(DeviceError::DecideFirst { .. })));

    bob.act(|device, at| device.decide(response, "sat_clean", &DecisionChoice::Keep(given("mid")), at))?;
    for person in [&bob, &amina] {
        person.sync().await?;
    }
    assert_eq!(amina.device.response(response)?.answers["sat_clean"], Cell::One(given("mid")));

    let (_, act) = amina.device.decisions(response)?.remove(0);
    amina.act(|device, at| device.undo_decision(response, act, at))?;
    for person in [&amina, &bob] {
        person.sync().await?;
    }
    assert_eq!(bob.device.response(response)?.answers["sat_clean"], both);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn equal_corrections_are_one_answer() -> Done {
    let folder = tempfile::tempdir()?;
    let (_town, mut bob, mut amina, response) = shared(folder.path()).await?;
    bob.correct(response, "sat_clean", "high")?;
    amina.correct(response, "sat_clean", "high")?;
    for person in [&bob, &amina, &bob] {
        person.sync().await?;
    }
    assert_eq!(bob.device.response(response)?.answers["sat_clean"], Cell::One(given("high")));
    assert!(bob.device.open_questions()?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_are_years_off_decide_nothing() -> Done {
    let folder = tempfile::tempdir()?;
    let (_town, mut bob, mut amina, response) = shared(folder.path()).await?;
    bob.now = Timestamp(0);
    amina.now = Timestamp(4_000_000_000_000);
    bob.correct(response, "sat_clean", "mid")?;
    amina.correct(response, "sat_clean", "high")?;
    for person in [&bob, &amina, &bob] {
        person.sync().await?;
    }
    assert_eq!(bob.device.open_questions()?.len(), 1);
    assert_eq!(bob.fingerprint()?, amina.fingerprint()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_interview_is_safe_only_once_the_server_has_said_so() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, _amina, first) = shared(folder.path()).await?;
    assert_eq!(bob.device.whereabouts(first)?, Whereabouts::OnServer);
    bob.correct(first, "best", "Nothing much")?;
    let second = bob.interview(town.doors[0][1], &[("view", "staff")])?;
    assert_eq!(bob.device.whereabouts(first)?, Whereabouts::OnlyHere);
    assert_eq!(bob.device.whereabouts(second)?, Whereabouts::OnlyHere);
    assert_eq!(bob.device.status()?.safety.safe, 0);
    town.host.stop().await;
    assert!(bob.sync().await.is_err());
    assert_eq!(bob.device.status()?.safety.safe, 0);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_interviews_at_one_door_are_both_kept() -> Done {
    let folder = tempfile::tempdir()?;
    let (town, mut bob, mut amina, _) = shared(folder.path()).await?;
    let door = town.doors[0][5];
    bob.interview(door, &[("view", "resident"), ("sat_clean", "low")])?;
    amina.interview(door, &[("view", "resident"), ("sat_clean", "high")])?;
    for person in [&bob, &amina, &bob] {
        person.sync().await?;
    }
    for person in [&bob, &amina] {
        let there = person.device.responses()?.into_iter().filter(|line| line.door == Some(door)).count();
        assert_eq!(there, 2);
    }
    assert_eq!(bob.fingerprint()?, amina.fingerprint()?);
    Ok(())
}
