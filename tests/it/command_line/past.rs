//! Past interviews from other tools, imported as those of an earlier round, so that a change since then can be seen.
//!
//! What the files of ODK Central and KoboToolbox look like in every detail is tested beside `form::past`.

use serde_json::{Value, json};

use super::town::{Person, Town};

const LIGHTS: &str = "street_lights";

const ROOT: &str = "SubmissionDate,start,street,lamps,dark,feeling,reasons,KEY\n\
    2024-02-09T10:30:00.000Z,2024-02-09T10:00:00.000Z,Elm Court,4,2,unsafe,cars dark,uuid:11\n\
    2024-03-09T10:30:00.000Z,2024-03-09T10:00:00.000Z,Larch Road,0,,fine,,uuid:12\n";

const LAMPS: &str = "number,spot-Latitude,spot-Longitude,spot-Altitude,spot-Accuracy,PARENT_KEY,KEY\n\
    L 7,51.5,-0.1,0,5,uuid:11,uuid:11/lamp[1]\nL 9,,,,,uuid:11,uuid:11/lamp[2]\n";

/// Imports both files as the spring round.
fn imports(town: &Town, person: &Person<'_>) -> Value {
    let (root, lamps) = (town.file("lights.csv", ROOT), town.file("lights-lamp.csv", LAMPS));
    person.reads(&["import-responses", &root, &lamps, "--form", LIGHTS, "--round", "Spring 2024"])
}

fn answer<'v>(shown: &'v Value, path: &str) -> &'v str {
    let rows = shown["answers"].as_array().unwrap();
    let row =
        rows.iter().find(|row| row["path"] == path).unwrap_or_else(|| panic!("{path} is not answered: {shown:#}"));
    row["words"][0].as_str().unwrap()
}

#[test]
fn imported_interviews_say_where_they_come_from_and_are_on_the_server_after_a_sync() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    assert_eq!(imports(&town, &carol)["added"], 2);
    let listed = carol.reads(&["responses"]);
    let first = listed[0]["id"].as_str().unwrap();
    let shown = carol.reads(&["show", first]);
    assert_eq!((&shown["origin"]["file"], &shown["origin"]["instance"]), (&json!("lights.csv"), &json!("11")));
    assert_eq!(answer(&shown, "reasons"), "It is dark, Fast cars");
    assert_eq!([answer(&shown, "lamp[1]/number"), answer(&shown, "lamp[1]/spot")], ["L 7", "51.5 -0.1 0 5"]);
    assert_eq!(answer(&shown, "lamp[2]/number"), "L 9");
    assert!(carol.does(&["show", first]).contains("Imported from lights.csv, where it is 11"));
    carol.does(&["sync"]);
    assert!(carol.does(&["status"]).contains("2 of 2 safe"));
    let alice = town.researcher("alice");
    assert_eq!(alice.reads(&["show", first])["origin"], shown["origin"]);
}

#[test]
fn importing_the_same_file_again_adds_nothing_on_any_phone() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    imports(&town, &carol);
    let again = imports(&town, &carol);
    assert_eq!((&again["added"], &again["known"]), (&json!(0), &json!(2)));
    assert_eq!(carol.reads(&["round", "list"]).as_array().unwrap().len(), 1);
    carol.does(&["sync"]);
    let alice = town.researcher("alice");
    assert_eq!(imports(&town, &alice)["added"], 0);
    assert_eq!(alice.reads(&["responses"]).as_array().unwrap().len(), 2);
}

#[test]
fn the_round_of_past_interviews_is_over_and_new_ones_never_belong_to_it() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    imports(&town, &carol);
    let rounds = carol.reads(&["round", "list"]);
    let spring = rounds[0]["id"].as_str().unwrap();
    assert!(rounds[0]["closes_ms"].is_i64(), "{rounds}");
    let before = carol.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 0 }));
    assert_eq!(carol.reads(&["show", &before])["round"], Value::Null);
    carol.does(&["round", "add", "Autumn"]);
    let after = carol.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 0 }));
    let round = carol.reads(&["show", &after])["round"].clone();
    assert!(round.is_string() && round != spring);
    assert!(carol.does(&["round", "list"]).contains("Autumn (now)"));
    let root = town.file("lights.csv", ROOT);
    let said = carol.fails(&["import-responses", &root, "--form", LIGHTS, "--round", "Autumn"]);
    assert!(said.contains("still open"), "{said}");
}

#[test]
fn files_with_problems_change_nothing_and_every_problem_is_told_without_the_answer() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    let wrong = ROOT.replace(",4,2,unsafe,", ",four,2,scary,");
    let root = town.file("lights.csv", &wrong);
    let said = carol.fails(&["import-responses", &root, "--form", LIGHTS, "--round", "Spring 2024"]);
    for part in ["nothing was imported", "lights.csv row 2, column lamps", "lights.csv row 2, column feeling"] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert!(!said.contains("four") && !said.contains("scary"), "{said}");
    assert_eq!(carol.reads(&["responses"]), json!([]));
    assert_eq!(carol.reads(&["round", "list"]), json!([]));
    let left = ["import-responses", &root, "--form", LIGHTS, "--round", "Spring 2024", "--leave-out-unfit"];
    assert!(carol.does(&left).contains("Added 2 past interviews to the round Spring 2024."));
}

#[test]
fn both_rounds_stand_side_by_side_in_the_results() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    let rows: String = (0..15)
        .map(|number| format!("Elm,4,2,{},uuid:{number}\n", if number < 12 { "unsafe" } else { "fine" }))
        .collect();
    let root = town.file("past.csv", format!("street,lamps,dark,feeling,KEY\n{rows}"));
    carol.does(&["import-responses", &root, "--form", LIGHTS, "--round", "Spring 2024"]);
    carol.does(&["round", "add", "Autumn"]);
    for _ in 0..11 {
        carol.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 4, "dark": 0, "feeling": "fine" }));
    }
    let page = town.path("results.html");
    carol.does(&["results", "--html", &page]);
    let html = std::fs::read_to_string(page).unwrap();
    assert!(html.contains("Spring 2024") && html.contains("Autumn"), "both rounds are named");
}
