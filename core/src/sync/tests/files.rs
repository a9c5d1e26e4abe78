//! Files of interviews: offered after their entries, wanted piece by piece, and acknowledged once the whole is on the other side's disk.

use super::model::Model;
use super::wire::{Wire, call, sync, sync_over};
use crate::entry::Refusal;
use crate::sync::{FilePlace, FileSaid};

/// Three chunks that don't compress.
fn picture(seed: u8) -> Vec<u8> {
    let mut bytes = vec![0; 150_000];
    blake3::Hasher::new().update(&[seed]).finalize_xof().fill(&mut bytes);
    bytes
}

#[test]
fn files_follow_every_entry_and_are_acknowledged_in_the_same_session() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    let manifest = alice.add_file(&picture(1));
    (0..3).for_each(|i| alice.collect(i));
    let up = sync(&mut alice, &mut server);
    assert_eq!((up.caller.chunks_sent, up.caller.files_kept, up.caller.round_trips), (3, 1, 2));
    assert_eq!(server.chunks, alice.chunks);
    assert_eq!(alice.files_said, [FileSaid::kept(manifest.blob, false)]);
    let last = server.asked.iter().rposition(|asked| *asked == "ingest").unwrap();
    assert!(server.asked[..last].iter().all(|asked| *asked != "put chunk"), "{:?}", server.asked);

    let again = sync(&mut alice, &mut server);
    assert_eq!((again.caller.chunks_sent, again.caller.round_trips), (0, 1));
    assert_eq!(alice.files_said[1].place(), FilePlace::BackedUp);
}

#[test]
fn a_file_that_broke_off_goes_on_where_it_was() {
    for cut_after in (1_000..180_000).step_by(9_973) {
        let mut alice = Model::new(1);
        let mut server = Model::server(&[&alice]);
        alice.add_file(&picture(1));
        alice.collect(1);
        sync_over(Wire { piece: 1_200, cut_after }, &mut alice, &mut server);
        let there = server.chunks.len() as u64;
        let rest = sync(&mut alice, &mut server);
        assert_eq!(rest.caller.chunks_sent, 3 - there, "cut after {cut_after}");
        assert_eq!(server.chunks, alice.chunks, "cut after {cut_after}");
        assert!(!alice.files_said.is_empty(), "cut after {cut_after}");
    }
}

#[test]
fn a_file_for_which_there_is_no_room_costs_no_bytes_and_stops_nothing_else() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    let (first, second) = (alice.add_file(&picture(1)), alice.add_file(&picture(2)));
    server.unwanted = Some(first.blob);
    let up = sync(&mut alice, &mut server);
    assert_eq!((up.caller.chunks_sent, up.caller.files_kept), (3, 1));
    assert_eq!(up.caller.files_refused, [FileSaid::refused(first.blob, Refusal::NoRoom)]);
    assert_eq!(alice.files_said, [FileSaid::kept(second.blob, false)]);
}

#[test]
fn whoever_offers_none_sends_none_and_a_file_that_nothing_describes_is_not_wanted() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    alice.add_file(&picture(1));
    alice.offers.clear();
    assert_eq!(sync(&mut alice, &mut server).caller.chunks_sent, 0);
    let mut opening = alice.opening();
    opening.offers = vec![crate::ids::BlobHash([9; 32])];
    let ended = call(Wire::WHOLE, opening, &mut alice, &mut server).well();
    assert_eq!((ended.caller.chunks_sent, ended.caller.files_kept), (0, 0));
}

#[test]
fn who_may_read_a_file_fetches_it_in_the_session_that_brings_its_entry() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    alice.add_file(&picture(1));
    sync(&mut alice, &mut server);
    bob.fetches = true;
    let first = sync(&mut bob, &mut server);
    assert_eq!((first.caller.entries_new, first.caller.chunks_received, first.caller.round_trips), (1, 3, 2));
    assert_eq!(bob.chunks, alice.chunks);
    assert_eq!(sync(&mut bob, &mut server).caller.round_trips, 1);
}

#[test]
fn a_file_that_has_not_come_to_the_server_yet_is_asked_for_once_in_a_session() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    alice.add_file(&picture(1));
    alice.offers.clear();
    sync(&mut alice, &mut server);
    bob.fetches = true;
    let first = sync(&mut bob, &mut server);
    assert_eq!((first.caller.chunks_received, first.caller.round_trips), (0, 2));
    assert_eq!(sync(&mut bob, &mut server).caller.round_trips, 1);
}

#[test]
fn without_files_nothing_is_fetched() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    alice.add_file(&picture(1));
    sync(&mut alice, &mut server);
    assert_eq!(sync(&mut bob, &mut server).caller.chunks_received, 0);
}

#[test]
fn nobody_is_believed_about_files_that_were_not_offered() {
    use crate::ids::BlobHash;
    use crate::sync::{Compression, Frame, Outgoing, Session, Welcome};
    let mut alice = Model::new(1);
    let manifest = alice.add_file(&picture(1));
    let mut session = Session::caller(alice.opening()).unwrap();
    let said = [manifest.blob, BlobHash([9; 32])].map(|blob| FileSaid::kept(blob, true));
    let (generation, time) = (crate::ids::Generation([5; 16]), crate::time::Timestamp(0));
    let welcome = Welcome { minor: 0, generation, epoch: 1, time, reconcile: false, own: None };
    let mut outgoing = Outgoing::new(Compression::default()).unwrap();
    for frame in [Frame::Welcome(welcome), Frame::Files(said.to_vec())] {
        outgoing.push(&frame).unwrap();
    }
    session.handle_bytes(&outgoing.take_flushed().unwrap()).unwrap();
    while session.poll_transmit().is_some() {}
    while let Some(request) = session.poll_request() {
        let reply = alice.answer(request);
        session.handle_reply(reply).unwrap();
        while session.poll_transmit().is_some() {}
    }
    assert_eq!(alice.files_said, [said[0]]);
}

#[test]
fn a_server_put_back_from_before_a_file_gets_its_entry_and_the_file_again_in_one_session() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    alice.collect(1);
    sync(&mut alice, &mut server);
    let (mut before, lost) = (server.clone(), alice.add_file(&picture(1)));
    sync(&mut alice, &mut server);
    before.generation = crate::ids::Generation([0x66; 16]);
    alice.strict = false;
    let again = sync(&mut alice, &mut before);
    assert!(again.caller.offered_again);
    assert_eq!((again.caller.files_kept, again.caller.chunks_sent), (1, 3));
    assert!(before.chunks.contains_key(&(lost.blob, 2)));
}
