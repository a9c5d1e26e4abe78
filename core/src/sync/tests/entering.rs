//! Founding, joining, and being turned away.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

use super::model::{Model, PROJECT};
use super::wire::{Ended, Wire, call, sync_over};
use crate::entry::Refusal;
use crate::ids::{MemberId, Signature};
use crate::member::{FoundingAct, Keypair};
use crate::sync::{Entrance, Found, Redeem, SessionError, Token};
use crate::time::Timestamp;

fn founding(founder: &Model) -> FoundingAct {
    let recovery = Keypair::from_seed([1; 32]);
    FoundingAct::new("Larkfield", &recovery, founder.device, Timestamp(0), &mut ChaCha8Rng::from_seed([2; 32])).unwrap()
}

fn found(founder: &mut Model, server: &mut Model, act: &FoundingAct) -> Ended {
    let mut opening = founder.opening();
    opening.project = act.project();
    opening.entrance = Entrance::Founder(Found { token: Token("larch-otter-93".into()), act: act.to_bytes().to_vec() });
    call(Wire::WHOLE, opening, founder, server)
}

fn join(bob: &mut Model, server: &mut Model, redeem: Redeem) -> Ended {
    let mut opening = bob.opening();
    opening.project = redeem.project;
    opening.entrance = Entrance::Invited(redeem);
    call(Wire::WHOLE, opening, bob, server)
}

fn redeem(bob: &Model, act: &FoundingAct) -> Redeem {
    let invite = Keypair::from_seed([3; 32]).public();
    let member = MemberId([0xb0; 16]);
    Redeem {
        project: act.project(),
        invite,
        device: bob.device,
        member,
        signature: Signature([4; 64]),
        system: String::new(),
    }
}

#[test]
fn founding_and_the_first_entries_take_one_round_trip() {
    let (mut alice, mut server) = (Model::new(1), Model::server(&[]));
    let act = founding(&alice);
    (0..5).for_each(|i| alice.collect(i));
    let founded = found(&mut alice, &mut server, &act).well();
    assert_eq!((founded.caller.round_trips, founded.caller.entries_acknowledged), (1, 5));
    assert_eq!(server.asked, ["found", "admit", "ingest", "read feed", "read feed"]);
}

#[test]
fn joining_brings_the_founding_act_before_everything_else_in_one_round_trip() {
    let (mut alice, mut bob, mut server) = (Model::new(1), Model::new(2), Model::server(&[]));
    let act = founding(&alice);
    (0..5).for_each(|i| alice.collect(i));
    found(&mut alice, &mut server, &act).well();
    let invite = redeem(&bob, &act);
    let joined = join(&mut bob, &mut server, invite).well();
    assert_eq!((joined.caller.round_trips, joined.caller.entries_new), (1, 5));
    assert_eq!(bob.asked, ["put founding", "ingest", "save progress"]);
    assert_eq!(bob.founding, Some(act));
}

#[test]
fn a_stranger_hears_sorry_and_nothing_else() {
    let (mut alice, mut mallory, mut server) = (Model::new(1), Model::new(9), Model::server(&[&Model::new(1)]));
    (0..5).for_each(|i| alice.collect(i));
    sync_over(Wire::WHOLE, &mut alice, &mut server).well();
    mallory.collect(66);
    let before = server.logs.clone();
    let ended = sync_over(Wire::WHOLE, &mut mallory, &mut server);
    assert_eq!(ended.caller_error, Some(SessionError::TurnedAway { refusal: Refusal::UnknownDevice }));
    assert_eq!(ended.answerer_error, Some(SessionError::Unable { refusal: Refusal::UnknownDevice }));
    assert_eq!(ended.answerer.sent.plain_bytes, 5, "one frame");
    assert_eq!(server.logs, before);
    assert_eq!(mallory.acknowledged.len(), 0);
}

#[test]
fn nobody_redeems_an_invite_or_founds_a_project_for_another_device() {
    let (alice, bob, mut mallory) = (Model::new(1), Model::new(2), Model::new(9));
    let mut server = Model::server(&[]);
    let act = founding(&alice);
    let stolen = redeem(&bob, &act);
    for ended in [join(&mut mallory, &mut server, stolen), found(&mut mallory, &mut server, &act)] {
        assert_eq!(ended.caller_error, Some(SessionError::TurnedAway { refusal: Refusal::NotPermitted }));
    }
    assert_eq!(server.asked, Vec::<&str>::new());
}

#[test]
fn the_founding_act_of_another_project_is_not_taken() {
    let (alice, mut bob, mut server) = (Model::new(1), Model::new(2), Model::server(&[]));
    let act = founding(&alice);
    server.founding = Some(act.clone());
    let invite = Redeem { project: PROJECT, ..redeem(&bob, &act) };
    let ended = join(&mut bob, &mut server, invite);
    assert_eq!(ended.caller_error, Some(SessionError::Violation { refusal: Refusal::WrongProject }));
    assert_eq!(bob.founding, None);
}
