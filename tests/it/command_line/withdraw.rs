//! What people can ask of a project at a terminal: having their answers erased, and getting everything that is held of them.

use serde_json::json;

use super::town::{Person, Town};

const OURS: &str = "neighbourhood_coassessment";
const LIGHTS: &str = "street_lights";

fn interview(person: &Person<'_>, arguments: &[&str]) -> (String, String) {
    let file = format!("{}.answers.json", person.store);
    let answers = json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" });
    std::fs::write(&file, answers.to_string()).unwrap();
    let done = person.reads(&[&["interview", LIGHTS, "--door", "12 Larch", "--answers", &file], arguments].concat());
    let text = |key: &str| done[key].as_str().unwrap().to_owned();
    (text("interview"), text("card"))
}

#[test]
fn a_coordinator_erases_by_card_number_and_everybody_follows() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let (_, card) = interview(&alice, &["--word", "larch"]);
    let (kept, _) = interview(&alice, &[]);
    alice.does(&["sync"]);
    assert!(carol.fails(&["withdraw", "--card", &card]).contains("sync first"));
    carol.does(&["sync"]);
    assert!(carol.fails(&["withdraw", "--card", "7K2MQ"]).contains("a card number has"));
    assert!(alice.fails(&["withdraw", "--card", &card]).contains("does not allow this"));
    assert!(carol.does(&["withdraw", "--card", &card, "--why", "mistaken"]).contains("Sync, and it goes"));
    assert!(carol.does(&["erased"]).contains("should not have been collected"));
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    let left = alice.reads(&["responses"]);
    assert_eq!(left.as_array().unwrap().len(), 1);
    assert_eq!(left[0]["id"], kept.as_str());
    assert!(carol.does(&["results"]).contains("One interview counts"));
    assert!(alice.fails(&["interview", LIGHTS, "--area", "Lark", "--answers", "/dev/null"]).contains("answers"));
}

#[test]
fn somebody_gets_everything_that_is_held_of_them_and_is_found_by_name() {
    let town = Town::surveying(OURS);
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let answers = json!({ "age_ok": "yes", "agree": "yes", "view": "resident", "ok_quote": "no", "ok_share": "yes",
        "ok_contact": "yes", "name": "Nell Abara", "contact": "nell@example.org" });
    let file = town.file("nell.json", answers.to_string());
    let done = alice.types(&["--json", "interview", OURS, "--door", "12 Larch", "--answers", &file], "");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let people = carol.reads(&["withdraw", "--name", "abara"]);
    let response = people[0]["response"].as_str().unwrap().to_owned();
    assert!(alice.fails(&["withdraw", "--name", "abara"]).contains("does not allow this"));
    let shown = carol.does(&["show", &response]);
    assert!(shown.contains("agreed to use, contact, sharing; did not agree to quote"), "{shown}");

    let folder = town.path("for-nell");
    assert!(alice.fails(&["subject-access", &response, "--to", &folder]).contains("does not allow this"));
    carol.does(&["subject-access", &response, "--to", &folder]);
    let page = std::fs::read_to_string(format!("{folder}/subject.html")).unwrap();
    let data = std::fs::read_to_string(format!("{folder}/subject.json")).unwrap();
    for part in ["Nell Abara", "nell@example.org", "12 Larch Road", "Lark House"] {
        assert!(page.contains(part) && data.contains(part), "{part} is missing");
    }
    assert!(page.contains("What is held about you") && !page.contains("<script") && !page.contains("subject-"));
}

#[test]
fn a_coordinator_sees_what_is_due_and_who_has_copies() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    interview(&carol, &[]);
    let said = carol.does(&["retention", "--answers", "730", "--contact", "90"]);
    assert!(said.contains("730 days; names and contacts 90 days") && said.contains("Nothing is due"), "{said}");
    assert!(carol.fails(&["retention", "--answers", "40000"]).contains("36500"));
    assert!(carol.does(&["exports"]).contains("Nothing was handed on"));
    let page = town.path("result.html");
    carol.does(&["results", "--html", &page, "--for", "the housing board"]);
    assert!(carol.does(&["exports"]).contains("results, the housing board"));
    let response = carol.reads(&["responses"])[0]["id"].as_str().unwrap().to_owned();
    carol.does(&["withdraw", &response]);
    assert!(carol.does(&["exports"]).contains("1 record was erased since: tell whoever has it"));
}
