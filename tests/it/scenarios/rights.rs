//! Who receives what: whole logs of the scopes that a member may read, and no others.

use doorstep_core::device::DeviceError;
use doorstep_core::member::Role;
use doorstep_tests::harness::{Person, Town, history_of};

type Done = Result<(), Box<dyn std::error::Error>>;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_researcher_of_one_area_neither_receives_nor_writes_in_another() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, south] = town.areas;
    let mut bob = town.researcher(folder.path(), "bob", &[north]).await?;
    let chen = town.researcher(folder.path(), "chen", &[south]).await?;
    let response = bob.interview(town.doors[0][0], &[("view", "resident")])?;
    bob.sync().await?;
    chen.sync().await?;
    assert!(matches!(chen.device.response(response), Err(DeviceError::UnknownRecord(_))));
    assert_eq!(chen.device.doors()?.len(), 10);
    assert!(chen.device.doors()?.iter().all(|door| door.area == Some(south)));

    let form = bob.form()?;
    let begun = bob.act(|device, at| {
        let draft = device.begin_draft(form, None, Some(south), "", at)?;
        device.finish(draft, Default::default(), at)
    });
    assert!(matches!(begun, Err(DeviceError::NotPermitted { .. })), "{begun:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_manager_receives_no_interview_no_address_and_no_words() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = bob.interview(town.doors[0][0], &[("view", "resident"), ("best", "ZEBRA-MARKER")])?;
    bob.sync().await?;
    town.alice.sync().await?;
    town.alice.act(|device, at| device.release_quote(response, "best", "OTTER-MARKER", at))?;
    town.alice.sync().await?;
    let mary = town.joined(folder.path(), "mary", Role::Manager, &[]).await?;
    mary.sync().await?;
    assert!(mary.device.responses()?.is_empty());
    assert!(mary.device.doors()?.is_empty());
    assert!(!history_of(&mary)?.is_empty(), "membership and set-up did come");
    drop(mary);
    let file = std::fs::read(folder.path().join("mary.db"))?;
    let log = std::fs::read(folder.path().join("mary.db-wal")).unwrap_or_default();
    for marker in ["ZEBRA-MARKER", "OTTER-MARKER", "North House"] {
        let found = [&file, &log].iter().any(|bytes| bytes.windows(marker.len()).any(|part| part == marker.as_bytes()));
        assert!(!found, "{marker} is on the manager's device");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invite_lets_one_device_in_and_the_same_device_again() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let lasts = std::time::Duration::from_secs(100 * 365 * 86_400);
    let invite = town.alice.act(|device, at| device.invite(Role::Researcher, &[], lasts, at))?.to_text();
    town.alice.sync().await?;
    let mut bob = Person::new(folder.path(), "bob")?;
    bob.join(&invite).await?;
    bob.join(&invite).await?;
    let mut chen = Person::new(folder.path(), "chen")?;
    let refused = chen.join(&invite).await.map(drop).unwrap_err().to_string();
    assert!(refused.contains("another phone has used this invite"), "{refused}");
    assert!(chen.device.is_member().is_err() || !chen.device.is_member()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invite_whose_time_is_over_lets_nobody_in() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let gone = std::time::Duration::from_secs(1);
    let invite = town.alice.act(|device, at| device.invite(Role::Researcher, &[], gone, at))?.to_text();
    town.alice.sync().await?;
    let mut bob = Person::new(folder.path(), "bob")?;
    let refused = bob.join(&invite).await.map(drop).unwrap_err().to_string();
    assert!(refused.contains("time is over"), "{refused}");
    Ok(())
}
