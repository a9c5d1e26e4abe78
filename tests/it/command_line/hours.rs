//! Hours: written down by those who give them, corrected and taken back by them alone, and told added up, with thanks.

use serde_json::json;

use super::town::Town;

#[test]
fn people_give_hours_and_are_thanked_together_without_being_singled_out() {
    let town = Town::surveying("neighbourhood_coassessment");
    let carol = town.carol();
    assert!(carol.does(&["hours"]).contains("Nobody has written down any hours yet."));
    let names = ["alice", "amina", "bob", "dora", "erik", "fatima"];
    for name in names {
        let person = town.researcher(name);
        person.does(&["hours", "90", "--for", "knocking", "--day", "2026-03-14"]);
        person.does(&["sync"]);
    }
    let alice = town.person("alice");
    alice.does(&["hours", "600", "--for", "translating", "--as", "resident", "--day", "2026-03-15"]);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let said = carol.does(&["hours"]);
    assert!(said.contains("6 people gave 19 hours. Thank you."), "{said}");
    assert!(!said.contains("Translating"), "what one person did is not told apart: {said}");
    assert_eq!(carol.reads(&["hours"])["by_work"], json!([]));

    let mine = alice.reads(&["hours"])["mine"].clone();
    let wrong = mine[0]["id"].as_str().unwrap();
    assert_eq!(mine[0]["day"], json!("2026-03-15"));
    alice.does(&["hours", "60", "--for", "meeting", "--day", "2026-03-15", "--correct", wrong]);
    assert!(carol.fails(&["hours", "--take-back", wrong]).contains("no entry of your hours goes by that"));
    alice.does(&["hours", "--take-back", mine[1]["id"].as_str().unwrap()]);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    assert_eq!(carol.reads(&["hours"])["minutes"], json!(5 * 90 + 60));
    assert!(alice.fails(&["hours", "1500", "--day", "2026-03-15"]).contains("minutes from 1 to 1440"));
    assert!(alice.fails(&["hours", "60", "--day", "Monday"]).contains("2026-03-14"));

    let answers = json!({ "age_ok": "yes", "agree": "yes", "view": "resident", "spare": "short" });
    alice.interviews("neighbourhood", &answers);
    let result = alice.does(&["results"]);
    assert!(result.contains("Who carried the hours") && result.contains("6 people gave 9 hours"), "{result}");
    let tables = town.path("tables.csv");
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    carol.does(&["export", "--to", &tables, "--as", "tables", "--purpose", "a report"]);
    let tables = std::fs::read_to_string(tables).unwrap();
    assert!(tables.contains("\nhours,"), "{tables}");
}
