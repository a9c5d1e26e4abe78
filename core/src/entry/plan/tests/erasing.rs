//! Orders to erase among everything else: what they name is gone on every replica, in whatever order things come.

use super::*;
use crate::document::kinds::subject::Subject;
use crate::entry::{Entry, Order, PayloadKind, Why};
use crate::member::DocKind;

const ERASED: DocId = DocId([0x40; 16]);

fn carried(order: &Order) -> Unsigned {
    let Subject { kind, doc } = order.subject;
    Unsigned { kind: PayloadKind::Erasure, doc_kind: Some(kind), doc, payload: order.to_bytes() }
}

/// The writer with this seed, going on where a replica has its logs.
fn writer(seed: u8, replica: &Replica) -> Writer {
    let mut writer = Writer::new(seed);
    let own = replica.logs.iter().filter(|(_, log)| log.opening.device == writer.key.public());
    let end =
        |(log, known): (&LogId, &LogFacts)| (*log, LogEnd { log: *log, seq: known.head_seq, hash: known.head_hash });
    writer.ends = own.map(end).collect();
    writer
}

/// The history of [`history`], and alice's order to erase one of its responses.
fn erased_history() -> (FoundingAct, Vec<Run>, Vec<Run>) {
    let (founding, runs) = history();
    let replica = delivered(&founding, &runs);
    let mut alice = writer(2, &replica);
    let grant = founding.grant().id;
    let order =
        Order::by_coordinator(founding.project(), Subject::response(ERASED), Why::Asked, &alice.key.clone(), grant);
    let orders = alice.write(&replica.membership, Scope::whole(Class::Membership), grant, vec![carried(&order)]);
    (founding, runs, orders)
}

#[test]
fn an_erased_response_is_gone_and_the_others_stay() {
    let (founding, runs, orders) = erased_history();
    let mut replica = delivered(&founding, &runs);
    assert_eq!(replica.rows.len(), 3);
    orders.iter().for_each(|run| assert_eq!(replica.receive(run), []));
    assert_eq!(replica.rows.len(), 2);
    assert!(replica.docs.keys().all(|key| key.doc != ERASED));
}

#[test]
fn content_that_comes_after_its_order_is_not_kept() {
    let (founding, runs, orders) = erased_history();
    let mut replica = Replica::new(&founding);
    for run in orders.iter().chain(&runs).chain(&orders) {
        replica.receive(run);
    }
    for run in &runs {
        replica.receive(run);
    }
    assert!(replica.docs.keys().all(|key| key.doc != ERASED), "nothing of it is kept");
    assert_eq!(replica.rows.len(), 2);
}

#[test]
fn an_entry_without_content_is_taken_once_its_order_is_known_and_not_before() {
    let (founding, runs, orders) = erased_history();
    let whole = delivered(&founding, &runs);
    let place = runs.iter().position(|run| matches!(&run.entries[0], Entry::Known { doc, .. } if *doc == ERASED));
    let place = place.expect("the response is among the entries");
    let mut stripped = runs[place].clone();
    stripped.entries[0].empty();
    let mut replica = delivered(&founding, &runs[..place]);
    let before = replica.state();
    assert_eq!(replica.receive(&stripped), [Refusal::Stripped]);
    assert!(before == replica.state());
    orders.iter().for_each(|run| assert_eq!(replica.receive(run), []));
    assert_eq!(replica.receive(&stripped), []);
    runs.iter().for_each(|run| drop(replica.receive(run)));
    let heads = |replica: &Replica| -> Vec<_> { replica.logs.values().map(|log| log.head_hash).collect() };
    let mut expected = whole;
    orders.iter().for_each(|run| drop(expected.receive(run)));
    assert_eq!(heads(&replica), heads(&expected));
}

#[test]
fn a_researchers_order_and_one_for_a_door_are_refused() {
    let (founding, runs) = history();
    let replica = delivered(&founding, &runs);
    let mut alice = writer(2, &replica);
    let (bob, founder) = (Writer::new(4), founding.grant().id);
    let bobs = replica.membership.grants_of(&bob.key.public()).next().unwrap().id;
    let (project, membership) = (founding.project(), Scope::whole(Class::Membership));
    let door = Subject { kind: DocKind::Door, doc: ERASED };
    let response = Subject::response(ERASED);
    for (order, expected) in [
        (Order::by_coordinator(project, response, Why::Asked, &bob.key, bobs), Refusal::NotPermitted),
        (Order::by_coordinator(project, response, Why::Asked, &bob.key, founder), Refusal::NotPermitted),
        (Order::by_coordinator(project, door, Why::Asked, &alice.key.clone(), founder), Refusal::BadErasure),
    ] {
        let run = alice.write(&replica.membership, membership, founder, vec![carried(&order)]).remove(0);
        let mut receiver = replica.clone();
        assert_eq!(receiver.receive(&run), [expected]);
        assert!(receiver.state() == replica.state());
        alice = writer(2, &replica);
    }
}

#[test]
fn the_holder_of_a_withdrawal_key_takes_an_own_response_back_through_anybodys_log() {
    let (founding, runs) = history();
    let mut replica = delivered(&founding, &runs);
    let mut alice = writer(2, &replica);
    let order = Order::by_respondent(founding.project(), &Keypair::from_seed([9; 32]));
    let grant = founding.grant().id;
    let membership = Arc::clone(&replica.membership);
    let run = alice.write(&membership, Scope::whole(Class::Membership), grant, vec![carried(&order)]).remove(0);
    assert_eq!(replica.receive(&run), []);
    assert!(replica.erased.contains(&(DocKind::Response.number(), order.subject.doc)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_order_among_everything_in_any_order_gives_the_same_state(
        shuffled in { let (_, runs, orders) = erased_history(); Just([runs, orders].concat()).prop_shuffle() },
    ) {
        let (founding, runs, orders) = erased_history();
        let expected = delivered(&founding, &[runs, orders].concat());
        let mut replica = Replica::new(&founding);
        for _ in 0..=shuffled.len() {
            shuffled.iter().for_each(|run| drop(replica.receive(run)));
        }
        prop_assert!(replica.state() == expected.state());
        prop_assert!(replica.docs.keys().all(|key| key.doc != ERASED));
    }
}
