//! Names of members: said by each, read by coordinators alone, erased when somebody leaves or takes theirs back.

use super::town::Town;

#[test]
fn a_coordinator_reads_who_did_what_by_name_and_a_volunteer_and_the_server_do_not() {
    let town = Town::surveying("street_lights");
    let (carol, alice, bob) = (town.carol(), town.researcher("alice"), town.researcher("bob"));
    carol.does(&["sync"]);
    alice.does(&["my-name", "Alice Okafor", "--reach", "07700 900123"]);
    assert!(alice.does(&["my-name"]).contains("Alice Okafor"));
    assert!(alice.fails(&["my-name", " "]).contains("a name must have 1 to 100 characters"));
    alice.does(&["knock", "12 Larch", "talked"]);
    for person in [&alice, &carol, &bob] {
        person.does(&["sync"]);
    }
    let members = carol.does(&["members"]);
    assert!(members.contains("Alice Okafor") && members.contains("07700 900123"), "{members}");
    assert!(!bob.does(&["members"]).contains("Okafor"), "colleagues are not told");
    let stored = std::fs::read(town.path("server/doorstep.db")).map(|bytes| contains(&bytes, b"Okafor"));
    assert!(!stored.unwrap_or(false), "the server can't read it");
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

#[test]
fn a_name_is_erased_when_its_person_takes_it_back_or_leaves() {
    let town = Town::surveying("street_lights");
    let (carol, alice, bob) = (town.carol(), town.researcher("alice"), town.researcher("bob"));
    carol.does(&["sync"]);
    alice.does(&["my-name", "Alice Okafor"]);
    bob.does(&["my-name", "Bob Larkin"]);
    alice.does(&["sync"]);
    bob.does(&["sync"]);
    carol.does(&["sync"]);
    let listed = carol.does(&["members"]);
    assert!(listed.contains("Okafor") && listed.contains("Larkin"), "{listed}");

    alice.does(&["my-name", "--none"]);
    assert!(alice.does(&["my-name"]).contains("no name"));
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let of_bob = carol.reads(&["members"]);
    let of_bob = of_bob.as_array().unwrap().iter().find(|row| row["name"] == "Bob Larkin").unwrap();
    carol.does(&["revoke", of_bob["member"].as_str().unwrap()]);
    carol.does(&["sync"]);
    let left = carol.does(&["members"]);
    assert!(!left.contains("Okafor") && !left.contains("Larkin"), "{left}");
    assert_eq!(carol.reads(&["erased"]).as_array().unwrap().len(), 2, "both are gone on every replica");

    alice.does(&["my-name", "Alice again"]);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    assert!(carol.does(&["members"]).contains("Alice again"), "whoever wants to can say it anew");
}
