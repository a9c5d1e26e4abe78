//! Two people ask at one door: both interviews are kept, and by the project's rule one of them counts, on every phone the same.
//!
//! That the counts follow every change is tested in `core::evaluation::homes`; here, that stores, rules and phones agree.

use std::path::Path;
use std::time::Duration;

use doorstep_core::device::{AtOneDoor, Counts};
use doorstep_core::document::kinds::project::Counting;
use doorstep_core::document::kinds::subject::Subject;
use doorstep_core::entry::Why;
use doorstep_core::evaluation::{Disclosure, People};
use doorstep_core::ids::DocId;
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

/// Looks at somebody's results, compares them with those made anew, and says how many count and how many are kept out.
fn counted(person: &Person) -> Result<(i64, People), Box<dyn std::error::Error>> {
    for disclosure in [Disclosure::OUTSIDE, Disclosure::INSIDE] {
        let (followed, anew) = (person.device.results(disclosure)?, person.device.results_anew(disclosure)?);
        assert_eq!(*followed.evaluation, *anew.evaluation, "{}", person.name);
    }
    let evaluation = person.device.results(Disclosure::INSIDE)?.evaluation;
    Ok((evaluation.interviews, evaluation.kept_out))
}

fn standing(found: &[AtOneDoor], response: DocId) -> Option<Counts> {
    found.iter().flat_map(|at| &at.interviews).find(|one| one.response == response).map(|one| one.counts)
}

/// Bob and chen have both asked at the first door, neither knowing of the other; chen got fewer answers.
async fn asked_twice(folder: &Path) -> Result<(Town, [Person; 2], [DocId; 3]), Box<dyn std::error::Error>> {
    let mut town = Town::found(folder).await?;
    town.alice.now = town.alice.now.after(Duration::from_secs(3_600));
    town.alice.act(|device, at| device.add_round("Spring", at))?;
    town.alice.sync().await?;
    let mut bob = town.researcher(folder, "bob", &[]).await?;
    let mut chen = town.researcher(folder, "chen", &[]).await?;
    for person in [&bob, &chen] {
        person.sync().await?;
    }
    let [door, another] = [town.doors[0][0], town.doors[0][1]];
    let full = [("view", "resident"), ("sat_clean", "low"), ("best", "The lime trees")];
    let whole = bob.interview(door, &full)?;
    let part = chen.interview(door, &[("view", "resident")])?;
    let alone = chen.interview(another, &full)?;
    for person in [&bob, &chen, &bob, &town.alice] {
        person.sync().await?;
    }
    Ok((town, [bob, chen], [whole, part, alone]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_interviews_at_one_door_one_counts_on_every_phone_once_the_project_says_so() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, [bob, chen], [whole, part, alone]) = asked_twice(folder.path()).await?;
    for person in [&town.alice, &bob, &chen] {
        assert_eq!(
            counted(person)?,
            (3, People::Shown(0)),
            "{}: all count until the project says otherwise",
            person.name
        );
        let found = person.device.at_one_door()?;
        assert_eq!(
            (found.len(), found[0].door, found[0].interviews.len()),
            (1, town.doors[0][0], 2),
            "{}",
            person.name
        );
        assert_eq!(standing(&found, alone), None);
    }
    town.alice.act(|device, at| device.set_counting(Counting::OnePerHome, at))?;
    for person in [&town.alice, &bob, &chen] {
        person.sync().await?;
        assert_eq!(counted(person)?, (2, People::Shown(1)), "{}", person.name);
        let found = person.device.at_one_door()?;
        assert_eq!((standing(&found, whole), standing(&found, part)), (Some(Counts::Yes), Some(Counts::Another)));
    }
    town.alice.act(|device, at| device.set_counting(Counting::OnePerPerson, at))?;
    assert_eq!(counted(&town.alice)?, (3, People::Shown(0)), "the other was never deleted");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_one_that_counts_is_left_out_taken_back_or_erased_the_next_one_counts() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, [mut bob, chen], [whole, part, _]) = asked_twice(folder.path()).await?;
    town.alice.act(|device, at| device.set_counting(Counting::OnePerHome, at))?;
    assert_eq!(counted(&town.alice)?, (2, People::Shown(1)));
    town.alice.act(|device, at| device.leave_out(whole, "the neighbour answered", at))?;
    assert_eq!(counted(&town.alice)?, (2, People::Shown(0)), "chen's counts in its place");
    let found = town.alice.device.at_one_door()?;
    assert_eq!((standing(&found, whole), standing(&found, part)), (Some(Counts::LeftOut), Some(Counts::Yes)));
    town.alice.act(|device, at| device.take_back_in(whole, at))?;
    assert_eq!(counted(&town.alice)?, (2, People::Shown(1)));
    // An answer that comes later may make another one the fuller of the two; corrections are followed like everything else.
    town.alice.sync().await?;
    bob.sync().await?;
    assert_eq!(counted(&bob)?, (2, People::Shown(1)));
    bob.correct(whole, "sat_clean", "mid")?;
    assert_eq!(counted(&bob)?, (2, People::Shown(1)));
    town.alice.act(|device, at| device.erase(Subject::response(whole), Why::Asked, at))?;
    assert_eq!(counted(&town.alice)?, (2, People::Shown(0)));
    assert!(town.alice.device.at_one_door()?.is_empty());
    for person in [&town.alice, &bob, &chen] {
        person.sync().await?;
        assert_eq!(counted(person)?, (2, People::Shown(0)), "{}", person.name);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn interviews_at_two_addresses_of_one_home_are_listed_together_for_whoever_reads_addresses() -> Done {
    let folder = tempfile::tempdir()?;
    let (mut town, [bob, _], [whole, part, alone]) = asked_twice(folder.path()).await?;
    let [door, another] = [town.doors[0][0], town.doors[0][1]];
    town.alice.act(|device, at| device.link_doors(door, another, true, at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    for person in [&town.alice, &bob] {
        let found = person.device.at_one_door()?;
        assert_eq!((found.len(), found[0].interviews.len()), (1, 3), "{}", person.name);
        assert!([whole, part, alone].iter().all(|one| standing(&found, *one) == Some(Counts::Yes)));
    }
    Ok(())
}
