//! People come, change and leave: what a cut keeps, what it holds back, and what a phone that lost its rights can still do.

use std::time::Duration;

use doorstep_core::device::{DeviceError, Given, LEASE, Standing};
use doorstep_core::evaluation::Disclosure;
use doorstep_core::member::{Invite, Role, Standing as GrantStanding};
use doorstep_server::{Host, HostOptions};
use doorstep_tests::harness::{Person, Town, copy_files};

type Done = Result<(), Box<dyn std::error::Error>>;

const ANSWERS: &[(&str, &str)] = &[("view", "resident"), ("sat_clean", "low")];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revoked_phone_shows_nothing_hands_over_what_is_unsent_and_says_so() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let chen = town.researcher(folder.path(), "chen", &[]).await?;
    let kept = bob.interview(town.doors[0][0], ANSWERS)?;
    bob.sync().await?;
    let late = bob.interview(town.doors[0][1], ANSWERS)?;
    let form = bob.form()?;
    let draft = bob.act(|device, at| device.begin_draft(form, None, Some(town.areas[0]), "", at))?;

    town.alice.sync().await?;
    let member = town.alice.device.membership()?.member_of(&bob.device.id()).unwrap();
    town.alice.act(|device, at| device.revoke(member, at))?;
    town.alice.sync().await?;

    assert!(bob.device.status()?.unsent > 0);
    bob.sync().await?;
    assert_eq!(bob.device.standing(), Standing::Revoked);
    assert_eq!(bob.device.status()?.unsent, 0, "what was unsent is on the server");
    assert!(matches!(bob.device.responses(), Err(DeviceError::Revoked)));
    assert!(matches!(bob.device.doors(), Err(DeviceError::Revoked)));
    assert!(matches!(bob.device.results(Disclosure::INSIDE), Err(DeviceError::Revoked)));
    assert!(matches!(bob.device.draft(draft), Err(DeviceError::Revoked)));
    assert!(matches!(bob.interview(town.doors[0][2], ANSWERS), Err(DeviceError::Revoked)));
    // What was begun is not lost: it is finished, handed over, and held back.
    bob.act(|device, at| device.finish(draft, Given::default(), at))?;
    bob.sync().await?;
    assert_eq!((bob.device.status()?.unsent, bob.device.status()?.drafts), (0, 0));

    for person in [&town.alice, &chen] {
        person.sync().await?;
        let listed: Vec<_> = person.device.responses()?.into_iter().map(|line| line.id).collect();
        assert_eq!(listed, [kept], "what came before the cut counts, what came after is held back");
    }
    assert_eq!(town.alice.fingerprint()?, chen.fingerprint()?);
    let held: Vec<_> = town.alice.device.held_back()?.into_iter().map(|line| line.doc).collect();
    assert!(held.contains(&late) && held.contains(&draft), "{held:?}");
    assert!(matches!(chen.device.held_back(), Err(DeviceError::NotPermitted { .. })));
    assert_eq!(town.alice.device.held_back_response(late)?.answers.len(), ANSWERS.len());

    town.alice.act(|device, at| device.release(late, at))?;
    town.alice.sync().await?;
    chen.sync().await?;
    for person in [&town.alice, &chen] {
        assert!(person.device.response(late).is_ok());
    }
    assert_eq!(town.alice.fingerprint()?, chen.fingerprint()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_server_had_accepted_before_it_knew_of_a_cut_is_kept() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    bob.interview(town.doors[0][0], ANSWERS)?;
    bob.sync().await?;
    town.alice.sync().await?;
    let member = town.alice.device.membership()?.member_of(&bob.device.id()).unwrap();
    // Alice takes bob's rights back without a network; in the meantime the server accepts more of his work.
    town.alice.act(|device, at| device.revoke(member, at))?;
    bob.interview(town.doors[0][1], ANSWERS)?;
    bob.sync().await?;
    town.alice.sync().await?;
    town.alice.sync().await?;
    assert_eq!(town.alice.device.responses()?.len(), 2);
    assert!(town.alice.device.held_back()?.is_empty());
    assert_eq!(town.alice.device.membership()?.epoch(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_who_changes_area_works_on_in_the_other_and_loses_nothing() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let [north, south] = town.areas;
    let mut bob = town.researcher(folder.path(), "bob", &[north]).await?;
    let first = bob.interview(town.doors[0][0], ANSWERS)?;
    bob.sync().await?;
    town.alice.sync().await?;
    let member = town.alice.device.membership()?.member_of(&bob.device.id()).unwrap();
    town.alice.act(|device, at| device.change_role(member, Role::Researcher, &[south], at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    bob.sync().await?;
    assert_eq!(bob.device.standing(), Standing::Active);
    assert!(bob.device.doors()?.iter().all(|door| door.area == Some(south)));
    assert_eq!(bob.device.doors()?.len(), 10);
    assert!(matches!(bob.device.response(first), Err(DeviceError::UnknownRecord(_))), "it is of another area now");
    let second = bob.interview(town.doors[1][0], ANSWERS)?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert!(town.alice.device.response(first).is_ok() && town.alice.device.response(second).is_ok());
    assert!(town.alice.device.held_back()?.is_empty());
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_printed_invite_lets_nobody_in_before_a_code_was_compared() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let lasts = Duration::from_secs(100 * 365 * 86_400);
    let invite = town.alice.act(|device, at| device.printed_invite(Role::Researcher, &[], lasts, at))?.to_text();
    town.alice.sync().await?;
    let mut bob = Person::new(folder.path(), "bob")?;
    bob.join(&invite).await?;
    let Standing::Waiting { code: Some(code) } = bob.device.standing() else { panic!("bob waits") };
    assert!(bob.device.areas()?.is_empty() && bob.device.doors()?.is_empty(), "nothing of the project has come");

    town.alice.sync().await?;
    let line = town.alice.device.members()?.into_iter().find(|line| line.device == bob.device.id()).unwrap();
    assert_eq!((line.standing, line.code), (GrantStanding::Pending, Some(code)));
    assert_eq!(line.system.as_deref(), Some("test system 1"));
    assert_eq!(line.by, town.alice.device.membership()?.member_of(&town.alice.device.id()));
    let wrong = town.alice.act(|device, at| device.confirm(line.device, "000 000", at));
    assert!(matches!(wrong, Err(DeviceError::WrongCode)));
    town.alice.act(|device, at| device.confirm(line.device, &code.to_string(), at))?;
    town.alice.sync().await?;
    bob.sync().await?;
    bob.sync().await?;
    assert_eq!(bob.device.standing(), Standing::Active);
    assert_eq!(bob.device.doors()?.len(), 20);
    bob.interview(town.doors[0][0], ANSWERS)?;
    bob.sync().await?;
    town.alice.sync().await?;
    assert_eq!(town.alice.device.responses()?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_phone_that_has_not_met_its_server_for_a_lease_shows_nothing_until_it_has() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    bob.interview(town.doors[0][0], ANSWERS)?;
    let form = bob.form()?;
    let draft = bob.act(|device, at| device.begin_draft(form, None, Some(town.areas[0]), "", at))?;
    bob.now = bob.now.after(LEASE);
    bob.device.note_time(bob.now);
    assert_eq!(bob.device.responses()?.len(), 1, "the lease ends with its last day");
    bob.now = bob.now.after(Duration::from_secs(1));
    bob.device.note_time(bob.now);
    assert!(matches!(bob.device.standing(), Standing::Expired { .. }));
    assert!(matches!(bob.device.responses(), Err(DeviceError::LeaseOver)));
    bob.act(|device, at| device.finish(draft, Given::default(), at))?;
    bob.sync().await?;
    assert_eq!((bob.device.standing(), bob.device.status()?.unsent), (Standing::Active, 0));
    assert_eq!(bob.device.responses()?.len(), 2);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_asked_before_the_project_says_who_is_responsible() -> Done {
    let folder = tempfile::tempdir()?;
    let mut alice = Person::new(folder.path(), "alice")?;
    alice.act(|device, at| device.found("Larkfield", at))?;
    alice.act(|device, at| device.add_form(doorstep_tests::harness::FORM.as_bytes(), "clean", at))?;
    let form = alice.form()?;
    let refused = alice.act(|device, at| device.begin_draft(form, None, None, "", at)).unwrap_err();
    assert_eq!(refused.code(), "not-open");
    let said = refused.to_string();
    for part in ["controller", "lawful basis", "privacy notice", "reach"] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    let mut half = doorstep_tests::harness::responsible();
    half.basis = None;
    let refused = alice.act(|device, at| device.set_responsible(&half, at)).unwrap_err();
    assert!(matches!(refused, DeviceError::NotOpen { missing } if missing.len() == 1));
    alice.act(|device, at| device.set_responsible(&doorstep_tests::harness::responsible(), at))?;
    alice.act(|device, at| device.begin_draft(form, None, None, "", at))?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_on_a_lost_phone_is_told_as_far_as_it_is_known() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[town.areas[0]]).await?;
    bob.interview(town.doors[0][0], ANSWERS)?;
    bob.sync().await?;
    bob.interview(town.doors[0][1], ANSWERS)?;
    town.alice.sync().await?;
    let lost = bob.device.id();
    for revoked in [false, true] {
        if revoked {
            town.alice.act(|device, at| device.revoke_device(lost, at))?;
        }
        let told = town.alice.device.what_was_on(lost)?;
        assert_eq!((told.own_interviews, told.interviews, told.doors, told.identities), (1, 1, 10, 0));
        assert_eq!(told.last_entry, Some(Person::MORNING));
        let expected = if revoked { GrantStanding::Cut } else { GrantStanding::Active };
        assert_eq!(told.standing, expected);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_coordinator_can_not_be_taken_away() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let device = town.alice.device.id();
    let member = town.alice.device.membership()?.member_of(&device).unwrap();
    let tries = [
        town.alice.act(|device, at| device.revoke(member, at)),
        town.alice.act(|alice, at| alice.revoke_device(device, at)),
        town.alice.act(|device, at| device.change_role(member, Role::Researcher, &[], at)),
    ];
    assert!(tries.iter().all(|tried| matches!(tried, Err(DeviceError::LastCoordinator))), "{tries:?}");
    let chen = town.joined(folder.path(), "chen", Role::Coordinator, &[]).await?;
    assert_eq!(chen.device.coordinators()?, 2);
    town.alice.sync().await?;
    town.alice.act(|device, at| device.change_role(member, Role::Researcher, &[], at))?;
    town.alice.sync().await?;
    chen.sync().await?;
    assert_eq!(chen.device.coordinators()?, 1);
    let refused = town.alice.act(|device, at| device.add_area("East", at));
    assert!(matches!(refused, Err(DeviceError::NotPermitted { .. })));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_doubtful_interview_is_left_out_by_a_coordinator_and_can_come_back() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let response = bob.interview(town.doors[0][0], ANSWERS)?;
    bob.sync().await?;
    town.alice.sync().await?;
    let refused = bob.act(|device, at| device.leave_out(response, "made up", at));
    assert!(matches!(refused, Err(DeviceError::NotPermitted { .. })));
    for (expected, count) in [(Some("made up"), 0), (None, 1)] {
        match expected {
            Some(reason) => town.alice.act(|device, at| device.leave_out(response, reason, at))?,
            None => town.alice.act(|device, at| device.take_back_in(response, at))?,
        }
        town.alice.sync().await?;
        bob.sync().await?;
        assert_eq!(bob.device.left_out(response)?.as_deref(), expected);
        assert_eq!(bob.device.results(Disclosure::INSIDE)?.evaluation.interviews, count);
        assert_eq!(bob.fingerprint()?, town.alice.fingerprint()?);
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_built_on_work_that_the_server_had_accepted_stays_and_can_be_corrected_again() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let mut bob = town.researcher(folder.path(), "bob", &[]).await?;
    let mut chen = town.researcher(folder.path(), "chen", &[]).await?;
    let response = chen.interview(town.doors[0][0], ANSWERS)?;
    chen.sync().await?;
    bob.sync().await?;
    town.alice.sync().await?;
    // Bob corrects, which alice has not seen when she takes his rights back; chen builds on it.
    let member = town.alice.device.membership()?.member_of(&bob.device.id()).unwrap();
    bob.correct(response, "sat_clean", "mid")?;
    bob.sync().await?;
    chen.sync().await?;
    chen.correct(response, "sat_clean", "high")?;
    chen.sync().await?;
    town.alice.act(|device, at| device.revoke(member, at))?;
    town.alice.sync().await?;
    town.alice.sync().await?;
    chen.sync().await?;
    // The server had accepted bob's correction before it knew of the cut: it stays, and chen's with it.
    assert!(town.alice.device.held_back()?.is_empty());
    chen.correct(response, "sat_clean", "low")?;
    chen.sync().await?;
    town.alice.sync().await?;
    assert_eq!(chen.fingerprint()?, town.alice.fingerprint()?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_was_set_back_to_before_a_revocation_learns_of_it_from_any_phone() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let bob = town.researcher(folder.path(), "bob", &[]).await?;
    let chen = town.researcher(folder.path(), "chen", &[]).await?;
    town.alice.sync().await?;
    // The server as it was before is put back in its own folder later on.
    let Town { mut alice, host, .. } = town;
    let address_of = |host: &Host| vec![host.announcement().address.to_string()];
    let at_new_address = |person: &Person, host: &Host| -> Done {
        let (server, _) = person.device.server()?;
        let (project, secret) = (person.device.membership()?.project(), [0; 16].into());
        let (role, expires, name) = (0, Person::MORNING, String::new());
        let invite = Invite { project, server, addresses: address_of(host), secret, role, expires, name };
        Ok(person.device.remember_invite(&invite)?)
    };
    host.stop().await;
    let (kept, live) = (folder.path().join("kept"), folder.path().join("server"));
    copy_files(&live, &kept)?;
    let host = Host::start(HostOptions::on_loopback(live.clone())).await?;
    at_new_address(&alice, &host)?;
    let member = alice.device.membership()?.member_of(&bob.device.id()).unwrap();
    alice.act(|device, at| device.revoke(member, at))?;
    alice.sync().await?;
    at_new_address(&chen, &host)?;
    chen.sync().await?;
    assert_eq!(chen.device.membership()?.epoch(), 1);
    host.stop().await;

    std::fs::remove_dir_all(&live)?;
    copy_files(&kept, &live)?;
    let host = Host::start(HostOptions::on_loopback(live)).await?;
    at_new_address(&chen, &host)?;
    chen.sync().await?;
    assert!(chen.device.server_is_behind(), "it renews no lease");
    assert_eq!(
        chen.device.membership()?.standing_of(&bob.device.id()),
        Some(GrantStanding::Cut),
        "nothing is forgotten"
    );
    chen.sync().await?;
    at_new_address(&bob, &host)?;
    bob.sync().await?;
    assert_eq!(bob.device.standing(), Standing::Revoked, "the server knows of it again, though alice has not called");
    chen.sync().await?;
    assert!(!chen.device.server_is_behind());
    host.stop().await;
    Ok(())
}
