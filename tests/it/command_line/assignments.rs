//! Whose turn a door is, at a terminal.

use super::town::Town;

#[test]
fn volunteers_take_doors_on_and_others_see_whose_they_are() {
    let town = Town::surveying("street_lights");
    let (bob, amina) = (town.researcher("bob"), town.researcher("amina"));
    let taken = bob.does(&["door", "take", "12 Larch"]);
    assert!(taken.starts_with("Taken on until 20") && taken.ends_with(": 1 door.\n"), "{taken}");
    assert!(bob.does(&["door", "take", "--area", "Lark", "--days", "9"]).ends_with(": 2 doors.\n"));
    bob.does(&["sync"]);
    amina.does(&["sync"]);
    let seen = amina.does(&["door", "list"]);
    assert_eq!(seen.matches("taken by ").count(), 2, "{seen}");
    assert_eq!(amina.does(&["door", "list", "--mine"]), "");
    assert!(amina.fails(&["door", "take", "--area", "Lark"]).contains("1 to 2000 doors"));
    let bobs = seen.split("taken by ").nth(1).and_then(|rest| rest.get(..8)).expect("who has it").to_owned();
    assert!(amina.does(&["door", "give-back", "14 Larch", "--for", &bobs]).contains("1 door"));
    amina.does(&["sync"]);
    bob.does(&["sync"]);
    let own = bob.does(&["door", "list", "--mine"]);
    assert!(own.contains("12 Larch Road") && own.contains("yours until") && !own.contains("14 Larch"), "{own}");
    assert!(bob.fails(&["door", "take", "14 Larch", "--days", "200"]).contains("a quarter of a year at most"));
}
