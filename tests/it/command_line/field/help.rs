//! Somebody asks for help at a door, on the pages: the volunteer writes it down, a coordinator sees it, answers, and has it erased.

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

fn story(size: (u32, u32)) {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let mut browser = Browser::start(size);
    let (running, url) = app(&carol);
    browser.open(&url);
    browser.press("Asked for help");
    assert!(browser.reads("Nobody asked for help.") && browser.reads("nothing can be promised"));
    browser.run("document.querySelector('details').open = true");
    browser.write("#kinds", "Repairs: Housing team");
    browser.press("Keep");
    assert!(browser.reads("from 1 to 60"));
    browser.look("help-kinds-bad");
    browser.write("#kinds", "Repairs: Housing team: 7\nForms and letters: Advice centre: 14");
    browser.press("Keep");
    browser.look("help-kinds");
    drop(running);
    carol.does(&["sync"]);
    alice.does(&["sync"]);

    let (running, url) = app(&alice);
    browser.open(&url);
    browser.press("Go to this door");
    browser.press("They ask for help");
    browser.press("Write it down");
    assert!(browser.reads("Nothing is written down unless they say yes") && browser.reads("Choose with what."));
    browser.look("help-ask-wrong");
    browser
        .run("document.querySelector('#kind-0').checked = true; document.querySelector('#yes').checked = true; true");
    browser.write("#words", "The lift has stood still for a month");
    browser.write("#reach", "020 7946 0000");
    browser.press("Write it down");
    assert!(browser.reads("Written down as") && !browser.reads("020 7946"));
    browser.look("help-asked");
    browser.open(&at(&url, "/help"));
    assert!(browser.reads("only on this phone") && !browser.reads("The lift") && !browser.reads("12 Larch Road"));
    browser.look("help-own");
    drop(running);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let (_running, url) = app(&carol);
    answered(&mut browser, &url);
}

fn answered(browser: &mut Browser, url: &str) {
    browser.open(url);
    browser.press("Asked for help");
    assert!(browser.reads("Answer by"));
    browser.look("help-list");
    browser.press("Repairs: 12 Larch Road");
    assert!(browser.reads("The lift has stood still") && browser.reads("Housing team"));
    browser.look("help-slip");
    browser.press("Keep");
    assert!(browser.reads("Write something here"));
    browser.look("help-end-wrong");
    browser.write("#what", "The landlord sends somebody on Monday");
    browser.run("document.querySelector('#passed-on').checked = true");
    browser.press("Keep");
    assert!(browser.reads("Passed on to somebody else") && browser.reads("does not know yet"));
    browser.look("help-ended");
    browser.open(&at(url, "/help"));
    browser.look("help-answered");
    browser.press("Repairs: 12 Larch Road");
    browser.run("document.querySelector('details').open = true");
    browser.press("Have it erased");
    assert!(browser.reads("Nobody asked for help."));
}

#[test]
fn asking_for_help_finds_its_way_on_a_phone() {
    story(SMALL);
}

#[test]
fn asking_for_help_finds_its_way_on_a_laptop() {
    story(LARGE);
}
