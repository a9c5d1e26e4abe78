//! Phones and servers on a wire in memory: the fault matrix, some seeds of it; `cargo run -p doorstep-tests --bin storm` runs many.

use doorstep_tests::fleet::folder;
use doorstep_tests::storm::{Fault, Outcome, Stage, Tally, run};

const SEEDS: u64 = 4;

fn once(stage: &Stage, fault: Fault, seed: u64) -> Outcome {
    let folder = folder().unwrap();
    run(stage, folder.path(), fault, seed).unwrap()
}

#[test]
fn whatever_goes_wrong_on_the_wire_everything_arrives_in_time_and_little_is_said_twice() {
    let folder = folder().unwrap();
    let stage = Stage::build(folder.path()).unwrap();
    let mut missed = Vec::new();
    for fault in Fault::ALL {
        let mut tally = Tally::new(fault);
        (0..SEEDS).for_each(|seed| tally.add(&once(&stage, fault, seed)));
        missed.extend(tally.missed());
    }
    assert!(missed.is_empty(), "\n{}\n", missed.join("\n"));
}

#[test]
fn a_seed_gives_the_same_packets_again() {
    let folder = folder().unwrap();
    let stage = Stage::build(folder.path()).unwrap();
    for (fault, seed) in [(Fault::Loss30, 8), (Fault::RebindEarly, 9), (Fault::ServerKilled, 10), (Fault::NoUdp, 11)] {
        assert_eq!(once(&stage, fault, seed), once(&stage, fault, seed), "{} {seed}", fault.name());
    }
}
