//! A short run of what peers may send, made by seed; the long one is the program `fuzz`.

use doorstep_tests::fuzz::{Fuzz, Target};
use doorstep_tests::tally;

const SEED: u64 = 20_261_122;
const INPUTS: u64 = 1_500;

#[test]
fn nothing_that_a_peer_can_send_makes_a_replica_panic_or_differ_from_automerge() {
    let targets =
        [Target::Frame, Target::Header, Target::Invite, Target::Acts, Target::Change, Target::Entry, Target::Session];
    for target in targets {
        let fuzz = Fuzz::new(target, SEED).expect("the corpus is there");
        for number in 0..INPUTS {
            let input = fuzz.input(number);
            let outcome = std::panic::catch_unwind(|| fuzz.attempt(&input));
            assert!(outcome.is_ok(), "input {number} of seed {SEED} for {target:?}");
        }
    }
    tally::note("panics", 0, targets.len() * INPUTS as usize);
}
