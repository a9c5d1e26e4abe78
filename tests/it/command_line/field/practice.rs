//! Practising on the pages, before joining: in with one tap, an interview with what they say, and out again.

use super::browser::Browser;
use super::{LARGE, SMALL, answer_first, app, at};
use crate::command_line::town::Town;

fn story(size: (u32, u32)) {
    let town = Town::quiet();
    let alice = town.person("alice");
    let mut browser = Browser::start(size);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.look("join-or-practise");
    browser.press("Practise");
    assert!(browser.reads("Practice. Nothing is sent."));
    browser.look("practice-today");
    browser.press("Go to this door");
    assert!(browser.reads("Grace, 71"));
    browser.look("practice-door");
    browser.press("Talked");
    browser.press("Begin");
    browser.press("Next");
    assert!(browser.reads("They say: Yes"));
    browser.look("practice-question");
    answer_first(&mut browser);
    browser.press("Next");
    answer_first(&mut browser);
    browser.press("Next");
    assert!(browser.reads("They say: At the door"));
    browser.open(&at(&url, "/send"));
    assert!(browser.reads("Practice has no server"));
    browser.look("practice-send");
    browser.open(&at(&url, "/settings"));
    assert!(!browser.reads("Practise first"), "practice has no practice of its own");
    browser.open(&at(&url, "/results"));
    assert!(!browser.has("#purpose"), "no file of results is offered");

    browser.press("Leave");
    browser.look("practice-leave");
    browser.press("Leave and keep it");
    assert!(browser.reads("Join a project") && !browser.has(".practice"));
    browser.press("Go on practising");
    assert!(browser.reads("Not finished"), "what was begun is still there");
    browser.open(&at(&url, "/practice/leave"));
    browser.press("Leave and throw it away");
    assert!(browser.reads("The practice project is gone."));
    browser.press("Practise");
    assert!(!browser.reads("Not finished"));
}

#[test]
fn a_volunteer_practises_before_joining_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_volunteer_practises_before_joining_on_a_laptop() {
    story(LARGE);
}
