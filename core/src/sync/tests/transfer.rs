//! What goes which way, in how many round trips and bytes.

use super::model::{Model, field_only};
use super::wire::{Wire, sync, sync_over};
use crate::entry::{Holdings, Refusal};
use crate::ids::{Generation, Incarnation};
use crate::member::{Class, DocKind, Scopes};
use crate::sync::{Cursor, SessionError};

fn fleet() -> (Model, Model, Model) {
    let (alice, bob) = (Model::new(1), Model::new(2));
    let server = Model::server(&[&alice, &bob]);
    (alice, bob, server)
}

#[test]
fn what_alice_collected_is_acknowledged_and_reaches_bob() {
    let (mut alice, mut bob, mut server) = fleet();
    (0..40).for_each(|i| alice.collect(i));
    let up = sync(&mut alice, &mut server);
    assert_eq!((up.caller.entries_sent, up.caller.entries_acknowledged, up.answerer.entries_new), (40, 40, 40));
    assert_eq!(up.caller.round_trips, 1);
    assert_eq!(alice.acknowledged[&server.generation], alice.own());

    let down = sync(&mut bob, &mut server);
    assert_eq!((down.caller.entries_received, down.caller.entries_new, down.caller.round_trips), (40, 40, 1));
    assert_eq!(bob.logs, server.logs);
}

#[test]
fn nothing_new_costs_one_round_trip_and_the_same_few_bytes_at_any_size() {
    let costs = [2_000, 20_000].map(|count| {
        let (mut alice, mut bob, mut server) = fleet();
        (0..count).for_each(|i| bob.collect(i));
        alice.collect(1);
        sync(&mut bob, &mut server);
        sync(&mut alice, &mut server);
        alice.asked.clear();
        let again = sync(&mut alice, &mut server);
        assert_eq!((again.caller.round_trips, again.caller.entries_received, again.caller.entries_sent), (1, 0, 0));
        assert_eq!(alice.asked, Vec::<&str>::new(), "nothing is read and nothing is saved");
        again.stream_bytes()
    });
    assert!(costs.iter().all(|bytes| *bytes < 300), "{costs:?}");
    assert!(costs[0].abs_diff(costs[1]) <= 4, "a position takes a few bytes: {costs:?}");
}

#[test]
fn one_new_response_costs_one_round_trip_and_one_commit_on_each_side() {
    let (mut alice, mut bob, mut server) = fleet();
    (0..2_000).for_each(|i| bob.collect(i));
    (0..20).for_each(|i| alice.collect(i));
    sync(&mut bob, &mut server);
    sync(&mut alice, &mut server);
    alice.collect(99);
    alice.asked.clear();
    server.asked.clear();
    let change = sync(&mut alice, &mut server);
    assert_eq!((change.caller.round_trips, change.caller.entries_acknowledged), (1, 1));
    assert_eq!(alice.asked, ["read runs", "save progress"]);
    assert_eq!(server.asked, ["admit", "ingest", "read feed", "read feed"]);
    assert!(change.stream_bytes() < 700, "{} bytes", change.stream_bytes());
}

#[test]
fn a_fresh_device_gets_everything_in_one_round_trip_in_pages_that_can_be_resumed() {
    let (mut alice, mut bob, mut server) = fleet();
    (0..3_000).for_each(|i| bob.collect(i));
    sync(&mut bob, &mut server);
    let pulled = sync(&mut alice, &mut server);
    assert_eq!((pulled.caller.round_trips, pulled.caller.entries_new), (1, 3_000));
    let saved = alice.asked.iter().filter(|asked| **asked == "save progress").count();
    assert!((3..=8).contains(&saved), "{saved} pages");
    assert_eq!(alice.logs, server.logs);
}

#[test]
fn a_large_upload_is_committed_in_batches_and_acknowledged_after_each() {
    let (mut alice, _, mut server) = fleet();
    (0..3_000).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    let commits = server.asked.iter().filter(|asked| **asked == "ingest").count();
    assert!((3..=8).contains(&commits), "{commits} commits");
    assert_eq!(alice.acknowledged[&server.generation], alice.own());
}

#[test]
fn bytes_may_arrive_in_pieces_of_any_size() {
    for piece in [1, 2, 3, 5, 17, 250] {
        let (mut alice, mut bob, mut server) = fleet();
        (0..12).for_each(|i| alice.collect(i));
        (0..12).for_each(|i| bob.collect(100 + i));
        sync(&mut bob, &mut server);
        let wire = Wire { piece, ..Wire::WHOLE };
        let ended = sync_over(wire, &mut alice, &mut server).well();
        assert_eq!((ended.caller.entries_acknowledged, ended.caller.entries_new), (12, 12), "in pieces of {piece}");
    }
}

