//! A server and its phones in one process, over real QUIC on loopback: founding, joining, restarts, and what goes wrong.

mod backups;
mod turns;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use doorstep_core::device::{Device, INVITE_LASTS, Moment};
use doorstep_core::entry::Refusal;
use doorstep_core::member::{Invite, InviteSecret, Keypair, Redemption, Role};
use doorstep_core::net::{self, Caller, DriveError, SyncError};
use doorstep_core::store::StoreError;
use doorstep_core::sync::{CallerOpening, SessionError, SessionReport, Token};
use tempfile::TempDir;

use super::{Budget, Host, HostError, HostOptions, Limits, PageOptions, Status, StatusError};
use crate::machine;

/// A directory for a server and its phones, removed at the end.
struct Town {
    folder: TempDir,
}

impl Town {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary directory") }
    }

    fn options(&self) -> HostOptions {
        HostOptions::on_loopback(self.folder.path().join("server"))
    }

    async fn host(&self) -> Host {
        Host::start(self.options()).await.expect("the server starts")
    }

    fn phone(&self, name: &str) -> Phone {
        let device = at(|at| Device::open(&self.folder.path().join(name), at)).expect("a new store opens");
        Phone { device: Arc::new(device), caller: Caller::default() }
    }

    /// A server whose project alice has founded, and alice's phone.
    async fn founded(&self) -> (Host, Phone) {
        let (host, alice) = (self.host().await, self.phone("alice"));
        alice.found(&host).await.expect("alice founds the project");
        (host, alice)
    }
}

/// A person's device and its sockets.
struct Phone {
    device: Arc<Device>,
    caller: Caller,
}

/// Why a session failed, as far as a test asks: the other side's refusal.
#[derive(Debug, PartialEq, Eq)]
enum Failed {
    Refused(Refusal),
    Otherwise(String),
}

impl Phone {
    async fn found(&self, host: &Host) -> Result<SessionReport, Failed> {
        let told = host.announcement();
        let token = told.token.clone().unwrap_or_default();
        at(|at| self.device.found("Larkfield", at)).expect("a name is enough");
        self.link(host);
        self.talk(self.device.calling_to_found(Token(token)).expect("the store reads")).await
    }

    fn link(&self, host: &Host) {
        let told = host.announcement();
        let linked = at(|at| self.device.link_server(told.pin, &[told.address.to_string()], at));
        linked.expect("the founder may link a server");
    }

    fn invite(&self, lasts: Duration) -> Invite {
        at(|at| self.device.invite(Role::Researcher, &[], lasts, at)).expect("a coordinator may invite")
    }

    async fn join(&self, invite: &Invite) -> Result<SessionReport, Failed> {
        self.device.remember_invite(invite).expect("the store writes");
        let request = at(|at| self.device.join_request(invite, "test system", at)).expect("the phone is in no project");
        self.talk(self.device.calling_to_join(&request).expect("the store reads")).await
    }

    /// Shows an invite's public key, and a signature made with another secret.
    async fn join_with(&self, invite: &Invite, secret: [u8; 16]) -> Result<SessionReport, Failed> {
        self.device.remember_invite(invite).expect("the store writes");
        let mut request = at(|at| self.device.join_request(invite, "", at)).expect("the phone is in no project");
        let key = InviteSecret::from(secret).keypair(invite.project);
        request.signature = Redemption::sign(&key, invite.project, request.device, request.member);
        self.talk(self.device.calling_to_join(&request).expect("the store reads")).await
    }

    async fn sync(&self) -> Result<SessionReport, Failed> {
        self.talk(self.device.calling().expect("the phone is in a project")).await
    }

    async fn talk(&self, opening: CallerOpening) -> Result<SessionReport, Failed> {
        match net::sync(&self.device, &self.caller, opening).await {
            Ok(synced) => Ok(synced.report),
            Err(SyncError::Broken { source: DriveError::Session(SessionError::TurnedAway { refusal }), .. }) => {
                Err(Failed::Refused(refusal))
            }
            Err(error) => Err(Failed::Otherwise(error.to_string())),
        }
    }

    fn add_area(&self, name: &str) {
        at(|at| self.device.add_area(name, at)).expect("a coordinator may add areas");
    }

    fn areas(&self) -> usize {
        self.device.areas().expect("the store reads").len()
    }
}

