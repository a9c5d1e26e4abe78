//! Someone may be at risk, my name, large text and what a phone says about itself, on the pages.

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

fn story(size: (u32, u32)) {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    let alice = town.researcher("alice");
    let mut browser = Browser::start(size);
    let (running, url) = app(&carol);
    browser.open(&url);
    browser.open(&at(&url, "/risk"));
    browser.run("document.querySelector('details').open = true");
    browser.write("#numbers", "Police: 999\nsomebody");
    browser.press("Keep");
    assert!(browser.reads("Write each line as"));
    browser.look("risk-bad");
    browser.write("#numbers", "Police: 999\nNight line: 0800 123");
    browser.press("Keep");
    browser.look("risk-kept");
    drop(running);
    carol.does(&["sync"]);
    alice.does(&["sync"]);

    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.press("Go to this door");
    browser.press("Someone may be at risk");
    assert!(browser.reads("Police: 999") && browser.reads("records nothing") && !browser.has("#numbers"));
    assert_eq!(browser.text_of("document.querySelectorAll('.number')[1].getAttribute('href')"), "tel:0800123");
    browser.look("risk");
    browser.press("Back");
    assert_eq!(browser.text("h1"), "12 Larch Road");

    browser.open(&at(&url, "/my-name"));
    browser.press("Keep");
    assert!(browser.reads("Write something here"));
    browser.look("my-name-empty");
    browser.write("#name", "Alice Okafor");
    browser.press("Keep");
    assert!(browser.reads("Alice Okafor"));
    browser.look("settings-about");
    browser.press("Large text");
    browser.look("settings-large");
    assert!(browser.has("html.large") && browser.reads("MB"));
    browser.press("Say or change your name");
    browser.press("Take my name back");
    assert!(browser.reads("You have not said one."));
    browser.press("Normal text");
    assert!(!browser.has("html.large"));
}

#[test]
fn what_keeps_people_safe_and_a_phone_readable_is_found_on_a_phone() {
    story(SMALL);
}

#[test]
fn what_keeps_people_safe_and_a_phone_readable_is_found_on_a_laptop() {
    story(LARGE);
}
