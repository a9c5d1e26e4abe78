//! Two answers to one question: both are kept, somebody decides, and it can be taken back.

use serde_json::json;

use super::town::{Person, Town};

const LIGHTS: &str = "street_lights";

/// Alice and Carol have corrected the same answer, each without knowing of the other. The interview's id.
fn disagreeing(town: &Town) -> (Person<'_>, Person<'_>, String) {
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let id = alice.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 4, "dark": 0 }));
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    carol.does(&["correct", &id, "lamps", "5", "--reason", "Counted from the bridge"]);
    alice.does(&["correct", &id, "lamps", "6", "--reason", "Counted again"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    (carol, alice, id)
}

/// The number under which an answer is listed.
fn number(person: &Person<'_>, words: &str) -> String {
    let open = person.reads(&["questions"]);
    let opinions = open[0]["opinions"].as_array().unwrap();
    (opinions.iter().position(|opinion| opinion["words"] == words).unwrap() + 1).to_string()
}

#[test]
fn both_are_kept_with_who_and_why_until_somebody_decides() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice, id) = disagreeing(&town);
    assert_eq!(carol.does(&["questions"]).lines().count(), alice.does(&["questions"]).lines().count());
    let listed = carol.does(&["questions"]);
    for part in ["Counted from the bridge", "Counted again", "(you ", "(researcher "] {
        assert!(listed.contains(part), "{part} is missing: {listed}");
    }
    assert!(carol.does(&["responses"]).contains("1 question with two answers"));
    assert!(carol.fails(&["correct", &id, "lamps", "7", "--reason", "x"]).contains("decide which is right first"));

    carol.does(&["decide", &id, "lamps", "--keep", &number(&carol, "6")]);
    assert_eq!(carol.does(&["questions"]), "No question has two answers.\n");
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(alice.does(&["questions"]), "No question has two answers.\n");
    assert!(alice.does(&["show", &id]).contains("How many lamps are there?\n      6\n"));

    alice.does(&["undo", &id, "lamps"]);
    assert_eq!(alice.reads(&["questions"])[0]["opinions"].as_array().unwrap().len(), 2);
}

#[test]
fn what_is_worked_out_is_nobodys_to_decide_and_follows_the_decision() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let id = alice.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 4, "dark": 1, "feeling": "fine" }));
    let share = |person: &Person<'_>| {
        let shown = person.reads(&["show", &id]);
        let lines = shown["answers"].as_array().unwrap().clone();
        lines.into_iter().find(|line| line["path"] == "share").unwrap()["given"].clone()
    };
    assert_eq!(share(&alice)[0]["answer"]["text"], "25");
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    carol.does(&["correct", &id, "lamps", "5", "--reason", "Counted from the bridge"]);
    alice.does(&["correct", &id, "lamps", "10", "--reason", "Counted again"]);
    for person in [&carol, &alice, &carol] {
        person.does(&["sync"]);
    }
    let open = carol.reads(&["questions"]);
    assert_eq!(open.as_array().unwrap().len(), 1, "{open}");
    for (answer, follows) in [("5", "20"), ("10", "10")] {
        carol.does(&["decide", &id, "lamps", "--keep", &number(&carol, answer)]);
        let share = share(&carol);
        assert_eq!((share.as_array().unwrap().len(), &share[0]["answer"]["text"]), (1, &json!(follows)));
        carol.does(&["undo", &id, "lamps"]);
    }
}

#[test]
fn another_answer_may_be_right_and_has_to_fit() {
    let town = Town::surveying(LIGHTS);
    let (carol, _, id) = disagreeing(&town);
    assert!(carol.fails(&["decide", &id, "lamps", "--other", "plenty"]).contains("not a whole number"));
    carol.does(&["decide", &id, "lamps", "--other", "7"]);
    assert!(carol.does(&["show", &id]).contains("How many lamps are there?\n      7\n"));
}

#[test]
fn both_may_have_been_right_or_nobody_can_tell() {
    let town = Town::surveying(LIGHTS);
    let (carol, _, id) = disagreeing(&town);
    carol.does(&["decide", &id, "lamps", "--ask-again"]);
    assert!(carol.does(&["questions"]).contains("(to be asked again)"));
    carol.does(&["decide", &id, "lamps", "--both", &number(&carol, "5")]);
    assert_eq!(carol.reads(&["questions"]), json!([]));
    assert!(carol.does(&["show", &id]).contains("How many lamps are there?\n      5\n"));
}

#[test]
fn what_is_not_there_can_neither_be_decided_nor_taken_back() {
    let town = Town::surveying(LIGHTS);
    let (carol, _, id) = disagreeing(&town);
    assert!(carol.fails(&["decide", &id, "lamps", "--keep", "3"]).contains("no answer with that number"));
    assert!(carol.fails(&["decide", &id, "dark", "--ask-again"]).contains("nothing to decide"));
    assert!(carol.fails(&["undo", &id, "dark"]).contains("nothing was decided"));
    assert_eq!(carol.types(&["decide", &id, "lamps"], "").status.code(), Some(2));
}
