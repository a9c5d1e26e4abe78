//! The end of a round at a terminal: what is still on a phone, what it waits for, and handing the phone back.

use serde_json::json;

use super::town::Town;

const LIGHTS: &str = "street_lights";

#[test]
fn a_volunteer_sees_what_is_still_here_and_lets_go_what_is_backed_up() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    carol.does(&["round", "add", "Spring"]);
    carol.does(&["sync"]);
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    let answers = json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" });
    let id = alice.interviews(LIGHTS, &answers);
    assert!(alice.does(&["closing"]).contains("Nothing of a round that is over"));
    assert!(alice.fails(&["round", "close", "Spring"]).contains("does not allow"));
    carol.does(&["round", "close", "Spring"]);
    carol.does(&["sync"]);
    // Bringing its own work and hearing that the round is over are one session.
    alice.does(&["sync"]);
    assert!(alice.does(&["closing"]).contains("safe on the server, not yet known to be in its backup"));
    assert!(alice.does(&["closing", "--now"]).contains("0 interviews"));
    let (code, said) = town.server_tool(&["backup", &town.path("first.backup"), "--plain"]);
    assert_eq!(code, Some(0), "{said}");
    alice.does(&["sync"]);
    let listed = alice.does(&["closing"]);
    assert!(listed.contains("may leave from") && listed.contains("leaves 14 days after"), "{listed}");
    assert!(alice.does(&["show", &id]).contains("Larch Road"));
    assert!(alice.does(&["closing", "--now"]).contains("Left this phone: 1 interview."));
    assert!(alice.fails(&["show", &id]).contains("no finished interview"));
    let results = alice.does(&["results"]);
    assert!(results.contains("One interview of an earlier round has left this device"), "{results}");
    assert_eq!(alice.reads(&["closing"])["gone"], 1);
    carol.does(&["sync"]);
    assert!(carol.does(&["show", &id]).contains("Larch Road"), "it is kept where it is needed");
    assert!(carol.does(&["closing"]).contains("A coordinator's phone keeps everything"));
}

#[test]
fn a_coordinator_sets_how_long_interviews_stay_on_phones() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    assert!(carol.does(&["retention"]).contains("on volunteers' phones 14 days"));
    assert!(carol.does(&["retention", "--phones", "3"]).contains("on volunteers' phones 3 days"));
    carol.does(&["sync"]);
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    assert_eq!(alice.reads(&["closing"])["days"], 3);
}
