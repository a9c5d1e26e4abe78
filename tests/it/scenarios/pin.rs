//! A PIN before what a phone shows: it stands a restart, costs no unsent work, and is replaced by a coordinator's new invite.

use std::time::Duration;

use doorstep_core::device::{DeviceError, Pin, PinError};
use doorstep_core::member::Role;
use doorstep_tests::harness::{Person, Town, files_with};

type Done = Result<(), Box<dyn std::error::Error>>;

const PIN: &str = "904117";

fn set(person: &mut Person) -> Result<(), DeviceError> {
    let pin = Pin::new(PIN)?;
    person.act(|device, at| device.set_pin(&pin, at))
}

fn tried(person: &Person, text: &str) -> Result<(), &'static str> {
    let pin = Pin::typed(text).map_err(PinError::code)?;
    person.device.unlock(&pin, person.now).map_err(|error| error.code())
}

fn shown(person: &Person) -> Result<usize, &'static str> {
    person.device.responses().map(|responses| responses.len()).map_err(|error| error.code())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_with_a_pin_shows_nothing_after_a_restart_and_hands_over_all_the_same() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    set(&mut bob)?;
    assert_eq!(shown(&bob), Ok(0), "whoever set it goes on");
    let unsent = bob.interview(town.doors[0][0], &[("view", "resident")])?;
    let (form, door) = (bob.form()?, town.doors[0][1]);
    let draft = bob.act(|device, at| device.begin_draft(form, Some(door), None, "", at))?;
    drop(bob);

    let mut bob = Person::again(folder.path(), "bob", 1)?;
    assert_eq!(shown(&bob), Err("pin-needed"));
    assert_eq!(bob.device.draft(draft).map(drop).map_err(|error| error.code()), Err("pin-needed"));
    assert_eq!(bob.interview(door, &[("view", "staff")]).map_err(|error| error.code()), Err("pin-needed"));
    assert_eq!(set(&mut bob).map_err(|error| error.code()), Err("pin-needed"), "another PIN is no way in");
    assert_eq!(bob.device.remove_pin().map_err(|error| error.code()), Err("pin-needed"));
    bob.sync().await?;
    assert_eq!(bob.device.status()?.unsent, 0);
    town.alice.sync().await?;
    assert_eq!(town.alice.device.responses()?.iter().map(|line| line.id).collect::<Vec<_>>(), [unsent]);

    assert_eq!(tried(&bob, PIN), Ok(()));
    assert_eq!((shown(&bob), bob.device.drafts()?.len()), (Ok(1), 1));
    bob.device.lock_by_pin()?;
    assert_eq!(shown(&bob), Err("pin-needed"));
    assert_eq!(tried(&bob, "904 117"), Ok(()));
    bob.device.remove_pin()?;
    bob.device.lock_by_pin()?;
    assert_eq!(shown(&bob), Ok(1), "without a PIN nothing locks");
    assert!(files_with(folder.path(), PIN)?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_pins_make_everybody_wait_also_after_a_restart() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    set(&mut bob)?;
    bob.device.lock_by_pin()?;
    for _ in 0..3 {
        assert_eq!(tried(&bob, "111111"), Err("wrong-pin"));
    }
    assert_eq!(tried(&bob, PIN), Ok(()), "a right one ends the row");
    bob.device.lock_by_pin()?;
    for _ in 0..5 {
        assert_eq!(tried(&bob, "111111"), Err("wrong-pin"));
    }
    let began = bob.now;
    drop(bob);
    let mut bob = Person::again(folder.path(), "bob", 1)?;
    assert_eq!(tried(&bob, PIN), Err("pin-wait"), "also the right one, also after a restart");
    bob.now = began.after(Duration::from_secs(29));
    assert_eq!(tried(&bob, PIN), Err("pin-wait"));
    assert_eq!(bob.device.pin_state(bob.now)?.waits_until, Some(began.after(Duration::from_secs(30))));
    bob.now = began.after(Duration::from_secs(30));
    assert_eq!(tried(&bob, PIN), Ok(()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_twenty_wrong_ones_only_a_new_invite_opens_the_phone_with_everything_on_it() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let sent = bob.interview(town.doors[0][0], &[("view", "resident")])?;
    bob.sync().await?;
    let (form, door) = (bob.form()?, town.doors[0][1]);
    let draft = bob.act(|device, at| device.begin_draft(form, Some(door), None, "", at))?;
    set(&mut bob)?;
    bob.device.lock_by_pin()?;
    for _ in 0..20 {
        assert!(tried(&bob, "111111").is_err());
        bob.now = bob.now.after(Duration::from_secs(3_600));
    }
    assert_eq!(tried(&bob, PIN), Err("pin-spent"));
    assert!(bob.device.pin_state(bob.now)?.is_spent);

    let later = Duration::from_secs(100 * 365 * 86_400);
    town.alice.sync().await?;
    town.alice.act(|device, at| {
        device.change_role(
            device.membership()?.member_of(&bob.device.id()).ok_or(DeviceError::UnknownMember)?,
            Role::Researcher,
            &[],
            at,
        )
    })?;
    town.alice.sync().await?;
    bob.sync().await?;
    assert_eq!(shown(&bob), Err("pin-needed"), "a change of rights opens nothing");
    let invite = town.alice.act(|device, at| device.invite(Role::Researcher, &[], later, at))?;
    town.alice.sync().await?;
    bob.join(&invite.to_text()).await?;
    assert_eq!(shown(&bob), Ok(1));
    assert!(!bob.device.pin_state(bob.now)?.is_set);
    assert_eq!(bob.device.draft(draft)?.head.id, draft);
    bob.act(|device, at| device.finish(draft, doorstep_core::device::Given::default(), at))?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(town.alice.device.responses()?.len(), 2, "{sent} and {draft}");
    Ok(())
}
