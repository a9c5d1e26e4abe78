//! Two phones that call each other, and what an answerer says of its backup.

use super::model::Model;
use super::wire::{Wire, call, sync};
use crate::entry::Holdings;
use crate::ids::Generation;
use crate::sync::{BackedUp, CallerOpening, Cursor, Entrance, MeetingSecret};
use crate::time::Timestamp;

/// What a phone says that calls another: it offers everything, and waits to hear what the other has.
fn meeting(caller: &Model) -> CallerOpening {
    CallerOpening {
        entrance: Entrance::Meeting(MeetingSecret([7; 16])),
        cursor: Some(Cursor::start(Generation([0; 16]))),
        others: caller.holdings(),
        acknowledged: Holdings::default(),
        ..caller.opening()
    }
}

/// Two phones with the same entries of somebody else, and some of their own that the other lacks.
fn phones(shared: u64, own: u64) -> (Model, Model) {
    let (mut alice, mut bob, mut chen) = (Model::new(1), Model::new(2), Model::new(3));
    let mut server = Model::server(&[&alice, &bob, &chen]);
    (0..shared).for_each(|i| chen.collect(i));
    sync(&mut chen, &mut server);
    sync(&mut alice, &mut server);
    sync(&mut bob, &mut server);
    (0..own).for_each(|i| alice.collect(i));
    (0..own).for_each(|i| bob.collect(i));
    alice.strict = false;
    let reader = (alice.device, crate::member::Scopes::everything());
    bob.readers = [reader].into();
    (alice, bob)
}

#[test]
fn two_phones_exchange_what_differs_in_two_round_trips() {
    let (mut alice, mut bob) = phones(500, 20);
    let opening = meeting(&alice);
    let met = call(Wire::WHOLE, opening, &mut alice, &mut bob).well();
    assert_eq!(alice.holdings(), bob.holdings());
    assert_eq!((met.caller.entries_sent, met.caller.entries_received, met.caller.round_trips), (20, 20, 2));
}

#[test]
fn two_phones_that_hold_the_same_send_nothing() {
    let (mut alice, mut bob) = phones(500, 0);
    let opening = meeting(&alice);
    let met = call(Wire::WHOLE, opening, &mut alice, &mut bob).well();
    assert_eq!((met.caller.entries_sent, met.caller.entries_received), (0, 0));
}

#[test]
fn a_meeting_cut_anywhere_ends_on_both_sides_and_the_next_one_does_the_rest() {
    let (alice, bob) = phones(40, 30);
    for cut_after in (0..12_000).step_by(571) {
        let (mut alice, mut bob) = (alice.clone(), bob.clone());
        let opening = meeting(&alice);
        call(Wire { cut_after, ..Wire::WHOLE }, opening, &mut alice, &mut bob);
        let opening = meeting(&alice);
        call(Wire::WHOLE, opening, &mut alice, &mut bob).well();
        assert_eq!(alice.holdings(), bob.holdings(), "cut after {cut_after}");
    }
}

#[test]
fn a_caller_hears_of_a_new_backup_once() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    (0..5).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    let backup = BackedUp { at: Timestamp(1_760_000_000_000), own: alice.own(), position: 5 };
    server.backup = Some(backup.clone());
    alice.known_backup = Some(Timestamp(0));
    sync(&mut alice, &mut server);
    assert_eq!((alice.known_backup, alice.backup), (Some(backup.at), Some(backup)));
    alice.backup = None;
    sync(&mut alice, &mut server);
    assert_eq!(alice.backup, None, "it is not said twice");
}
