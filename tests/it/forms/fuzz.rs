//! A short run of the inputs made by seed; the long one is the program `fuzz`.

use doorstep_tests::fuzz::{Fuzz, Target};
use doorstep_tests::tally;

const SEED: u64 = 20_261_122;

fn run(target: Target, inputs: u64) {
    let fuzz = Fuzz::new(target, SEED).expect("the corpus is there");
    if let Err(number) = fuzz.run(0..inputs) {
        panic!("input {number} of seed {SEED}: {}", String::from_utf8_lossy(&fuzz.input(number)));
    }
    tally::note("panics", 0, usize::try_from(inputs).expect("a small number"));
}

#[test]
fn no_file_made_from_the_corpus_makes_the_import_or_an_interview_panic() {
    run(Target::Import, 400);
}

#[test]
fn every_expression_made_from_the_corpus_is_written_as_it_reads() {
    run(Target::Expression, 4_000);
}

#[test]
fn an_input_follows_from_seed_and_number() {
    let (one, other) = (Fuzz::new(Target::Import, 1).unwrap(), Fuzz::new(Target::Import, 1).unwrap());
    assert_eq!(one.input(1_000), other.input(1_000));
    assert_ne!(one.input(1_000), one.input(1_001));
}
