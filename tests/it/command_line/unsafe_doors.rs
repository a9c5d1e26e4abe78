//! Doors to which nobody should go alone: who sees it, that it ends by itself, and that the server can't read it.

use super::town::{Person, Town};

fn flag(person: &Person<'_>) -> serde_json::Value {
    let doors = person.reads(&["door", "list"]);
    doors.as_array().unwrap().iter().find(|door| door["address"] == "12 Larch Road").unwrap()["not_safe"].clone()
}

#[test]
fn whoever_works_in_the_area_is_warned_until_it_is_safe_again() {
    let town = Town::surveying("street_lights");
    let (carol, alice, bob) = (town.carol(), town.researcher("alice"), town.researcher("bob"));
    let said = alice.does(&["door", "unsafe", "12 Larch", "--why", "dark"]);
    assert!(said.contains("nobody should go there alone"), "{said}");
    assert!(alice.fails(&["door", "unsafe", "12 Larch", "--days", "200"]).contains("quarter of a year"));
    for person in [&alice, &bob, &carol] {
        person.does(&["sync"]);
    }
    assert_eq!((flag(&bob), flag(&carol)), ("dark".into(), "dark".into()));
    bob.does(&["door", "safe", "12 Larch"]);
    bob.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!((flag(&bob), flag(&alice)), (serde_json::Value::Null, serde_json::Value::Null));
    alice.does(&["door", "unsafe", "12 Larch", "--why", "animal"]);
    assert_eq!(flag(&alice), "animal");
}