fn at<T>(act: impl FnOnce(&mut Moment<'_>) -> T) -> T {
    let mut rng = machine::rng().expect("the system gives randomness");
    act(&mut Moment { now: machine::now(), rng: &mut rng })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_founds_one_project_and_no_second() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    alice.sync().await.expect("alice is a member");

    let mallory = town.phone("mallory");
    let token = host.announcement().token.clone();
    assert!(token.is_some());
    assert_eq!(mallory.found(&host).await.map(drop), Err(Failed::Refused(Refusal::WrongToken)));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_hold_the_secret_learns_nothing_of_an_invite_and_is_soon_not_heard() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    let (open, used) = (alice.invite(INVITE_LASTS), alice.invite(INVITE_LASTS));
    alice.sync().await.expect("alice is a member");
    town.phone("bob").join(&used).await.expect("the invite is open");
    // Mallory knows the invites' public keys, as every member does, and signs with a key of her own.
    let mallory = town.phone("mallory");
    for invite in [&open, &used] {
        assert_eq!(mallory.join_with(invite, [7; 16]).await.map(drop), Err(Failed::Refused(Refusal::InviteUnknown)));
    }
    for wrong in 1..19 {
        let guessed = Invite { secret: [wrong; 16].into(), ..open.clone() };
        assert_eq!(mallory.join(&guessed).await.map(drop), Err(Failed::Refused(Refusal::InviteUnknown)));
    }
    // The right secret, too late: this address has guessed too much.
    assert_eq!(mallory.join(&open).await.map(drop), Err(Failed::Refused(Refusal::Busy)));
    alice.sync().await.expect("members are not concerned");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_founds_nothing() {
    let town = Town::new();
    let (host, alice) = (town.host().await, town.phone("alice"));
    at(|at| alice.device.found("Larkfield", at)).expect("a name is enough");
    alice.link(&host);
    let opening = alice.device.calling_to_found(Token("0000".into())).expect("the store reads");
    assert_eq!(alice.talk(opening).await.map(drop), Err(Failed::Refused(Refusal::WrongToken)));
    host.stop().await;
    let status = Status::read(&town.options().store).expect("the store reads");
    assert_eq!((status.project, status.entries), (None, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invited_phone_gets_what_the_project_has_and_may_ask_twice() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    alice.add_area("Lime Court");
    let invite = alice.invite(INVITE_LASTS);
    alice.sync().await.expect("alice is a member");

    let bob = town.phone("bob");
    bob.join(&invite).await.expect("the invite is new");
    assert_eq!(bob.areas(), 1);
    bob.join(&invite).await.expect("the same phone may ask again");

    let carol = town.phone("carol");
    assert_eq!(carol.join(&invite).await.map(drop), Err(Failed::Refused(Refusal::InviteUsed)));
    host.stop().await;
    let status = Status::read(&town.options().store).expect("the store reads");
    assert_eq!((status.members, status.devices), (3, 3));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_phones_that_show_one_invite_at_once_one_gets_in() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    let invite = alice.invite(INVITE_LASTS);
    alice.sync().await.expect("alice is a member");
    let (bob, carol) = (town.phone("bob"), town.phone("carol"));
    let (one, other) = tokio::join!(bob.join(&invite), carol.join(&invite));
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
    assert_eq!(one.and(other).map(drop), Err(Failed::Refused(Refusal::InviteUsed)));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invite_is_refused_once_its_time_is_over_or_if_nobody_signed_it() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    let late = alice.invite(Duration::ZERO);
    alice.sync().await.expect("alice is a member");
    let unsent = alice.invite(INVITE_LASTS);
    let bob = town.phone("bob");
    assert_eq!(bob.join(&late).await.map(drop), Err(Failed::Refused(Refusal::InviteExpired)));
    assert_eq!(bob.join(&unsent).await.map(drop), Err(Failed::Refused(Refusal::InviteUnknown)));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_and_a_phone_of_another_project_are_turned_away() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    alice.sync().await.expect("alice is a member");
    let mallory = town.phone("mallory");
    at(|at| mallory.device.found("Elsewhere", at)).expect("a name is enough");
    mallory.link(&host);
    assert_eq!(mallory.sync().await.map(drop), Err(Failed::Refused(Refusal::UnknownProject)));

    let project = alice.device.calling().expect("the store reads").project;
    let opening = CallerOpening { project, ..mallory.device.calling().expect("the store reads") };
    assert_eq!(mallory.talk(opening).await.map(drop), Err(Failed::Refused(Refusal::UnknownDevice)));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restarted_server_holds_its_project_and_nothing_is_sent_again() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    alice.add_area("Lime Court");
    alice.sync().await.expect("alice is a member");
    let before = host.announcement().clone();
    host.stop().await;

    let host = Host::start(HostOptions { listen: before.address, ..town.options() }).await.expect("the port is free");
    let now = host.announcement();
    assert_eq!((now.pin, now.token.as_deref()), (before.pin, None));
    assert_eq!(now.project.as_ref().map(|project| project.name.as_str()), Some("Larkfield"));
    let report = alice.sync().await.expect("the server is back");
    assert_eq!((report.entries_sent, report.round_trips), (0, 1));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_backup_gets_back_what_it_lost() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    let address = host.announcement().address;
    alice.sync().await.expect("alice is a member");
    host.stop().await;
    let (store, backup) = (town.options().store, town.folder.path().join("backup"));
    copy(&store, &backup);

    let again = || Host::start(HostOptions { listen: address, ..town.options() });
    let host = again().await.expect("the port is free");
    alice.add_area("Lime Court");
    let report = alice.sync().await.expect("the server is back");
    assert!(report.entries_acknowledged > 0);
    host.stop().await;
    let before = Status::read(&store).expect("the store reads");
    std::fs::copy(backup.join("server.db"), store.join("server.db")).expect("the backup is put back");

    let host = again().await.expect("the port is free");
    let report = alice.sync().await.expect("the restored server knows alice");
    assert!(report.offered_again);
    host.stop().await;
    let restored = Status::read(&store).expect("the store reads").entries;
    assert_eq!(restored, before.entries);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_in_the_way_of_a_start_is_named_and_changes_nothing() {
    let town = Town::new();
    let host = town.host().await;
    let second = Host::start(town.options()).await;
    assert!(matches!(second, Err(HostError::Store { source: StoreError::InUse, .. })), "{second:?}");
    assert!(matches!(Status::read(&town.options().store), Err(StatusError::Running { .. })));

    let elsewhere =
        HostOptions { store: town.folder.path().join("other"), listen: host.announcement().address, ..town.options() };
    let taken = Host::start(elsewhere).await;
    assert!(matches!(taken, Err(HostError::Listen(_))), "{taken:?}");
    assert!(taken.is_err_and(|error| error.to_string().contains("is taken")));
    host.stop().await;

    let file = town.folder.path().join("file");
    std::fs::write(&file, b"no directory").expect("the file is written");
    let blocked = Host::start(HostOptions { store: file, ..town.options() }).await;
    assert!(matches!(blocked, Err(HostError::Directory { .. })), "{blocked:?}");
    assert!(matches!(Status::read(Path::new("/nonexistent")), Err(StatusError::NoStore { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_over_its_allowance_is_told_so_and_loses_nothing() {
    let town = Town::new();
    let tight = Limits { entries: Budget { burst: 4, per_hour: 0 }, ..Limits::default() };
    let host = Host::start(HostOptions { limits: tight, ..town.options() }).await.expect("the server starts");
    let alice = town.phone("alice");
    alice.found(&host).await.expect("two entries are within the allowance");
    for name in ["Lime Court", "Elm Court", "Ash Court", "Oak Court"] {
        alice.add_area(name);
    }
    let report = alice.sync().await.expect("a session over the allowance still ends well");
    let codes: Vec<u16> = report.refused_there.iter().map(|refused| refused.code).collect();
    assert!(!codes.is_empty() && codes.iter().all(|code| *code == Refusal::OverBudget.code()), "{codes:?}");
    assert_eq!(alice.areas(), 4);
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_stops_with_the_server() {
    let town = Town::new();
    let page = PageOptions { address: SocketAddr::from(([127, 0, 0, 1], 0)), ..PageOptions::default() };
    let host = Host::start(HostOptions { page: Some(page), ..town.options() }).await.expect("the server starts");
    let address = host.announcement().page.expect("the page listens");
    host.stop().await;
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir(to).expect("the directory is new");
    for file in std::fs::read_dir(from).expect("the directory reads") {
        let file = file.expect("the directory reads");
        if file.path().is_file() {
            std::fs::copy(file.path(), to.join(file.file_name())).expect("the file copies");
        }
    }
}
