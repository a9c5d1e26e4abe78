//! Interviews in the terminal and from files: saved as they go, and finished only when they can be.

use serde_json::{Value, json};

use super::town::Town;

const LIGHTS: &str = "street_lights";

fn town() -> Town {
    Town::surveying(LIGHTS)
}

fn answer<'v>(shown: &'v Value, path: &str) -> &'v str {
    let rows = shown["answers"].as_array().unwrap();
    let row = rows.iter().find(|row| row["path"] == path).unwrap_or_else(|| panic!("{path} is not answered"));
    row["words"][0].as_str().unwrap()
}

#[test]
fn one_question_at_a_time_with_the_way_back_and_a_review() {
    let town = town();
    let alice = town.researcher("alice");
    let answers = ["Larch Road", "ten", "2", "3", ":back", "4", "5", "1", "2 broken", "2", "1,4", "1.5", ":review"];
    let typed = [&answers[..], &["L 7", "", "", "", ""]].concat().join("\n");
    let said = alice.does_with(&["interview", LIGHTS, "--door", "14"], &typed);
    for part in [
        "not a whole number",
        "There cannot be more dark lamps than lamps.",
        "not one of the choices",
        "Everything so far:",
    ] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert!(said.contains("25 of 100 lamps in Larch Road are dark."), "{said}");
    assert!(said.contains("Finished and saved"), "{said}");
    let responses = alice.reads(&["responses"]);
    let shown = alice.reads(&["show", responses[0]["id"].as_str().unwrap()]);
    assert_eq!([answer(&shown, "lamps"), answer(&shown, "dark")], ["4", "1"]);
    assert_eq!(answer(&shown, "reasons"), "It is dark, Broken pavement");
    assert_eq!([answer(&shown, "lamp[1]/number"), answer(&shown, "lamp[1]/spot")], ["L 7", "left empty"]);
}

#[test]
fn answers_that_no_longer_count_are_told_and_come_back() {
    let town = town();
    let alice = town.researcher("alice");
    let before = ["Larch Road", "4", "2", "1", "1.5", "L 7", "", "L 9", "", ""];
    let fewer = ["3", "1", "", "", "", "", ""];
    let more = ["3", "2", "", "", "", "", "", "", "", "", ""];
    let said = alice.does_with(&["interview", LIGHTS], &[&before[..], &fewer, &more].concat().join("\n"));
    assert!(said.contains("One “Dark lamp” is set aside") && said.contains("Finished and saved"), "{said}");
    let responses = alice.reads(&["responses"]);
    let shown = alice.reads(&["show", responses[0]["id"].as_str().unwrap()]);
    assert_eq!(answer(&shown, "lamp[2]/number"), "L 9");
}

#[test]
fn an_interview_that_is_left_goes_on_where_it_was() {
    let town = town();
    let alice = town.researcher("alice");
    let left = alice.does_with(&["interview", LIGHTS], "Larch Road\n3\n:leave\n");
    let id = left.trim().rsplit(' ').next().unwrap();
    assert!(alice.does(&["status"]).contains(&format!("--resume {id}")), "{left}");
    let on = alice.does_with(&["interview", "--resume", id], "0\nfine\n\n\n\n");
    assert!(!on.contains("Which street is it? *"), "{on}");
    assert!(on.contains("How many of them are dark?") && on.contains("Finished and saved"), "{on}");
    assert_eq!(alice.reads(&["status"])["unfinished"], json!([]));
}

#[test]
fn what_was_answered_survives_the_kill_of_the_program() {
    let town = town();
    let alice = town.researcher("alice");
    let mut interview = alice.begins(&["interview", LIGHTS]);
    interview.reads_until("Which street");
    interview.types("Larch Road");
    interview.reads_until("How many lamps");
    interview.types("7");
    interview.reads_until("How many of them are dark?");
    interview.die();
    let unfinished = alice.reads(&["status"])["unfinished"][0]["id"].as_str().unwrap().to_owned();
    let on = alice.does_with(&["interview", "--resume", &unfinished], ":review\n");
    assert!(on.contains("Which street is it?: Larch Road") && on.contains("How many lamps are there?: 7"), "{on}");
}

#[test]
fn groups_and_counted_repeats_are_answered_from_a_file() {
    let town = town();
    let alice = town.researcher("alice");
    let lamps = json!([{ "number": "L 7", "spot": "51.5 -0.1" }, { "number": "L 9" }]);
    let answers = json!({ "street": "Elm", "lamps": 2, "dark": 2, "feeling": "unsafe", "reasons": ["cars", "dark"], "lamp": lamps });
    let shown = alice.reads(&["show", &alice.interviews(LIGHTS, &answers)]);
    assert_eq!(answer(&shown, "reasons"), "It is dark, Fast cars");
    assert_eq!([answer(&shown, "lamp[1]/number"), answer(&shown, "lamp[2]/number")], ["L 7", "L 9"]);
    assert_eq!(answer(&shown, "lamp[1]/spot"), "51.5 -0.1 0 0");
    assert_eq!(shown["from_paper"], false);
}

#[test]
fn interviews_from_paper_say_so() {
    let town = town();
    let alice = town.researcher("alice");
    let file = town.file("paper.json", json!({ "street": "Elm", "lamps": 2, "dark": 0 }).to_string());
    let id = alice.reads(&["interview", LIGHTS, "--from-paper", "--answers", &file])["interview"].clone();
    assert!(alice.does(&["show", id.as_str().unwrap()]).contains("typed in from paper"));
}

#[test]
fn a_file_whose_answers_do_not_fit_changes_nothing() {
    let town = town();
    let alice = town.researcher("alice");
    let refusals = [
        (json!({ "street": "Elm", "lamps": 2, "colour": "red" }).to_string(), "does not ask colour"),
        (json!({ "street": "Elm", "lamps": 0, "since": "2026-01-01" }).to_string(), "does not ask since"),
        (json!({ "lamps": 2 }).to_string(), "street: "),
        (json!({ "street": "Elm", "lamps": 500 }).to_string(), "lamps: Count between 0 and 200."),
        (json!({ "street": "Elm", "lamps": "many" }).to_string(), "lamps: not a whole number"),
        (json!({ "street": "Elm", "lamps": true }).to_string(), "true or false"),
        ("{\n \"street\": ".to_owned(), "line 2"),
        ("[1]".to_owned(), "a JSON object"),
    ];
    for (text, sentence) in refusals {
        let file = town.file("wrong.json", &text);
        let said = alice.fails(&["interview", LIGHTS, "--answers", &file]);
        assert!(said.contains(sentence), "{text}: {said}");
    }
    assert!(alice.fails(&["interview", LIGHTS, "--answers", &town.path("none.json")]).contains("can't be read"));
    assert_eq!(alice.reads(&["status"])["unfinished"], json!([]));
    assert_eq!(alice.reads(&["responses"]), json!([]));
}

#[test]
fn a_correction_has_to_fit_its_question_and_say_why() {
    let town = town();
    let alice = town.researcher("alice");
    let id = alice.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 2, "dark": 0 }));
    assert!(alice.fails(&["correct", &id, "lamps", "many", "--reason", "x"]).contains("not a whole number"));
    assert!(alice.fails(&["correct", &id, "colour", "red", "--reason", "x"]).contains("no such question"));
    assert!(alice.fails(&["correct", &id, "lamps", "3", "--reason", " "]).contains("reason"));
    assert!(alice.fails(&["correct", "ffff", "lamps", "3", "--reason", "x"]).contains("no finished interview"));
    assert_eq!(alice.reads(&["show", &id])["corrections"], json!([]));
}
