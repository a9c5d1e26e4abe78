//! From how many answers on figures are shown: a coordinator asks for more, nobody for less, and every phone holds to it.

use serde_json::json;

use super::town::Town;

#[test]
fn a_coordinator_may_ask_for_more_answers_before_a_figure_is_shown_and_never_for_fewer() {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    assert!(carol.does(&["thresholds"]).contains("Inside the project figures are shown from 5 answers on."));
    assert!(carol.fails(&["thresholds", "--outside", "9"]).contains("from 10 answers on at the earliest"));
    assert!(carol.fails(&["thresholds", "--inside", "200"]).contains("100 at the latest"));
    assert!(alice.fails(&["thresholds", "--inside", "7"]).contains("ask a coordinator"));
    let said = carol.does(&["thresholds", "--inside", "7", "--outside", "20"]);
    assert!(said.contains("Outside the project figures are shown from 20 answers on."), "{said}");
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    let groups = alice.does(&["results", "--groups"]);
    assert!(groups.contains(": 0 heard"), "{groups}");
    assert!(alice.reads(&["results", "--groups"])[0]["groups"][0]["heard"] == json!(0));
    let alice_reads = alice.reads(&["thresholds"]);
    assert_eq!((&alice_reads["inside"], &alice_reads["outside"]), (&json!(7), &json!(20)));
}
