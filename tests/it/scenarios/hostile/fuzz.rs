//! A short run of what peers may send, made by seed; the long one is the program `fuzz`.

use doorstep_tests::fuzz::{Ending, Fuzz, Target};
use doorstep_tests::tally;

const SEED: u64 = 20_261_122;

/// Tries so many inputs; a target that does not end in each of these ways has lost its way in.
fn run(target: Target, inputs: u64, ways: &[&'static str]) {
    let fuzz = Fuzz::new(target, SEED).expect("the corpus is there");
    let endings = match fuzz.run(0..inputs) {
        Ok(endings) => endings,
        Err(number) => panic!("input {number} of seed {SEED} for {target:?}: {:02x?}", fuzz.input(number)),
    };
    for way in ways {
        assert!(endings.contains_key(&Ending(way)), "no input for {target:?} ends in: {way}; they end in {endings:?}");
    }
    tally::note("panics", 0, usize::try_from(inputs).expect("a small number"));
}

#[test]
fn frames_and_invites_are_written_as_they_are_read() {
    run(Target::Frame, 4_000, &["read", "not whole", "too long", "unreadable"]);
    run(Target::Invite, 2_000, &["read", "refused"]);
}

#[test]
fn automerge_reads_every_change_that_is_let_through_as_it_was_read_here() {
    run(
        Target::Change,
        6_000,
        &["read", "malformed", "not flat", "compressed", "too many references", "too many operations"],
    );
}

#[test]
fn a_sealed_value_that_was_changed_stays_locked_and_one_that_is_nonsense_is_refused() {
    run(Target::Sealed, 800, &["opened", "stays locked", "refused", "read", "can't be read"]);
}

#[test]
fn whatever_a_member_signs_is_taken_or_refused_by_name() {
    run(Target::Header, 1_000, &["taken", "opaque", "bad-header", "wrong-project", "fork", "payload-mismatch"]);
    run(Target::Acts, 800, &["taken", "bad-act"]);
    let ways =
        ["taken", "opaque", "bad-change", "wrong-class", "bad-opening", "bad-act", "bad-manifest", "bad-erasure"];
    run(Target::Entry, 1_500, &ways);
}

#[test]
fn a_store_shows_what_it_has_whatever_a_member_signed_or_passed_on() {
    run(Target::Store, 120, &["taken", "bad-change"]);
    run(Target::Bundle, 120, &["taken", "file-unreadable", "damaged in part"]);
}

#[test]
fn a_session_ends_whatever_the_other_side_says() {
    run(Target::Session, 1_500, &["done", "cut short", "bad-frame"]);
}
