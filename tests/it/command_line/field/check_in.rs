//! A reminder for whoever is out alone, on the pages: said, shown on every page, and over by one tap.

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

fn story(size: (u32, u32)) {
    let town = Town::surveying("street_lights");
    let alice = town.researcher("alice");
    let mut browser = Browser::start(size);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.press("When will you be done?");
    assert!(browser.reads("no safety system without a signal") && !browser.has(".out"));
    browser.look("check-in");
    let now = jiff::Zoned::now().in_tz("Europe/London").unwrap();
    let clock = |hours: i64| (&now + jiff::Span::new().hours(hours)).strftime("%H:%M").to_string();
    browser.write("#until", &clock(14));
    browser.press("Remind me");
    assert!(browser.reads("within the next twelve hours"));
    browser.look("check-in-wrong");
    browser.write("#until", &clock(2));
    browser.press("Remind me");
    assert!(browser.reads(&format!("To be done by {}", clock(2))));
    browser.look("check-in-said");
    browser.open(&at(&url, "/doors"));
    browser.look("check-in-banner");
    browser.press("I am fine");
    assert!(browser.reads("Nothing of it is kept.") && !browser.has(".out"));
}

#[test]
fn a_reminder_stands_on_every_page_until_somebody_is_fine_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_reminder_stands_on_every_page_until_somebody_is_fine_on_a_laptop() {
    story(LARGE);
}
