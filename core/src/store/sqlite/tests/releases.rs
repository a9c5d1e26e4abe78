//! The ledger of releases: read again as it was, replaced when nothing was given out, and emptied by erasing.

use std::collections::BTreeMap;

use crate::document::kinds::subject::Subject;
use crate::evaluation::{Earlier, Given, Record, Standing, Stood, StoodAt};
use crate::ids::DocId;
use crate::store::RememberedRelease;
use crate::store::sqlite::testing::{Project, Shelf};

const ASKED: DocId = DocId([7; 16]);

fn release(number: u64, interviews: u8) -> RememberedRelease {
    let place = StoodAt { round: None, area: Some(DocId([3; 16])), perspective: Some("resident".to_owned()) };
    let stood = |given| Stood { place: place.clone(), given: Given([given; 16]) };
    let standing: BTreeMap<DocId, Stood> = (0..interviews).map(|one| (DocId([one; 16]), stood(one + 1))).collect();
    let earlier = Earlier { record: Record::default(), standing: Standing(standing) };
    RememberedRelease { number, document: DocId([number as u8; 16]), earlier }
}

#[test]
fn what_stood_behind_a_release_is_remembered() {
    let shelf = Shelf::of(&Project::founded());
    assert_eq!(shelf.store.remembered_releases().unwrap(), []);
    let both = [release(1, 9), release(2, 12)];
    both.iter().for_each(|one| shelf.store.remember_release(one).unwrap());
    assert_eq!(shelf.store.remembered_releases().unwrap(), both);
    shelf.store.remember_release(&release(2, 3)).unwrap();
    assert_eq!(shelf.store.remembered_releases().unwrap()[1], release(2, 3));
}

#[test]
fn of_an_erased_interview_only_stays_that_it_was_there() {
    let shelf = Shelf::of(&Project::founded());
    shelf.store.remember_release(&release(1, 9)).unwrap();
    shelf.store.erase_again(&[Subject::response(ASKED)]).unwrap();
    let found = &shelf.store.remembered_releases().unwrap()[0].earlier.standing.0;
    assert_eq!(found[&ASKED].given, Given([0; 16]));
    assert_eq!(found[&DocId([6; 16])].given, Given([7; 16]));
}
