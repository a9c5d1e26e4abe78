//! People and their rights at a terminal: who takes part, letting in, taking rights back, what is held back.

use serde_json::{Value, json};

use super::town::{Person, Town};

const LIGHTS: &str = "street_lights";

fn interview(person: &Person<'_>) -> String {
    person.interviews(LIGHTS, &json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" }))
}

fn row_of<'v>(members: &'v Value, role: &str) -> &'v Value {
    members.as_array().unwrap().iter().find(|row| row["role"] == role).expect("somebody has this role")
}

#[test]
fn a_volunteer_who_leaves_is_revoked_and_late_work_is_released_by_hand() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    interview(&alice);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let listed = carol.does(&["members"]);
    assert!(listed.contains("researcher") && listed.contains("Doorstep 0") && listed.contains("let in by"), "{listed}");
    let members = carol.reads(&["members"]);
    let row = row_of(&members, "researcher");
    let lost = carol.does(&["phone", row["device"].as_str().unwrap()]);
    assert!(lost.contains("1 interview it finished is here") && lost.contains("2 addresses"), "{lost}");

    let late = interview(&alice);
    carol.does(&["revoke", row["member"].as_str().unwrap()]);
    carol.does(&["sync"]);
    let synced = alice.does(&["sync"]);
    assert!(synced.contains("no longer takes part"), "{synced}");
    let status = alice.does(&["status"]);
    assert!(status.contains("no longer takes part") && status.contains("Nothing on it is unsent"), "{status}");
    assert!(alice.fails(&["responses"]).contains("no longer takes part"));

    carol.does(&["sync"]);
    assert!(carol.does(&["quarantine", "list"]).contains("interview by"));
    assert!(carol.does(&["quarantine", "show", &late]).contains("Larch Road"));
    assert!(carol.does(&["quarantine", "release", &late]).starts_with("Released: 1 entry."));
    assert!(carol.does(&["quarantine", "list"]).contains("Nothing is held back."));
    assert_eq!(carol.reads(&["responses"]).as_array().unwrap().len(), 2);
    carol.does(&["leave-out", &late, "--reason", "nobody was there"]);
    assert!(carol.does(&["show", &late]).contains("left out of the results: nobody was there"));
    assert!(carol.does(&["results"]).contains("One interview counts"));
    carol.does(&["leave-out", &late, "--undo"]);
    assert_eq!(carol.reads(&["results"])["interviews"], 2);
}

#[test]
fn who_uses_a_printed_invite_reads_a_code_out_first() {
    let town = Town::surveying(LIGHTS);
    let (carol, bob) = (town.carol(), town.person("bob"));
    let invite = carol.reads(&["invite", "--role", "researcher", "--printed"]);
    let said = bob.does(&["join", invite["text"].as_str().unwrap()]);
    let (_, code) = said.split_once("this code: ").unwrap();
    let code = &code[..7];
    carol.does(&["sync"]);
    let members = carol.reads(&["members"]);
    let row = row_of(&members, "researcher");
    assert_eq!((row["state"].as_str(), row["code"].as_str()), (Some("waiting"), Some(code)));
    let phone = row["device"].as_str().unwrap();
    assert!(carol.fails(&["confirm", phone, "111111"]).contains("not the code"));
    carol.does(&["confirm", phone, code]);
    carol.does(&["sync"]);
    bob.does(&["sync"]);
    assert_eq!(bob.reads(&["area", "list"])[0]["name"], "Lark House");
}

#[test]
fn a_volunteer_becomes_a_coordinator() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    assert!(carol.does(&["status"]).contains("two are recommended"));
    carol.does(&["sync"]);
    assert!(alice.fails(&["area", "add", "Elm Court"]).contains("does not allow"));
    let members = carol.reads(&["members"]);
    carol.does(&["change-role", row_of(&members, "researcher")["member"].as_str().unwrap(), "--role", "coordinator"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    alice.does(&["area", "add", "Elm Court"]);
    assert!(!carol.does(&["status"]).contains("two are recommended"));
}

#[test]
fn nobody_is_asked_before_it_is_recorded_who_is_responsible() {
    let town = Town::new();
    let carol = town.carol();
    assert!(carol.does(&["found", "Larkfield"]).contains("doorstep responsible"));
    carol.does(&["form", "add", &town.form(LIGHTS)]);
    let answers = town.file("answers.json", json!({ "street": "Larch Road" }).to_string());
    let refused = carol.fails(&["interview", LIGHTS, "--answers", &answers]);
    assert!(refused.contains("lawful basis") && refused.contains("privacy notice"), "{refused}");
    assert!(carol.does(&["status"]).contains("missing: controller, contact, lawful-basis, privacy-notice"));
    assert!(carol.does(&["responsible"]).contains("Missing before anybody is asked anything"));
}
