//! Questionnaires' bytes: pushed after their manifest, asked for when they went missing.

use super::model::Model;
use super::wire::{Wire, call, sync, sync_over};
use crate::entry::Ranges;

/// Three chunks that don't compress.
fn form() -> Vec<u8> {
    let mut bytes = vec![0; 150_000];
    blake3::Hasher::new().update(b"form").finalize_xof().fill(&mut bytes);
    bytes
}

#[test]
fn the_chunks_of_a_form_come_right_after_its_manifest_and_before_later_entries() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    let manifest = alice.add_form(&form());
    (0..3).for_each(|i| alice.collect(i));
    let up = sync(&mut alice, &mut server);
    assert_eq!((up.caller.chunks_sent, up.answerer.chunks_received), (3, 3));

    sync(&mut bob, &mut server);
    assert_eq!(bob.asked, ["ingest", "put chunk", "put chunk", "put chunk", "ingest", "save progress"]);
    assert_eq!(bob.chunks[&(manifest.blob, 2)], form()[131_072..]);
}

#[test]
fn a_server_that_lacks_chunks_asks_the_next_caller_for_them() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    let manifest = alice.add_form(&form());
    sync(&mut alice, &mut server);
    server.chunks.remove(&(manifest.blob, 1));
    let mended = sync(&mut alice, &mut server);
    assert_eq!((mended.caller.entries_sent, mended.caller.chunks_sent), (0, 1));
    assert_eq!(server.chunks, alice.chunks);
}

#[test]
fn a_phone_that_lacks_chunks_asks_in_its_first_flight() {
    let (mut alice, mut bob) = (Model::new(1), Model::new(2));
    let mut server = Model::server(&[&alice, &bob]);
    let manifest = alice.add_form(&form());
    sync(&mut alice, &mut server);
    sync(&mut bob, &mut server);
    bob.chunks.remove(&(manifest.blob, 0));
    bob.chunks.remove(&(manifest.blob, 2));
    let mended = sync(&mut bob, &mut server);
    assert_eq!((mended.caller.chunks_received, mended.caller.round_trips), (2, 1));
    assert_eq!(bob.chunks, alice.chunks);
}

#[test]
fn a_wish_for_a_blob_that_nobody_has_is_passed_over() {
    let mut alice = Model::new(1);
    let mut server = Model::server(&[&alice]);
    let mut opening = alice.opening();
    opening.missing_chunks.insert(crate::ids::BlobHash([9; 32]), Ranges::of(0, 5));
    let ended = call(Wire::WHOLE, opening, &mut alice, &mut server).well();
    assert_eq!(ended.caller.chunks_received, 0);
}

#[test]
fn chunks_lost_to_a_cut_connection_arrive_later() {
    for cut_after in (500..150_000).step_by(7_919) {
        let (mut alice, mut bob) = (Model::new(1), Model::new(2));
        let mut server = Model::server(&[&alice, &bob]);
        alice.add_form(&form());
        alice.collect(1);
        sync_over(Wire { piece: 1_200, cut_after }, &mut alice, &mut server);
        sync(&mut alice, &mut server);
        sync(&mut alice, &mut server);
        assert_eq!(server.chunks, alice.chunks, "cut after {cut_after} going up");
        sync_over(Wire { piece: 1_200, cut_after }, &mut bob, &mut server);
        sync(&mut bob, &mut server);
        assert_eq!(bob.chunks, alice.chunks, "cut after {cut_after} coming down");
    }
}
