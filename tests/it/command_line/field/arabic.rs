//! The field app in Arabic, from right to left, and its pages on paper: no fault, nothing wider than the screen, nothing left in English.

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

const PAGES: [(&str, &str); 9] = [
    ("/", "today"),
    ("/doors", "doors"),
    ("/doors/new", "add-door"),
    ("/doors/take", "take"),
    ("/interviews", "interviews"),
    ("/send", "send"),
    ("/results", "results"),
    ("/pin", "pin"),
    ("/settings", "settings"),
];

fn reads_from_the_right(size: (u32, u32)) {
    let town = Town::surveying("neighbourhood_coassessment");
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    alice.does(&["door", "take", "12 Larch"]);
    let mut browser = Browser::start(size);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.press("العربية");
    assert_eq!(browser.text("h1"), "اليوم");
    for (place, name) in PAGES {
        browser.open(&at(&url, place));
        assert_eq!(browser.text_of("document.dir"), "rtl", "{name}");
        browser.look(&format!("arabic-{name}"));
    }
    for (link, name) in [("أبوابي", "doors"), ("دليل", "guide")] {
        browser.open(&at(&url, "/settings"));
        browser.press(link);
        assert_eq!(browser.text_of("document.dir"), "rtl", "{name}");
        browser.look(&format!("arabic-paper-{name}"));
    }
    browser.open(&at(&url, "/doors"));
    browser.press("12 Larch");
    browser.look("arabic-door");
    browser.press("البدء");
    browser.look("arabic-interview");
    let own = browser.text_of("document.querySelector('main').lang || document.documentElement.lang");
    assert!(["ar", "en"].contains(&own.as_str()), "{own}");
}

#[test]
fn a_volunteer_who_reads_arabic_reads_from_the_right_on_a_phone() {
    reads_from_the_right(SMALL);
}

#[test]
fn a_volunteer_who_reads_arabic_reads_from_the_right_on_a_laptop() {
    reads_from_the_right(LARGE);
}

#[test]
fn paper_for_volunteers_has_no_fault_in_english() {
    let town = Town::surveying("street_lights");
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    alice.does(&["knock", "14 Larch", "never-again"]);
    let mut browser = Browser::start(SMALL);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.open(&at(&url, "/print/doors"));
    assert!(browser.reads("12 Larch Road") && browser.reads("Never call here again"));
    browser.look("paper-doors");
    browser.open(&at(&url, "/print/guide"));
    assert!(browser.reads("No means no"));
    browser.look("paper-guide");
}
