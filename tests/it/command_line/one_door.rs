//! Two interviews at one door: both are kept, the project says which counts, and they can be looked at side by side.

use serde_json::json;

use super::town::Town;

const LIGHTS: &str = "street_lights";

#[test]
fn two_interviews_at_one_door_are_listed_set_side_by_side_and_one_of_them_counts_if_the_project_says_so() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    assert_eq!(carol.does(&["one-door"]), "No door has more than one interview in a round.\n");
    let first = alice.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 4, "dark": 0, "feeling": "fine" }));
    let second = carol.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 6, "dark": 1, "feeling": "fine" }));
    for person in [&alice, &carol, &alice] {
        person.does(&["sync"]);
    }
    for person in [&alice, &carol] {
        let listed = person.reads(&["one-door"]);
        let found = listed[0]["interviews"].as_array().unwrap();
        assert_eq!((listed.as_array().unwrap().len(), found.len()), (1, 2), "{listed:#}");
        assert!(found.iter().all(|one| one["in_results"] == "counts"));
    }
    let beside = carol.does(&["one-door", &first, &second]);
    assert!(beside.contains("How many lamps are there?") && beside.contains("got the same in both."), "{beside}");
    assert_eq!(carol.reads(&["one-door", &first, &first])["rows"], json!([]));

    assert!(alice.fails(&["counting", "one-per-home"]).contains("ask a coordinator"));
    assert_eq!(carol.reads(&["counting"]), json!("anyone"));
    carol.does(&["counting", "one-per-home"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(alice.reads(&["results"])["interviews"], json!(1));
    let listed = alice.does(&["one-door"]);
    assert!(listed.contains("12 Larch") && listed.contains("another one counts"), "{listed}");
    carol.does(&["leave-out", &first, "--reason", "asked at the wrong door"]);
    assert_eq!(carol.reads(&["results"])["interviews"], json!(1));
    assert!(carol.does(&["one-door"]).contains("left out"));
}
