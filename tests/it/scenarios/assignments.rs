//! Whose turn a door is: taken on offline by two at once, handed over, given back, over in time.

use std::time::Duration;

use doorstep_core::device::DeviceError;
use doorstep_core::document::kinds::visit::{Turn, turns};
use doorstep_core::ids::{DocId, MemberId};
use doorstep_core::time::Timestamp;
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

const DAY: Duration = Duration::from_secs(86_400);

fn member(person: &Person) -> Result<MemberId, Box<dyn std::error::Error>> {
    Ok(person.device.membership()?.member_of(&person.device.id()).ok_or("they are in the project")?)
}

/// Whose turn the door is on somebody's phone, now.
fn at_door(person: &Person, door: DocId) -> Result<Vec<Turn>, Box<dyn std::error::Error>> {
    let doors = person.device.doors()?;
    let line = doors.iter().find(|line| line.id == door).ok_or("the door is here")?;
    Ok(turns(&line.leases, person.now))
}

fn takes(
    person: &mut Person,
    doors: &[DocId],
    whose: Option<MemberId>,
    until: Timestamp,
) -> Result<usize, DeviceError> {
    person.act(|device, at| device.take_doors(doors, whose, until, at))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_who_take_a_door_on_unknown_to_each_other_both_see_it_and_one_gives_it_back() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let mut amina = town.researcher(folder.path(), "amina", &[]).await?;
    let (door, other) = (town.doors[0][0], town.doors[0][1]);
    let sunday = Person::MORNING.after(2 * DAY);
    // Her clock is years ahead, which makes no difference to who comes first.
    amina.now = Person::MORNING.after(1_000 * DAY);
    assert_eq!(takes(&mut bob, &[door, other], None, sunday)?, 2);
    assert_eq!(takes(&mut bob, &[door], None, sunday)?, 0, "it is his until then already");
    let aminas = amina.now.after(DAY);
    takes(&mut amina, &[door], None, aminas)?;
    amina.now = Person::MORNING;
    for person in [&bob, &amina, &bob, &town.alice] {
        person.sync().await?;
    }
    let both = at_door(&bob, door)?;
    assert_eq!(both.len(), 2);
    assert_eq!(both, at_door(&amina, door)?);
    assert_eq!(both, at_door(&town.alice, door)?);
    assert_eq!(at_door(&amina, other)?, [Turn { member: member(&bob)?, until: sunday }]);

    assert_eq!(bob.act(|device, at| device.give_back_doors(&[door, other], None, at))?, 2);
    bob.sync().await?;
    amina.sync().await?;
    assert_eq!(at_door(&amina, door)?.iter().map(|turn| turn.member).collect::<Vec<_>>(), [member(&amina)?]);
    assert_eq!(at_door(&amina, other)?, []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doors_are_handed_over_to_who_works_there_and_a_turn_ends_by_itself() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let elsewhere = town.areas[1];
    let amina = town.researcher(folder.path(), "amina", &[elsewhere]).await?;
    bob.sync().await?;
    let (here, there) = (town.doors[0][0], town.doors[1][0]);
    let until = bob.now.after(DAY);
    let aminas = member(&amina)?;
    takes(&mut bob, &[here, there], None, until)?;
    let refused = takes(&mut bob, &[here], Some(aminas), until).expect_err("amina does not work there");
    assert_eq!(refused.code(), "not-permitted");
    for wrong in [bob.now, bob.now.after(100 * DAY)] {
        assert_eq!(takes(&mut bob, &[here], None, wrong).expect_err("no such turn").code(), "bad-turn");
    }
    takes(&mut bob, &[there], Some(aminas), until)?;
    bob.sync().await?;
    amina.sync().await?;
    assert_eq!(at_door(&amina, there)?, [Turn { member: aminas, until }]);
    assert_eq!(at_door(&bob, here)?, [Turn { member: member(&bob)?, until }]);
    bob.now = until;
    assert_eq!(at_door(&bob, here)?, []);
    // Who can't come any more is helped out by somebody else.
    town.alice.sync().await?;
    town.alice.act(|device, at| device.give_back_doors(&[there], Some(aminas), at))?;
    assert_eq!(at_door(&town.alice, there)?, []);
    Ok(())
}
