//! `sync --explain`: what a contact with the server did, and why, in plain sentences.
//!
//! How each sentence is chosen is tested beside `device::explain`; here it is what people read after the real thing.

use serde_json::json;

use super::town::Town;

const LIGHTS: &str = "street_lights";

fn said_by(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing: {text}");
    }
}

#[test]
fn a_sync_says_what_it_did_and_why_when_it_is_asked_to() {
    let town = Town::new();
    let carol = town.carol();
    carol.founds();
    carol.does(&["area", "add", "Lark House"]);
    carol.does(&["door", "add", "--file", &town.file("doors.txt", "12 Larch Road\n"), "--area", "lark"]);
    carol.does(&["form", "add", &town.form(LIGHTS)]);
    carol.does(&["sync"]);
    let alice = town.person("alice");
    alice.does(&["join", &carol.invites()]);
    alice.interviews(LIGHTS, &json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" }));

    let first = alice.does(&["sync", "--explain"]);
    said_by(
        &first,
        &["Contact 1:", "QUIC", "waited once", "are on the server’s disk now", "your role and area let you read"],
    );
    said_by(&first, &["asked for what the server got since position"]);

    let second = alice.does(&["sync", "--explain"]);
    said_by(&second, &["Nothing had to be sent.", "Nothing new came.", "bytes went out"]);

    let other = carol.does(&["sync", "--explain"]);
    said_by(&other, &["new here", "has everything that it may read up to position"]);

    let spanish = alice.does(&["--language", "es", "sync", "--explain"]);
    said_by(&spanish, &["Contacto 1:", "No había nada que enviar."]);
    let row = &alice.reads(&["sync"])["sessions"][0];
    assert_eq!(row["explained"].as_array().map(|sentences| sentences.is_empty()), Some(false), "{row}");
}
