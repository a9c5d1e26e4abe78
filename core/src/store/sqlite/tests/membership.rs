//! The membership that is kept in memory is the one that the stored acts make.

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use crate::member::{FoundingAct, Keypair};
use crate::store::StoreError;
use crate::store::sqlite::testing::{FIELD, NOW, Project, Shelf, receive};

#[test]
fn a_grant_holds_at_once_and_after_opening_again() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let people: Vec<_> = (4..8).map(|seed| project.granted(seed)).collect();
    for (person, run) in &people {
        assert!(shelf.store.membership().unwrap().grant(&person.grant).is_none());
        receive(&shelf.store, std::slice::from_ref(run));
        assert!(shelf.store.membership().unwrap().grant(&person.grant).is_some());
    }
    let before = shelf.store.membership().unwrap();
    let shelf = shelf.reopened();
    let after = shelf.store.membership().unwrap();
    assert_eq!((after.epoch(), after.heads()), (before.epoch(), before.heads()));
    assert!(after.grants().eq(before.grants()));
    assert_eq!(after.heads().len(), 1);
}

#[test]
fn a_store_belongs_to_one_project_for_ever() {
    let project = Project::founded();
    let shelf = Shelf::of(&project);
    shelf.store.set_founding(&project.founding).unwrap();
    let (recovery, mut rng) = (Keypair::from_seed([8; 32]), ChaCha20Rng::from_seed([8; 32]));
    let device = project.alice.key.public();
    let other = FoundingAct::new("Elsewhere", &recovery, device, NOW, &mut rng).unwrap();
    let holds = project.founding.project();
    let refused = shelf.store.set_founding(&other);
    assert!(matches!(refused, Err(StoreError::OtherProject { holds: held }) if held == holds));
}

#[test]
fn the_opening_of_a_log_is_known_from_its_first_entry_on() {
    let mut project = Project::founded();
    let shelf = Shelf::of(&project);
    let log = project.alice.log(FIELD);
    assert_eq!(shelf.store.log_key(log, 1).unwrap().opening, None);
    receive(&shelf.store, &[project.alice.interviews(FIELD, 1)]);
    let key = shelf.store.log_key(log, 2).unwrap();
    assert_eq!(key.opening.unwrap().device, project.alice.key.public());
    assert!(key.before.is_some());
}
