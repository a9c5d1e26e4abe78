//! Turns over the real line: one session of a device at a time, and rest for a server that one device keeps busy with nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use doorstep_core::device::Device;
use doorstep_core::entry::Refusal;
use doorstep_core::net::{Backend, Target, TimeLimits};
use doorstep_core::sync::{Reply, Request, Session};

use super::{Budget, Failed, Host, HostOptions, Limits, Phone, Town};

/// A phone's own store, which notes nothing of what the server says before a gate is opened.
struct Held {
    device: Arc<Device>,
    gate: std::sync::Mutex<std::sync::mpsc::Receiver<()>>,
    held: AtomicUsize,
}

impl Backend for Held {
    fn answer(&self, request: Request) -> Reply {
        if matches!(request, Request::SaveProgress(_)) {
            self.held.fetch_add(1, Ordering::Relaxed);
            // Whoever holds the other end lets it go to open the gate.
            let opened = self.gate.lock().expect("nobody panicked").recv();
            assert!(opened.is_err());
        }
        self.device.answer(request)
    }
}

/// A call of a phone that hands over what it has and then says nothing, until the sender is dropped.
async fn silent_call(phone: &Phone) -> (std::sync::mpsc::Sender<()>, tokio::task::JoinHandle<()>) {
    let (open, gate) = std::sync::mpsc::channel();
    let (pin, addresses) = phone.device.server().expect("the phone knows its server");
    let opening = phone.device.calling().expect("the phone is in a project");
    let call =
        phone.caller.dial(&Target::new(addresses, pin), phone.device.keypair()).await.expect("the server answers");
    let held = Arc::new(Held { device: Arc::clone(&phone.device), gate: gate.into(), held: AtomicUsize::new(0) });
    let watched = Arc::clone(&held);
    let running = tokio::spawn(async move {
        let mut session = Session::caller(opening).expect("a session can be begun");
        call.run(&mut session, held, TimeLimits::default()).await;
    });
    while watched.held.load(Ordering::Relaxed) == 0 {
        tokio::task::yield_now().await;
    }
    (open, running)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_that_calls_again_is_not_kept_out_by_its_own_call_that_hangs() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    alice.add_area("Lime Court");
    let (open, hanging) = silent_call(&alice).await;
    let report = tokio::time::timeout(Duration::from_secs(12), alice.sync()).await.expect("its turn comes");
    assert!(report.expect("the second call goes through").entries_acknowledged > 0);
    drop(open);
    hanging.await.expect("the call that hung ends as well");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_of_one_phone_at_the_same_time_come_one_after_the_other() {
    let town = Town::new();
    let (host, alice) = town.founded().await;
    for name in ["Lime Court", "Elm Court"] {
        alice.add_area(name);
        let (one, other) = tokio::join!(alice.sync(), alice.sync());
        let (one, other) = (one.expect("the first is heard"), other.expect("the second is heard"));
        assert!(one.entries_acknowledged + other.entries_acknowledged > 0);
    }
    host.stop().await;
}

/// A server that bears one refused session of each device and of each address.
async fn strict(town: &Town) -> Host {
    let limits = Limits {
        entries: Budget { burst: 40, per_hour: 0 },
        refused_sessions: Budget { burst: 1, per_hour: 0 },
        ..Limits::default()
    };
    Host::start(HostOptions { limits, ..town.options() }).await.expect("the server starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_again_and_again_is_told_to_come_later_and_others_are_not() {
    let town = Town::new();
    let host = strict(&town).await;
    let alice = town.phone("alice");
    alice.found(&host).await.expect("what founding takes is within the allowance");
    let invite = alice.invite(doorstep_core::device::INVITE_LASTS);
    alice.sync().await.expect("so is an invite");
    let bob = town.phone("bob");
    bob.join(&invite).await.expect("the invite is open");

    (0..50).for_each(|number| alice.add_area(&format!("Court {number}")));
    assert!(!alice.sync().await.expect("a session over the allowance ends well").refused_there.is_empty());
    assert_eq!(alice.sync().await.map(drop), Err(Failed::Refused(Refusal::Busy)));
    bob.sync().await.expect("another phone is not concerned");
    assert_eq!(alice.areas(), 50, "nothing is lost by it");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_of_one_address_share_what_is_borne_and_members_there_do_not_pay_for_it() {
    let town = Town::new();
    let host = strict(&town).await;
    let alice = town.phone("alice");
    alice.found(&host).await.expect("what founding takes is within the allowance");
    for (name, refusal) in [("mallory", Refusal::UnknownProject), ("mallory's cousin", Refusal::Busy)] {
        let stranger = town.phone(name);
        super::at(|at| stranger.device.found("Elsewhere", at)).expect("a name is enough");
        stranger.link(&host);
        assert_eq!(stranger.sync().await.map(drop), Err(Failed::Refused(refusal)), "{name}");
    }
    alice.sync().await.expect("a member is not concerned");
    host.stop().await;
}
