//! Whose turn a door is, which doors are one home, when to come back and what was a slip of the finger, at a terminal.

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

#[test]
fn a_home_under_two_addresses_is_linked_and_shows_what_happened_at_either() {
    let town = Town::surveying("street_lights");
    let bob = town.researcher("bob");
    bob.does(&["sync"]);
    bob.does(&["door", "add", "Flat B, 12 Larch Road", "12b Larch Rd", "--area", "Lark"]);
    let doubles = bob.does(&["door", "doubles"]);
    assert!(doubles.contains("12b Larch Rd") && doubles.lines().count() == 1, "{doubles}");
    assert!(bob.fails(&["door", "same", "12b", "12b"]).contains("two different doors"));
    bob.does(&["knock", "12b", "nobody-in"]);
    bob.does(&["door", "same", "12b", "Flat B"]);
    assert_eq!(bob.does(&["door", "doubles"]), "");
    bob.does(&["sync"]);
    let amina = town.researcher("amina");
    amina.does(&["sync"]);
    amina.does(&["knock", "Flat B", "talked"]);
    let list = amina.does(&["door", "list"]);
    assert_eq!(list.matches("2 knocks, last: Talked").count(), 2, "{list}");
    amina.does(&["door", "take", "12b"]);
    assert!(
        amina.does(&["door", "give-back", "Flat B"]).contains("1 door"),
        "a turn shows at both and is given back at either"
    );
    assert_eq!(amina.does(&["door", "list", "--mine"]), "");
    amina.does(&["door", "different", "Flat B", "12b"]);
    let apart = amina.does(&["door", "list"]);
    assert_eq!(apart.matches("1 knock, last").count(), 2, "{apart}");
    assert_eq!(amina.does(&["door", "doubles"]), "", "somebody has looked at them");
}

#[test]
fn a_slip_of_the_finger_is_taken_back_and_a_time_to_come_back_is_kept() {
    let town = Town::surveying("street_lights");
    let bob = town.researcher("bob");
    bob.does(&["sync"]);
    bob.does(&["knock", "12 Larch", "never-again"]);
    assert!(bob.does(&["door", "list"]).contains("12 Larch Road  1 knock, last: Never call again  !"));
    bob.does(&["knock", "12 Larch", "--undo"]);
    assert!(!bob.does(&["door", "list"]).contains("Never call again"));
    assert!(bob.fails(&["knock", "12 Larch", "--undo"]).contains("knock of yours"));
    assert!(bob.fails(&["knock", "12 Larch", "come-back", "--again", "2001-01-01 10:00"]).contains("after now"));
    assert!(bob.fails(&["knock", "12 Larch", "come-back", "--again", "tomorrow"]).contains("2026-03-17 18:00"));
    assert!(!bob.does(&["door", "list"]).contains("knock, last"), "what is refused changes nothing");
}
