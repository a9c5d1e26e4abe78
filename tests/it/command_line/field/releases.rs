//! The page of releases: where a coordinator asks for one and replies, and all that a manager sees.

use serde_json::json;

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

const LIGHTS: &str = "street_lights";

fn surveyed() -> Town {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    for number in 0..12 {
        let feeling = if number % 2 == 0 { "fine" } else { "unsafe" };
        carol.interviews(LIGHTS, &json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": feeling }));
    }
    carol.does(&["sync"]);
    town
}

fn looks(size: (u32, u32)) {
    let town = surveyed();
    let (carol, mark) = (town.carol(), town.person("mark"));
    let invite = carol.does(&["invite", "--role", "manager"]);
    carol.does(&["sync"]);
    mark.does(&["join", invite.lines().find(|line| line.contains("DOORSTEP0:")).unwrap().trim()]);
    let (running, url) = app(&carol);
    let mut browser = Browser::start(size);
    browser.open(&url);
    browser.open(&at(&url, "/releases"));
    assert!(browser.reads("No result has been published yet."));
    browser.write("#days", "many");
    browser.press("Ask the server for it");
    assert!(browser.reads("Write a whole number."));
    browser.look("releases-wrong");
    browser.press("See what would be in it");
    assert!(browser.reads("12 interviews"));
    browser.look("release-look");
    browser.open(&at(&url, "/releases"));
    browser.write("#name", "Spring");
    browser.write("#from", "10");
    browser.press("Ask the server for it");
    assert!(browser.reads("The server has not answered yet"));
    drop(running);
    carol.does(&["sync"]);
    carol.does(&["sync"]);

    let (running, url) = app(&carol);
    browser.open(&url);
    browser.open(&at(&url, "/releases"));
    assert!(browser.reads("Result 1: Spring") && browser.reads("Waits for replies until"));
    browser.run("document.querySelector('details').open = true");
    browser.write("#who-1", "Housing");
    browser.write("#text-1", "The lamps in Larch Road are ordered.");
    browser.press("Add");
    drop(running);
    carol.does(&["sync"]);
    mark.does(&["sync"]);

    let (_running, url) = app(&mark);
    browser.open(&url);
    browser.open(&at(&url, "/results"));
    assert!(browser.reads("Housing") && browser.reads("The lamps in Larch Road are ordered."));
    browser.look("releases-manager");
    browser.press("See the result");
    assert!(browser.reads("Result 1: Spring") && browser.reads("12 interviews"));
    browser.look("release");

    let ours = town.path("ours.json");
    carol.does(&["release", "save", "1", "--to", &ours, "--to-compare"]);
    browser.open(&at(&url, "/releases"));
    browser.press("Results of several projects");
    browser.press("Compare");
    assert!(browser.reads("Choose a file first."));
    browser.look("compare");
    browser.choose("#result", &ours);
    browser.press("Compare");
    assert!(browser.reads("Asked in the same words") && browser.reads("Larkfield: Result 1: Spring"));
    browser.look("compared");
}

#[test]
fn a_coordinator_asks_for_a_result_and_a_manager_reads_it_on_a_phone() {
    looks(SMALL);
}

#[test]
fn a_coordinator_asks_for_a_result_and_a_manager_reads_it_on_a_laptop() {
    looks(LARGE);
}