#[test]
fn a_server_restored_from_last_week_gets_everything_back() {
    let (mut alice, mut bob, mut server) = fleet();
    (0..10).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    let mut restored = server.clone();
    (10..20).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    sync(&mut bob, &mut server);

    restored.generation = Generation([0x77; 16]);
    alice.collect(20);
    let again = sync(&mut alice, &mut restored);
    assert!(again.caller.offered_again && !again.caller.rolled_back);
    assert_eq!(restored.own_of((alice.device, alice.incarnation)), alice.own());
    assert_eq!(alice.acknowledged[&restored.generation], alice.own());
    assert_eq!(again.caller.refused_there, [], "what came too early was offered again");
    let bob_again = sync(&mut bob, &mut restored);
    assert_eq!(bob_again.caller.entries_received, 1, "bob lacks only what he never had");
}

#[test]
fn what_a_server_lost_within_its_life_is_offered_again_and_no_longer_counts_as_safe() {
    let (mut alice, _, mut server) = fleet();
    (0..10).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    let log = alice.log(Class::Field);
    server.logs.get_mut(&log).unwrap().truncate(4);
    server.feed.truncate(4);
    server.full = Some(Refusal::Storage);
    let failed = sync_over(Wire::WHOLE, &mut alice, &mut server);
    assert!(failed.caller.offered_again);
    assert_eq!(alice.acknowledged[&server.generation].0[&log].iter().collect::<Vec<_>>(), [(1, 5)]);
    server.full = None;
    sync(&mut alice, &mut server);
    assert_eq!(alice.acknowledged[&server.generation], alice.own());
}

#[test]
fn a_phone_that_was_rolled_back_is_told_so() {
    let (mut alice, _, mut server) = fleet();
    (0..5).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    let backup = alice.clone();
    (5..8).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);

    let mut behind = backup.clone();
    assert!(sync(&mut behind, &mut server).caller.rolled_back);

    let mut forked = backup.clone();
    (50..53).for_each(|i| forked.collect(i));
    let refused = sync(&mut forked, &mut server).caller;
    assert!(refused.rolled_back);
    assert_eq!(refused.refused_there.iter().map(|it| (it.seq, it.code)).collect::<Vec<_>>(), [(6, 12)]);
    assert_eq!(forked.acknowledged[&server.generation], backup.own(), "what stands there is not alice's new entry");
}

#[test]
fn a_phone_with_a_new_incarnation_gets_its_former_entries_back() {
    let (mut alice, _, mut server) = fleet();
    (0..5).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    let mut restored = alice.clone();
    (5..8).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);

    sync(&mut restored, &mut server);
    restored.incarnation = Incarnation([2; 8]);
    restored.cursor = Some(Cursor::start(server.generation));
    restored.collect(60);
    let back = sync(&mut restored, &mut server);
    assert_eq!((back.caller.entries_received, back.caller.entries_new, back.caller.round_trips), (3, 3, 2));
    assert_eq!(restored.logs, server.logs);
}

#[test]
fn other_scopes_lead_to_a_reconciliation_that_sends_only_what_is_missing() {
    let (mut alice, mut bob, mut server) = fleet();
    server.readers.insert(bob.device, field_only());
    (0..30).for_each(|i| alice.collect(i));
    (0..3).for_each(|i| alice.write(Class::Project, 1, DocKind::Criterion, vec![i; 40]));
    sync(&mut alice, &mut server);
    assert_eq!(sync(&mut bob, &mut server).caller.entries_new, 30);

    server.readers.insert(bob.device, Scopes::everything());
    let widened = sync(&mut bob, &mut server);
    assert_eq!((widened.caller.entries_received, widened.caller.entries_new, widened.caller.round_trips), (3, 3, 2));
    assert_eq!(bob.logs, server.logs);
    assert_eq!(sync(&mut bob, &mut server).caller.round_trips, 1);
}

#[test]
fn entries_that_may_fit_later_keep_the_cursor_where_it_was() {
    let (mut alice, mut bob, mut server) = fleet();
    (0..4).for_each(|i| alice.collect(i));
    sync(&mut alice, &mut server);
    let log = alice.log(Class::Field);
    server.feed.retain(|(_, seq)| *seq != 1);
    assert_eq!(sync(&mut bob, &mut server).caller.refused_here.len(), 1);
    assert_eq!(bob.cursor, Some(Cursor::start(server.generation)));
    server.feed.insert(0, (log, 1));
    sync(&mut bob, &mut server);
    assert_eq!(bob.logs, server.logs);
}

#[test]
fn when_the_server_cannot_store_the_phone_is_told_and_keeps_its_entries_unacknowledged() {
    let (mut alice, _, mut server) = fleet();
    alice.collect(1);
    server.full = Some(Refusal::Storage);
    let failed = sync_over(Wire::WHOLE, &mut alice, &mut server);
    let told = failed.caller_error.unwrap();
    assert_eq!(told, SessionError::TurnedAway { refusal: Refusal::Storage });
    assert_eq!(alice.acknowledged[&server.generation], Holdings::default());
}
