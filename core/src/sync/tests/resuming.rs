//! Connections that break anywhere, and fleets that converge all the same. The model asserts that progress never goes back and
//! that nothing acknowledged is sent again.

use proptest::prelude::*;

use super::model::Model;
use super::wire::{Wire, sync, sync_over};
use crate::ids::Generation;
use crate::sync::SessionError;

#[test]
fn a_connection_cut_after_any_byte_is_made_good_by_the_next() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    (0..6).for_each(|i| bob.collect(100 + i));
    sync(&mut bob, &mut server);
    (0..6).for_each(|i| alice.collect(i));
    let total = sync(&mut alice.clone(), &mut server.clone()).stream_bytes();
    for cut_after in 1..total as usize {
        let (mut alice, mut server) = (alice.clone(), server.clone());
        let ended = sync_over(Wire { piece: 96, cut_after }, &mut alice, &mut server);
        assert_eq!(ended.caller_error, Some(SessionError::CutShort), "cut after {cut_after} of {total}");
        let stored = server.own_of((alice.device, alice.incarnation));
        let known = alice.acknowledged.get(&server.generation).cloned().unwrap_or_default();
        assert_eq!(crate::sync::holdings::minus(&known, &stored), Default::default(), "no false acknowledgement");
        sync(&mut alice, &mut server);
        assert_eq!(alice.acknowledged[&server.generation], alice.own());
        assert_eq!(alice.logs, server.logs);
    }
}

#[test]
fn every_whole_entry_that_arrived_before_a_cut_is_stored() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    (0..3_000).for_each(|i| alice.collect(i));
    let ended = sync_over(Wire { piece: 1_200, cut_after: 300_000 }, &mut alice, &mut server);
    assert_eq!(server.feed.len() as u64, ended.answerer.entries_received);
    assert!(server.feed.len() > 1_000);
}

#[test]
fn connections_that_always_break_early_still_get_somewhere() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    (0..1_500).for_each(|i| alice.collect(i));
    // On a line that is never idle the other side stores, and says so, about every 256 KiB before compression.
    let wire = Wire { piece: 1_200, cut_after: 240_000 };
    let rounds =
        |from: &mut Model, server: &mut Model| (1..40).find(|_| sync_over(wire, from, server).caller_error.is_none());
    let up = rounds(&mut alice, &mut server);
    let down = rounds(&mut bob, &mut server);
    assert!(up.is_some_and(|up| up < 20), "{up:?} connections up");
    assert!(down.is_some_and(|down| down < 20), "{down:?} connections down");
    assert_eq!(bob.logs, alice.logs);
}

#[test]
fn sessions_cut_short_with_a_new_server_leave_their_acknowledgements_in_force() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    (0..4).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    server = Model::server(&[&alice]);
    server.generation = Generation([0x77; 16]);
    for cut_after in (100..2_000).step_by(50) {
        sync_over(Wire { piece: 50, cut_after }, &mut alice, &mut server);
    }
    assert_eq!(sync(&mut alice, &mut server).caller.entries_sent, 0);
}

#[test]
fn a_long_download_that_breaks_again_and_again_comes_to_its_end() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    (0..5_000).for_each(|i| bob.collect(i));
    sync(&mut bob, &mut server);
    let mut received = 0;
    for _ in 0..12 {
        let ended = sync_over(Wire { piece: 1_200, cut_after: 200_000 }, &mut alice, &mut server);
        received += ended.caller.entries_received;
        if ended.caller_error.is_none() {
            break;
        }
    }
    assert_eq!(alice.logs, server.logs);
    assert!(received < 2 * 5_000, "{received} entries came for 5,000");
}

#[derive(Debug, Clone)]
enum Event {
    Collects { who: usize, count: u64 },
    Syncs { who: usize, piece: usize, cut_after: Option<usize> },
    ServerRestored,
    ServerRemembered,
}

fn event() -> impl Strategy<Value = Event> {
    let piece = prop_oneof![Just(usize::MAX), 1..2_000_usize];
    let cut = proptest::option::of(1..6_000_usize);
    prop_oneof![
        4 => (0..2_usize, 1..12_u64).prop_map(|(who, count)| Event::Collects { who, count }),
        6 => (0..2_usize, piece, cut).prop_map(|(who, piece, cut_after)| Event::Syncs { who, piece, cut_after }),
        1 => Just(Event::ServerRestored),
        1 => Just(Event::ServerRemembered),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn two_phones_and_a_server_come_to_hold_the_same(events in proptest::collection::vec(event(), 1..25)) {
        let mut phones = [Model::new(1), Model::new(2)];
        let mut server = Model::server(&[&phones[0], &phones[1]]);
        let mut backup = server.clone();
        for (number, event) in (0_u8..).zip(events) {
            match event {
                Event::Collects { who, count } => (0..count).for_each(|i| phones[who].collect(i)),
                Event::Syncs { who, piece, cut_after } => {
                    let wire = Wire { piece, cut_after: cut_after.unwrap_or(usize::MAX) };
                    sync_over(wire, &mut phones[who], &mut server);
                }
                Event::ServerRemembered => backup = server.clone(),
                Event::ServerRestored => {
                    server = backup.clone();
                    server.generation = Generation([number ^ 0x80; 16]);
                }
            }
        }
        for who in [0, 1, 0] {
            sync(&mut phones[who], &mut server);
        }
        for phone in &phones {
            prop_assert_eq!(&phone.logs, &server.logs);
            prop_assert_eq!(&phone.acknowledged[&server.generation], &phone.own());
        }
    }
}
