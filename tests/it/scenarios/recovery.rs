//! Nobody is left who could let anybody in: the recovery sheet brings a project back, once, and a lost sheet is worth nothing.

use std::time::Duration;

use doorstep_core::device::DeviceError;
use doorstep_core::entry::Refusal;
use doorstep_core::member::{Invite, Role};
use doorstep_core::net::{DriveError, SyncError, Synced};
use doorstep_core::sync::SessionError;
use doorstep_tests::harness::{Person, Town};

type Done = Result<(), Box<dyn std::error::Error>>;

const ANSWERS: &[(&str, &str)] = &[("view", "resident"), ("sat_clean", "low")];
/// Scenarios live at their own time, the server at the machine's.
const LASTS: Duration = Duration::from_secs(100 * 365 * 86_400);

fn turned_away_with(result: Result<Synced, SyncError>) -> Option<Refusal> {
    match result {
        Err(SyncError::Broken { source: DriveError::Session(SessionError::TurnedAway { refusal }), .. }) => {
            Some(refusal)
        }
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_every_coordinators_device_lost_the_sheet_makes_a_coordinator_who_reads_what_was_locked_and_cuts_the_lost_one()
-> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let interview = bob.interview(town.doors[0][0], ANSWERS)?;
    bob.sync().await?;
    let addresses = bob.device.doors()?.len();

    let mut dora = Person::new(folder.path(), "dora")?;
    dora.join(&town.sheet.clone().to_text()).await?;
    assert_eq!(dora.device.doors()?.len(), addresses);
    assert!(dora.device.response(interview).is_ok());
    let lost = town.alice.device.id();
    dora.act(|device, at| device.revoke_device(lost, at))?;
    let sheet = dora.act(|device, at| device.new_recovery_sheet(at))?;
    dora.sync().await?;

    town.alice.sync().await?;
    assert!(matches!(town.alice.device.doors(), Err(DeviceError::Revoked)), "the lost device is out");
    let line = dora.device.members()?.into_iter().find(|line| line.device == dora.device.id()).expect("dora is listed");
    assert!(line.recovered && line.by.is_none());

    // The old sheet is used up; the new one works although alice, whose project it was, is cut.
    let mut mallory = Person::new(folder.path(), "mallory")?;
    let again = mallory.join(&town.sheet.clone().to_text()).await;
    assert_eq!(turned_away_with(again), Some(Refusal::InviteUsed));
    let mut erin = Person::new(folder.path(), "erin")?;
    erin.join(&sheet.to_text()).await?;
    assert_eq!(erin.device.doors()?.len(), addresses);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_sheet_makes_the_old_one_worthless_and_new_keys_are_not_for_it() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let old = town.sheet.clone();
    let new = town.alice.act(|device, at| device.new_recovery_sheet(at))?;
    town.alice.sync().await?;

    let mut mallory = Person::new(folder.path(), "mallory")?;
    assert_eq!(turned_away_with(mallory.join(&old.to_text()).await), Some(Refusal::InviteUnknown));
    let membership = town.alice.device.membership()?;
    let wrapped_for = |sheet: &Invite| {
        let public = sheet.keypair().public();
        let current = membership.keys().keys().map(|name| name.audience).collect::<std::collections::BTreeSet<_>>();
        current
            .into_iter()
            .filter_map(|audience| membership.current_key(audience))
            .any(|(_, key)| key.is_for(&public.0))
    };
    assert!(wrapped_for(&new) && !wrapped_for(&old));
    let open = town.alice.device.open_invites(town.alice.now)?;
    let sheets: Vec<_> = open.iter().filter(|open| open.is_recovery_sheet).map(|open| open.public).collect();
    assert_eq!(sheets, [new.keypair().public()]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invite_that_was_taken_back_is_unknown_and_one_that_was_used_stays_used() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let invite = town.alice.act(|device, at| device.printed_invite(Role::Researcher, &[], LASTS, at))?;
    let public = invite.keypair().public();
    town.alice.act(|device, at| device.take_invite_back(public, at))?;
    town.alice.sync().await?;
    let mut mallory = Person::new(folder.path(), "mallory")?;
    assert_eq!(turned_away_with(mallory.join(&invite.to_text()).await), Some(Refusal::InviteUnknown));
    assert!(matches!(
        town.alice.act(|device, at| device.take_invite_back(public, at)),
        Err(DeviceError::UnknownInvite)
    ));

    let used = town.alice.act(|device, at| device.invite(Role::Researcher, &[], LASTS, at))?;
    town.alice.sync().await?;
    let mut bob = Person::new(folder.path(), "bob")?;
    bob.join(&used.to_text()).await?;
    assert!(matches!(
        bob.act(|device, at| device.take_invite_back(public, at)),
        Err(DeviceError::UnknownInvite | DeviceError::NotPermitted { .. })
    ));
    // Alice has not heard of its use: of the two things done at once hers counts.
    town.alice.act(|device, at| device.take_invite_back(used.keypair().public(), at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    assert!(matches!(bob.device.doors(), Err(DeviceError::Revoked)));
    Ok(())
}
