//! Whom to call when somebody may be at risk: written down by coordinators, there on every phone, and nothing recorded by looking.

use super::town::Town;

#[test]
fn numbers_are_written_down_once_and_reach_every_phone() {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    assert!(alice.does(&["helplines"]).contains("112"));
    carol.does(&["helplines", "Police: 999", "Night line: 0800 123 456"]);
    assert!(carol.fails(&["helplines", "Police"]).contains("a number must have"));
    assert!(carol.fails(&["helplines", "Police: call me"]).contains("digits"));
    assert!(alice.fails(&["helplines", "--none"]).contains("does not allow this"));
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(alice.does(&["helplines"]), "Police: 999\nNight line: 0800 123 456\n");
    let before = alice.reads(&["status"])["unsent"].clone();
    alice.does(&["helplines"]);
    assert_eq!(alice.reads(&["status"])["unsent"], before, "looking records nothing");
}
