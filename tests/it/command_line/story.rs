//! The whole road by hand, and the help that teaches it.

use serde_json::json;

use super::town::Town;

const LIGHTS: &str = "street_lights";

/// Carol founds the project and sets it up.
fn set_up(town: &Town) {
    let carol = town.carol();
    let founded = carol.founds();
    assert!(founded.contains("Recovery sheet") && founded.contains("The server holds the project."), "{founded}");
    carol.does(&["area", "add", "Lark House"]);
    carol.does(&["round", "add", "Spring"]);
    let doors = town.file("doors.txt", "12 Larch Road\n\n14 Larch Road\n2 Elm Court\n");
    assert_eq!(carol.does(&["door", "add", "--file", &doors, "--area", "lark"]), "Added 3 doors.\n");
    let added = carol.does(&["form", "add", &town.form(LIGHTS)]);
    assert!(added.contains("Street lights, 1"), "{added}");
    assert!(carol.does(&["form", "show", LIGHTS]).contains("    uneasy  Uneasy"));
    carol.does(&["sync"]);
}

#[test]
fn from_an_empty_folder_to_one_result_on_two_stores() {
    let town = Town::new();
    set_up(&town);
    let carol = town.carol();
    let alice = town.person("alice");
    let joined = alice.does(&["join", &carol.invites()]);
    assert!(joined.starts_with("You are in the project Larkfield."), "{joined}");
    assert_eq!(alice.reads(&["area", "list"])[0]["name"], "Lark House");
    assert_eq!(alice.reads(&["round", "list"])[0]["name"], "Spring");
    assert!(alice.does(&["form", "list"]).contains("street_lights: Street lights"));
    assert_eq!(alice.does(&["knock", "elm", "never-again"]), "Saved: Never call again.\n");
    assert_eq!(alice.does(&["knock", "12 larch", "talked"]), "Saved: Talked.\n");
    let walk = alice.does(&["door", "list"]);
    assert!(walk.find("12 Larch").unwrap() < walk.find("2 Elm").unwrap(), "{walk}");
    assert!(walk.contains("1 knock, last: Never call again"), "{walk}");

    let lights = alice.interviews(LIGHTS, &json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" }));
    assert!(alice.does(&["responses"]).contains("12 Larch Road, only on this phone"));
    assert!(alice.does(&["status"]).contains("0 of 1 safe, 1 only on a phone."));
    assert!(alice.does(&["sync"]).contains("1 of 1 safe, 0 only on a phone."));
    assert!(alice.does(&["status"]).contains("1 of 1 safe, 0 only on a phone."));

    assert_eq!(
        alice.does(&["correct", &lights, "feeling", "uneasy", "--reason", "She rang back"]),
        "Saved: feeling, reasons changed.\n"
    );
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let shown = carol.does(&["show", &lights]);
    for part in ["safe on the server", "Uneasy", "changed feeling, reasons by researcher", "She rang back"] {
        assert!(shown.contains(part), "{part} is missing: {shown}");
    }
    assert!(carol.does(&["results", "--text"]).contains("One interview counts towards this result."));
    assert_eq!(carol.reads(&["results"]), alice.reads(&["results"]));
    let spring = &carol.reads(&["results"])["participation"][0];
    assert_eq!((&spring["round"], &spring["doors"]), (&json!("Spring"), &json!(2)));
    assert_eq!(
        spring["rates"][1],
        json!({ "name": "RR2", "formula": "(I + P) ÷ (I + P + R + NC + O + UH + UO)", "basis_points": 5000 })
    );
    assert_eq!(spring["cases"], json!([{ "letters": "P", "doors": 1 }, { "letters": "R", "doors": 1 }]));
    let said = carol.does(&["results", "--text"]);
    assert!(said.contains("Doors knocked at: 2.") && said.contains("(RR2)"), "{said}");
    let page = town.path("result.html");
    carol.does(&["results", "--html", &page]);
    assert!(std::fs::read_to_string(page).unwrap().starts_with("<!DOCTYPE html>"));
}

#[test]
fn an_invite_shows_as_a_code_to_scan_and_a_text_to_copy() {
    let town = Town::new();
    town.carol().founds();
    let invite = town.carol().does(&["invite", "--role", "volunteer", "--lasts", "2"]);
    assert!(invite.contains('█') && invite.contains("\nDOORSTEP0:"), "{invite}");
    assert!(invite.contains("It works for one phone"), "{invite}");
}

#[test]
fn a_project_founded_without_a_network_is_linked_later() {
    let town = Town::new();
    let carol = town.carol();
    assert!(carol.does(&["found", "Larkfield"]).contains("It has no server yet"));
    assert!(carol.fails(&["invite", "--role", "researcher"]).contains("no server yet"));
    let link = ["link", "--server", &town.said("address"), "--pin", &town.said("pin"), "--token", &town.said("token")];
    assert!(carol.does(&link).starts_with("The server holds the project."));
    assert!(carol.invites().starts_with("DOORSTEP0:"));
}

#[test]
fn words_are_read_by_a_coordinator_and_released_without_names() {
    let town = Town::surveying("neighbourhood_coassessment");
    let alice = town.researcher("alice");
    let answers = json!({
        "age_ok": "yes", "agree": "yes", "view": "resident", "spare": "short",
        "best": "Mrs Lamb waters everybody's pots.", "ok_quote": "yes", "ok_share": "yes", "ok_contact": "no",
    });
    let response = alice.interviews("neighbourhood", &answers);
    alice.does(&["sync"]);
    let carol = town.carol();
    carol.does(&["sync"]);
    assert!(carol.does(&["quote"]).contains("Mrs Lamb waters"));
    carol.does(&["quote", &response, "best", "A neighbour waters everybody's pots."]);
    let result = carol.does(&["results"]);
    assert!(result.contains("A neighbour waters") && !result.contains("Lamb"), "{result}");
}

#[test]
fn the_help_teaches_every_command_and_an_example() {
    let help = Town::new().carol().does(&["--help"]);
    let commands = [
        "found",
        "link",
        "join",
        "invite",
        "responsible",
        "members",
        "confirm",
        "revoke",
        "change-role",
        "phone",
        "quarantine",
        "leave-out",
        "area",
        "round",
        "door",
        "knock",
        "form",
        "interview",
        "responses",
        "show",
        "correct",
        "sync",
        "status",
        "questions",
        "decide",
        "undo",
        "quote",
        "results",
    ];
    for command in commands {
        assert!(help.contains(&format!("\n  {command} ")), "{command} is missing");
    }
    assert!(help.contains("Examples, from an empty folder to a result:"));
}

#[test]
fn states_are_said_in_spanish_when_asked_to() {
    let town = Town::surveying(LIGHTS);
    let said = town.carol().does(&["--language", "es", "status"]);
    assert!(!said.contains("only on a phone"), "{said}");
}
