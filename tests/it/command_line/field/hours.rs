//! Hours on a page: somebody writes theirs down, sees them added up with thanks, and takes a slip back.

use super::browser::Browser;
use super::{LARGE, SMALL, app};
use crate::command_line::town::Town;

fn story(size: (u32, u32)) {
    let town = Town::surveying("street_lights");
    let alice = town.researcher("alice");
    let mut browser = Browser::start(size);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.press("Write down hours");
    assert!(browser.reads("Nobody has written down any hours yet."));
    browser.write("#minutes", "many");
    browser.press("Keep");
    assert!(browser.reads("minutes from 1 to 1440"));
    browser.look("hours-wrong");
    for minutes in ["90", "900"] {
        browser.write("#minutes", minutes);
        browser.press("Keep");
    }
    assert!(browser.reads("A few people gave 17 hours. Thank you."), "{}", browser.text("body"));
    browser.look("hours");
    browser.press("Take back");
    assert!(browser.reads("Taken back."));
}

#[test]
fn somebody_writes_down_hours_and_takes_a_slip_back_on_a_phone() {
    story(SMALL);
}

#[test]
fn somebody_writes_down_hours_and_takes_a_slip_back_on_a_laptop() {
    story(LARGE);
}
