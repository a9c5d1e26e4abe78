//! The map of doors: signs by what happened, nearer by a tap, where I am by a script, and the doors that are not on it.

use serde_json::{Value, json};

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::{Person, Town};

/// Eight doors of two streets, a block of which three share one place, one door that is outside, and one without a place.
const ADDRESSES: &str = "\
address,area,latitude,longitude
1 Elm Row,Lark House,51.5012,-0.0985
3 Elm Row,Lark House,51.5012,-0.0975
5 Elm Row,Lark House,51.5012,-0.0965
2 Elm Row,Lark House,51.5022,-0.0985
4 Elm Row,Lark House,51.5022,-0.0975
\"Flat 1, The Lodge\",Lark House,51.5070,-0.0930
\"Flat 2, The Lodge\",Lark House,51.5070,-0.0930
\"Flat 3, The Lodge\",Lark House,51.5070,-0.0930
9 Far Lane,Lark House,51.5120,-0.0930
";

fn outline(town: &Town) -> String {
    let ring = json!([[[-0.1, 51.5], [-0.09, 51.5], [-0.09, 51.51], [-0.1, 51.51], [-0.1, 51.5]]]);
    let area: Value = json!({ "type": "Feature", "properties": { "name": "Lark House" },
        "geometry": { "type": "Polygon", "coordinates": ring } });
    town.file("areas.geojson", json!({ "type": "FeatureCollection", "features": [area] }).to_string())
}

fn mapped(town: &Town) -> Person<'_> {
    let carol = town.carol();
    carol.does(&["area", "boundaries", &outline(town)]);
    carol.does(&["door", "import", &town.file("doors.csv", ADDRESSES)]);
    let outside = carol.does(&["door", "list", "--outside"]);
    assert!(outside.contains("9 Far Lane") && !outside.contains("Elm Row"), "{outside}");
    carol.does(&["sync"]);
    town.researcher("alice")
}

fn story(size: (u32, u32)) {
    let town = Town::surveying("street_lights");
    let alice = mapped(&town);
    for (door, outcome) in [
        ("1 Elm Row", "talked"),
        ("3 Elm Row", "nobody-in"),
        ("5 Elm Row", "no-thanks"),
        ("2 Elm Row", "never-call-again"),
    ] {
        alice.does(&["knock", door, outcome]);
    }
    alice.does(&["door", "take", "4 Elm Row"]);
    let mut browser = Browser::start(size);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.open(&at(&url, "/doors"));
    browser.press("Map of doors");
    browser.look("doors-map");
    assert!(browser.reads("Without a place on the map") && browser.reads("Outside of the area’s line"));
    assert_eq!(browser.count("svg.doors .land"), 1);
    for state in ["circle.fresh", "rect.talked", "path.again", "path.over", "path.never", "circle.mine"] {
        assert!(browser.has(&format!("svg.doors {state}")), "no {state} on the map");
    }
    assert_eq!(browser.text("svg.doors text"), "3", "flats at one place share a sign");
    let block = browser.text_of("document.querySelector('svg.doors text').parentElement.getAttribute('href')");
    browser.open(&at(&url, &block));
    assert!(browser.reads("Flat 1, The Lodge") && !browser.reads("1 Elm Row"), "a sign of several leads nearer");
    browser.look("doors-map-near");
    browser.press("The whole area");
    let talked = browser.text_of("document.querySelector('svg.doors rect.talked').parentElement.getAttribute('href')");
    browser.open(&at(&url, &talked));
    assert_eq!(browser.text("h1"), "1 Elm Row");

    browser.open(&at(&url, "/doors/new"));
    browser.write("#address", "7 Elm Row");
    browser.write("#place", "north of here");
    browser.press("Add a door");
    assert!(browser.reads("Write the place as two numbers"));
    browser.look("bad-place");
    browser.write("#place", "51.5012, -0.0955");
    browser.press("Add a door");
    assert!(browser.reads("The door was added."));
}

#[test]
fn doors_are_found_on_a_map_on_a_phone() {
    story(SMALL);
}

#[test]
fn doors_are_found_on_a_map_on_a_laptop() {
    story(LARGE);
}

#[test]
fn the_map_shows_where_i_am_only_when_i_ask_and_the_script_may_run() {
    let town = Town::surveying("street_lights");
    let alice = mapped(&town);
    let mut browser = Browser::start(SMALL);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.open(&at(&url, "/doors/map"));
    assert!(browser.has("#here[hidden]"), "without a script there is no such button");
    browser.stands_at(51.505, -0.095);
    browser.open(&at(&url, "/doors/map"));
    assert!(!browser.has("#here[hidden]") && !browser.has("circle.own"));
    browser.run("document.querySelector('#here').click()");
    browser.comes_true("document.querySelector('circle.own')");
    browser.open(&at(&url, "/doors/new"));
    browser.run("document.querySelector('#here').click()");
    browser.comes_true("document.querySelector('#place').value");
    assert_eq!(browser.text_of("document.querySelector('#place').value"), "51.505000, -0.095000");
}
