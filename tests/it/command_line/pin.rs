//! The PIN at a terminal: asked for by what shows or changes something, never an argument, and never in the way of handing over.

use super::town::Town;

const LIGHTS: &str = "street_lights";

#[test]
fn what_shows_something_asks_for_the_pin_and_what_hands_over_does_not() {
    let town = Town::surveying(LIGHTS);
    let alice = town.researcher("alice");
    assert!(alice.does(&["pin", "remove"]).contains("has no PIN"));
    let wrong = alice.types(&["pin", "set"], "904117\n904118\n");
    assert!(!wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("not the same"));
    for (unfit, why) in [("1234", "6 to 12 digits"), ("123456", "too easy")] {
        let refused = alice.types(&["pin", "set"], &format!("{unfit}\n{unfit}\n"));
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(!refused.status.success() && said.contains(why) && !said.contains(unfit), "{said}");
    }
    assert!(alice.does_with(&["pin", "set"], "904117\n904117\n").contains("The PIN is set"));

    assert!(alice.fails(&["responses"]).contains("6 to 12 digits"), "nothing was typed");
    let wrong = alice.types(&["door", "list"], "804117\n");
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("not the PIN of this phone"));
    assert!(alice.does_with(&["door", "list"], "904117\n").contains("12 Larch Road"));
    let status = alice.does(&["status"]);
    assert!(status.contains("Locked by its PIN"), "{status}");
    alice.does(&["sync"]);
    let typed = "904117\nElm Street\n12\n3\nunsafe\ndark\n\n";
    let said = alice.types(&["interview", LIGHTS, "--door", "12 Larch"], typed);
    assert!(
        said.status.success(),
        "the PIN is the first line, the answers follow: {}",
        String::from_utf8_lossy(&said.stderr)
    );

    assert!(alice.does_with(&["pin", "set"], "904117\n770321\n770321\n").contains("The PIN is set"));
    let old = alice.types(&["pin", "remove"], "904117\n");
    assert!(String::from_utf8_lossy(&old.stderr).contains("not the PIN"));
    assert!(alice.does_with(&["pin", "remove"], "770321\n").contains("no PIN any more"));
    assert!(alice.does(&["door", "list"]).contains("12 Larch Road"));
}

#[test]
fn a_forgotten_pin_is_replaced_by_a_new_invite() {
    let town = Town::surveying(LIGHTS);
    let alice = town.researcher("alice");
    alice.does_with(&["pin", "set"], "904117\n904117\n");
    assert!(!alice.types(&["door", "list"], "111111\n").status.success());
    alice.does(&["join", &town.carol().invites()]);
    assert!(alice.does(&["door", "list"]).contains("12 Larch Road"));
}
