//! Runs that are long enough to be shared out, with one entry among them that is not right.

use std::collections::BTreeMap;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;
use crate::document::Document;
use crate::entry::{Author, LogEnd, Unsigned};
use crate::ids::{GrantId, Incarnation};
use crate::member::Keypair;
use crate::time::Timestamp;

const PROJECT: ProjectId = ProjectId([1; 32]);
const NOW: Timestamp = Timestamp(1_700_000_000_000);

/// The log of alice's phone: its opening and so many first changes of documents.
fn written(changes: u8) -> Run {
    let (alice, mut rng) = (Keypair::from_seed([2; 32]), ChaCha20Rng::seed_from_u64(1));
    let author = Author { project: PROJECT, key: &alice, incarnation: Incarnation([3; 8]) };
    let mut run = author.open(&author.opening(Scope::whole(Class::Field), GrantId([4; 32])), NOW, &mut rng);
    let hash = Header::hash(&run.entries[0].header(PROJECT, run.log, 1, EntryHash([0; 32])));
    let interviews = (0..changes).map(|number| {
        let doc = DocId([number; 16]);
        let values = BTreeMap::from([("a/age".to_owned(), "41".into())]);
        let change = Document::first(actor_of(run.log, doc), &values).unwrap().remove(0);
        Unsigned::change(DocKind::Response, doc, change.into_body())
    });
    let end = LogEnd { log: run.log, seq: 1, hash };
    run.entries.extend(author.append(&end, interviews.collect(), NOW, &mut rng).entries);
    run
}

fn forge(entry: &mut Entry) {
    let Entry::Known { signature, .. } = entry else { panic!("an entry of this version") };
    signature.0[40] ^= 1;
}

#[test]
fn a_long_run_is_taken_up_to_the_first_forged_entry() {
    let whole = written(200);
    let sound = check_run(PROJECT, whole.clone(), LogKey::default());
    assert_eq!((sound.entries.len(), sound.refused), (201, None));
    for forged in [1, 2, 64, 150, 200] {
        let mut run = whole.clone();
        forge(&mut run.entries[forged - 1]);
        forge(&mut run.entries[200]);
        let checked = check_run(PROJECT, run, LogKey::default());
        assert!(checked.entries == sound.entries[..forged - 1], "what stands before entry {forged}");
        let refused = checked.refused.expect("the forged one");
        assert_eq!((refused.seq, refused.refusal), (forged as u64, Refusal::BadSignature));
    }
}

#[test]
fn the_first_of_two_faults_ends_the_run() {
    let mut run = written(100);
    run.entries.swap(80, 81);
    let swapped = check_run(PROJECT, run.clone(), LogKey::default());
    let refused = swapped.refused.expect("the first of the two");
    assert_eq!((swapped.entries.len(), refused.seq, refused.refusal), (80, 81, Refusal::BadSignature));
    forge(&mut run.entries[40]);
    let forged = check_run(PROJECT, run, LogKey::default());
    assert_eq!((forged.entries.len(), forged.refused.map(|refused| refused.seq)), (40, Some(41)));
}

#[test]
fn of_several_runs_each_is_judged_by_itself() {
    let (whole, mut forged) = (written(60), written(60));
    forge(&mut forged.entries[10]);
    let runs = [&whole, &forged, &whole].map(|run| PlacedRun::new(PROJECT, run.clone(), LogKey::default()));
    let checked: Vec<usize> = check_runs(runs.into()).iter().map(|run| run.entries.len()).collect();
    assert_eq!(checked, [61, 10, 61]);
}

#[test]
fn what_an_earlier_run_brings_is_known_to_the_later_one() {
    let whole = written(40);
    let (mut first, mut rest) = (whole.clone(), whole);
    rest.entries = first.entries.split_off(20);
    rest.first_seq = 21;
    let alone = check_run(PROJECT, rest.clone(), LogKey::default());
    assert_eq!(alone.refused.map(|refused| refused.refusal), Some(Refusal::UnknownLog));
    let first = PlacedRun::new(PROJECT, first, LogKey::default());
    let known = first.key_for(rest.log, 21);
    let checked = check_runs(vec![first, PlacedRun::new(PROJECT, rest, known)]);
    assert_eq!(checked.iter().map(|run| run.entries.len()).collect::<Vec<_>>(), [20, 21]);
}
