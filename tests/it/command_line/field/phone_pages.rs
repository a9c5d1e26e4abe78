//! The pages about a phone itself: its PIN, what leaves it after a round, and handing results on.

use serde_json::json;

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

const LIGHTS: &str = "street_lights";

fn story(size: (u32, u32)) {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    carol.does(&["round", "add", "Spring"]);
    carol.does(&["sync"]);
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    let answers = json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" });
    alice.interviews(LIGHTS, &answers);
    alice.does(&["sync"]);
    alice.interviews(LIGHTS, &answers);
    carol.does(&["round", "close", "Spring"]);
    carol.does(&["sync"]);
    town.server_tool(&["backup", &town.path("first.backup"), "--plain"]);

    let mut browser = Browser::start(size);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.open(&at(&url, "/closing"));
    browser.look("closing-open");
    browser.open(&at(&url, "/pin"));
    browser.look("pin-none");
    browser.write("#new", "123456");
    browser.write("#again", "123456");
    browser.press("Set the PIN");
    assert!(browser.reads("too easy to guess"));
    browser.look("pin-easy");
    browser.write("#new", "904117");
    browser.write("#again", "904117");
    browser.press("Set the PIN");
    assert!(browser.reads("The PIN is set."));
    browser.open(&at(&url, "/pin"));
    browser.look("pin-set");
    browser.press("Lock now");
    assert!(browser.reads("This phone is locked"));
    browser.look("pin-locked");
    browser.press("Send and fetch now");
    assert!(browser.reads("are safe on the server"), "handing over needs no PIN");
    browser.open(&at(&url, "/closing"));
    assert!(browser.reads("This phone is locked"));
    browser.write("#pin", "804117");
    browser.press("Open");
    assert!(browser.reads("This is not the PIN"));
    browser.look("pin-wrong");
    browser.write("#pin", "904117");
    browser.press("Open");
    browser.open(&at(&url, "/closing"));
    browser.look("closing");
    assert!(browser.reads("leaves from"));
    browser.run("document.querySelector('details').open = true");
    browser.press("Let go what is in the backup");
    assert!(browser.reads("One interview has left this phone"), "the other is in no backup yet");
    browser.look("closed");
    browser.open(&at(&url, "/results"));
    assert!(browser.reads("has left this device") && !browser.has("#purpose"), "a volunteer hands no results on");
    browser.look("results-gone");

    carol.does(&["sync"]);
    let (_running, url) = app(&carol);
    browser.open(&url);
    browser.open(&at(&url, "/results/all"));
    browser.open(&at(&url, "/results"));
    browser.press("Save the file");
    assert!(browser.reads("Say for whom the file is"));
    browser.look("results-save");
}

#[test]
fn a_volunteer_locks_the_phone_and_lets_a_round_go_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_volunteer_locks_the_phone_and_lets_a_round_go_on_a_laptop() {
    story(LARGE);
}
