//! Programs and machines that end at any moment of their writing, and disks that fail: some moments of each, the rest by
//! `cargo run -p doorstep-tests --bin crash`. A harness that does not find what a store opened less safely loses would prove nothing.

use doorstep_tests::crash::{Failure, Found, Subject, Synchronous, cut, fail};
use doorstep_tests::fleet::folder;
use doorstep_tests::storm::Stage;
use doorstep_tests::tally;

fn staged(look: impl Fn(&Stage) -> Found) -> Found {
    let folder = folder().unwrap();
    look(&Stage::with(folder.path(), 8, 200).unwrap())
}

fn cut_off(subject: Subject, synchronous: Synchronous, stride: usize) -> Found {
    staged(|stage| cut(stage, folder().unwrap().path(), subject, synchronous, stride).unwrap())
}

#[track_caller]
fn nothing_is_lost(found: &Found) {
    tally::note("acked-lost", found.broken, found.claims);
    assert!(found.images > 10 && found.claims > found.images / 2, "{found:?}");
    assert_eq!(found.broken, 0, "{found:?}");
}

#[test]
fn a_phone_that_ends_at_any_moment_has_all_that_it_called_saved() {
    nothing_is_lost(&cut_off(Subject::Phone, Synchronous::Full, 17));
}

#[test]
fn a_server_that_ends_at_any_moment_has_all_that_it_acknowledged() {
    nothing_is_lost(&cut_off(Subject::Server, Synchronous::Full, 17));
}

#[test]
fn a_phone_whose_disk_is_full_or_fails_keeps_what_it_called_saved_and_goes_on() {
    for failure in [Failure::Full, Failure::Broken] {
        nothing_is_lost(&staged(|stage| fail(stage, folder().unwrap().path(), Subject::Phone, failure, 17).unwrap()));
    }
}

#[test]
fn a_server_whose_disk_is_full_or_fails_keeps_what_it_acknowledged() {
    for failure in [Failure::Full, Failure::Broken] {
        nothing_is_lost(&staged(|stage| fail(stage, folder().unwrap().path(), Subject::Server, failure, 7).unwrap()));
    }
}

#[test]
fn stores_that_sync_less_than_ours_are_found_to_lose_something() {
    for (subject, synchronous) in [
        (Subject::Phone, Synchronous::Normal),
        (Subject::Phone, Synchronous::Off),
        (Subject::Server, Synchronous::Normal),
    ] {
        let found = cut_off(subject, synchronous, 7);
        assert!(found.broken > 0, "{subject:?} {synchronous:?}: {found:?}");
    }
}
