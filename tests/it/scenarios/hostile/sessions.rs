//! Attacks on the line: strangers, wrong secrets and broken frames against a real server, each answered by its code.

use doorstep_core::device::DeviceError;
use doorstep_core::member::{Invite, InviteSecret, Redemption, Role};
use doorstep_core::net::{DriveError, SyncError};
use doorstep_core::sync::{AnswererSettings, CallerOpening, Session, SessionError, Token};
use doorstep_server::Audit;
use doorstep_tests::harness::{Person, Town};
use doorstep_tests::tally;

use super::Done;

const LASTS: std::time::Duration = std::time::Duration::from_secs(100 * 365 * 86_400);

/// The code by which the server turned somebody away.
fn turned_away(result: Result<impl Sized, SyncError>) -> Result<&'static str, Box<dyn std::error::Error>> {
    match result {
        Err(SyncError::Broken { source: DriveError::Session(SessionError::TurnedAway { refusal }), .. }) => {
            Ok(refusal.name())
        }
        Err(other) => Err(other.into()),
        Ok(_) => Err("it was let in".into()),
    }
}

async fn calls(
    person: &Person,
    opening: Result<CallerOpening, DeviceError>,
) -> Result<&'static str, Box<dyn std::error::Error>> {
    turned_away(person.call(opening?).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_has_no_right_to_enter_hears_one_code_and_nothing_else() -> Done {
    let folder = tempfile::tempdir()?;
    let mut town = Town::found(folder.path()).await?;
    let used = town.alice.act(|device, at| device.invite(Role::Researcher, &[], LASTS, at))?;
    let open = town.alice.act(|device, at| device.invite(Role::Researcher, &[], LASTS, at))?;
    let late =
        town.alice.act(|device, at| device.invite(Role::Researcher, &[], std::time::Duration::from_secs(1), at))?;
    town.alice.sync().await?;
    Person::new(folder.path(), "bob")?.join(&used.to_text()).await?;

    let mut mallory = Person::new(folder.path(), "mallory")?;
    let guessed = Invite { secret: InviteSecret::from([7; 16]), ..open.clone() };
    let elsewhere = Invite { project: doorstep_core::ids::ProjectId([9; 32]), ..open.clone() };
    let mut heard = Vec::new();
    for invite in [&used, &late, &guessed, &elsewhere] {
        heard.push(turned_away(mallory.join(&invite.to_text()).await)?);
    }
    // With the public key of an open invite, which every member knows, and a signature by another key.
    let mut request = mallory.act(|device, at| device.join_request(&open, "", at))?;
    let key = InviteSecret::from([7; 16]).keypair(open.project);
    request.signature = Redemption::sign(&key, open.project, request.device, request.member);
    heard.push(calls(&mallory, mallory.device.calling_to_join(&request)).await?);
    // As somebody who founded a project of her own, and as a member of that.
    let mut eve = Person::new(folder.path(), "eve")?;
    eve.act(|device, at| device.found("Elsewhere", at))?;
    eve.device.remember_invite(&open)?;
    heard.push(calls(&eve, eve.device.calling_to_found(Token("nonsense".to_owned()))).await?);
    heard.push(calls(&eve, eve.device.calling()).await?);
    assert_eq!(
        heard,
        [
            "invite-used",
            "invite-expired",
            "invite-unknown",
            "unknown-project",
            "invite-unknown",
            "wrong-token",
            "unknown-project"
        ]
    );
    tally::note("attacks refused", heard.len(), heard.len());
    let audit = Audit::verify(&folder.path().join("server"), None)?;
    assert!(audit.is_whole() && audit.lines as usize > heard.len(), "each left a line: {audit}");
    town.alice.sync().await?;
    Ok(())
}

#[test]
fn broken_bytes_end_a_session_without_a_word_to_the_store() {
    let device = doorstep_core::member::Keypair::from_seed([9; 32]).public();
    let shapes =
        [vec![0xff; 64], b"GET / HTTP/1.1\r\n\r\n".to_vec(), [&[0x28, 0xb5, 0x2f, 0xfd][..], &[0xff; 60]].concat()];
    for bytes in shapes {
        let mut session = Session::answerer(AnswererSettings::default(), device).expect("a session begins");
        assert!(session.handle_bytes(&bytes).is_err());
        assert_eq!(session.poll_request(), None);
        while session.poll_transmit().is_some() {}
        assert!(session.is_done());
    }
}
