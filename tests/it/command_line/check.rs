//! What a coordinator is shown to look at: oddly answered interviews and groups of which too few were heard.

use serde_json::json;

use super::town::Town;

#[test]
fn a_coordinator_sees_what_stands_out_and_who_is_missing_and_a_volunteer_does_not() {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let criteria = ["clean", "repairs", "safe", "places"];
    let mut answers = json!({ "age_ok": "yes", "agree": "yes", "view": "resident", "spare": "short", "age": "25_44" });
    for criterion in criteria {
        answers[format!("pair_{criterion}/imp_{criterion}")] = json!("a_lot");
        answers[format!("pair_{criterion}/sat_{criterion}")] = json!("happy");
    }
    let response = alice.interviews("neighbourhood", &answers);
    alice.does(&["sync"]);
    let wrong = town.file("wrong.csv", "question,choice,count\nage,25_44,some\n");
    assert!(carol.fails(&["check", "--targets", &wrong]).contains("line 2"));
    let wanted = town.file("wanted.csv", "question,choice,count\nage,25_44,3\nhome,owned,1\n");
    assert!(carol.does(&["check", "--targets", &wanted]).contains("age: 25_44  0 of 3: 3 more"));
    carol.does(&["sync"]);
    let said = carol.does(&["check"]);
    assert!(said.starts_with("Looked at 1 interview.") && said.contains("age: 25_44  1 of 3: 2 more"), "{said}");
    let listed = carol.reads(&["check"]);
    assert_eq!(listed["odd"][0]["response"], json!(response), "{said}");
    assert!(listed["odd"][0]["codes"].as_array().unwrap().contains(&json!("straight-lined")), "{said}");
    assert!(alice.fails(&["check"]).contains("ask a coordinator"));
    assert_eq!(carol.reads(&["results"])["interviews"], json!(1), "nothing is left out by itself");
}
