//! The field app in a real browser, as a volunteer uses it: without script, by server, app and browser processes.
//!
//! `browser` drives Chromium. Every page is judged by axe-core and photographed into the target folder's `screens`.

mod arabic;
mod browser;
mod check_in;
mod coordinator_pages;
mod doors_map;
mod exporting;
mod help;
mod hours;
mod packs;
mod paper;
mod phone_pages;
mod pictures;
mod practice;
mod releases;
mod safety;

use super::town::{Conversation, Person, Town};
use browser::Browser;

const SMALL: (u32, u32) = (360, 640);
const LARGE: (u32, u32) = (1280, 800);

/// A field app that runs, and ends with the test.
struct App(Option<Conversation>);

impl Drop for App {
    fn drop(&mut self) {
        if let Some(running) = self.0.take() {
            running.die();
        }
    }
}

/// Somebody's field app, and the address to open.
fn app(person: &Person<'_>) -> (App, String) {
    let mut app = person.begins(&["field"]);
    let url = app.reads_until("http://").trim().to_owned();
    (App(Some(app)), url)
}

fn at(url: &str, place: &str) -> String {
    format!("{}{place}", &url[..url.find("/enter").unwrap()])
}

/// Gives each question with choices on the page its first one, and says how little time there is.
fn answer_first(browser: &mut Browser) {
    browser.run(
        "document.querySelectorAll('fieldset').forEach(set => { \
           const first = set.querySelector('input[type=radio]'); \
           if (first && !set.querySelector(':checked')) first.checked = true; }); \
         document.querySelectorAll('input[value=short]').forEach(choice => choice.checked = true); true",
    );
}

fn on_to_review(browser: &mut Browser) {
    while !browser.has("dl.answers") {
        answer_first(browser);
        browser.press("Next");
    }
}

fn story(size: (u32, u32)) {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.person("alice"));
    let invite = carol.invites();
    let mut browser = Browser::start(size);
    let (running, url) = app(&alice);

    browser.open(&at(&url, "/"));
    browser.look("locked");
    browser.open(&url);
    browser.look("join");
    browser.press("Join");
    browser.look("join-wrong");
    browser.write("#invite", &invite);
    browser.press("Join");
    assert!(browser.reads("You are in the project Larkfield"));
    browser.look("today");
    for (place, name) in
        [("/settings", "settings"), ("/doors", "doors"), ("/doors/new", "add-door"), ("/decide", "none")]
    {
        browser.open(&at(&url, place));
        browser.look(name);
    }
    browser.open(&at(&url, "/doors"));
    browser.press("Take doors on");
    browser.look("take-doors");
    browser.press("Take doors on");
    assert!(browser.reads("Choose at least one door"));
    browser.look("take-none");
    browser.run("document.querySelector('#door-free').checked = true");
    browser.press("Take doors on");
    assert!(browser.reads("2 doors are yours now.") && browser.reads("0 of 2 knocked at."));
    browser.look("my-doors");
    browser.press("Give all of them back");
    assert!(browser.reads("Given back."));
    browser.open(&at(&url, "/doors"));
    browser.press("12 Larch Road");
    browser.look("door");
    browser.press("Take it on until Sunday");
    assert!(browser.reads("One door is yours now."));
    browser.look("own-door");
    for address in ["Flat B, 12 Larch Road", "12B Larch Road"] {
        browser.open(&at(&url, "/doors/new"));
        browser.write("#address", address);
        browser.press("Add a door");
    }
    browser.open(&at(&url, "/doors"));
    browser.press("One pair of doors may be the same home");
    browser.look("same-home");
    browser.press("Yes, the same home");
    assert!(browser.reads("Linked."));
    browser.press("12B Larch Road");
    browser.look("also-known-as");
    browser.open(&at(&url, "/doors"));
    browser.press("12 Larch Road");
    browser.press("Come back");
    browser.look("when-again");
    browser.press("Keep");
    browser.press("Take this back");
    assert!(browser.reads("Taken back."));
    browser.press("Nobody in");
    browser.press("Talked");
    assert!(browser.reads("Saved: Talked"));
    browser.look("talked");

    browser.press("Begin");
    browser.look("first-page");
    browser.press("Next");
    browser.press("Next");
    assert!(browser.reads("There is a problem"));
    browser.look("needs-answer");
    answer_first(&mut browser);
    browser.press("Next");
    answer_first(&mut browser);
    browser.press("Next");
    browser.press("Español");
    answer_first(&mut browser);
    browser.look("spanish");
    browser.press("Siguiente");
    let question = browser.text("h1");
    drop(running);

    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.look("not-finished");
    browser.press("12 Larch Road");
    assert_eq!(browser.text("h1"), question, "the interview goes on where it was");
    browser.press("Atrás");
    assert!(browser.has("input[type=radio]:checked"), "what was answered before the kill is still there");
    browser.press("English");
    on_to_review(&mut browser);
    browser.look("review");
    browser.write("#word", "ab");
    browser.press("Finish");
    assert!(browser.reads("at least three letters or digits"));
    browser.look("bad-word");
    browser.write("#word", "Larch 7");
    browser.press("Finish");
    assert!(browser.reads("finished and saved on this phone"));
    browser.look("card");
    assert!(browser.has("svg.code") && !browser.reads("Larch 7"), "the word is not on the card");
    let number = browser.text(".card .number strong");
    browser.press("They have their card");
    assert!(!browser.reads(&number), "the number is shown once");
    browser.look("finished");
    let id = browser.text_of("location.pathname.split('/').pop()");

    browser.press("Send");
    assert!(browser.reads("0 of 1 safe"));
    browser.look("send");
    browser.press("Send and fetch now");
    assert!(browser.reads("1 of 1 safe"));
    browser.look("sent");

    carol.does(&["sync"]);
    carol.does(&["correct", &id, "mode", "event", "--reason", "It was at the fair"]);
    browser.open(&at(&url, &format!("/interviews/{id}/change?path=mode")));
    browser.look("change");
    browser.run("document.querySelector('input[value=phone]').checked = true");
    browser.write("#reason", "He rang back");
    browser.press("Save the change");
    assert!(browser.reads("He rang back"));
    carol.does(&["sync"]);
    browser.press("Send");
    browser.press("Send and fetch now");

    browser.open(&at(&url, "/decide"));
    browser.look("two-answers");
    browser.press("How is this being filled in");
    browser.look("which-is-right");
    browser.press("Decide");
    assert!(browser.reads("Choose one of them"));
    browser.run("document.querySelector('#keep-0').checked = true");
    browser.press("Decide");
    assert!(browser.reads("Decided"));
    browser.look("decided");
    assert_eq!(alice_waits(&mut browser, &url), 0);
    browser.press("Español");
    for place in [format!("/interviews/{id}"), format!("/interviews/{id}/change?path=mode")] {
        browser.open(&at(&url, &place));
        assert!(
            browser.reads("¿Cómo se está rellenando esto?"),
            "a finished interview reads in the phone's language: {place}"
        );
    }
    browser.look("change-spanish");
    browser.press("English");
    for (place, name) in [("/interviews", "interviews"), ("/results", "results"), ("/nothing", "nothing")] {
        browser.open(&at(&url, place));
        browser.look(name);
    }
}

/// How many questions wait for a decision on the page that lists them.
fn alice_waits(browser: &mut Browser, url: &str) -> usize {
    browser.open(&at(url, "/decide"));
    browser.count("main .list li")
}

#[test]
fn a_volunteer_goes_from_invite_to_decision_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_volunteer_goes_from_invite_to_decision_on_a_laptop() {
    story(LARGE);
}

#[test]
fn a_knock_and_an_answer_need_no_more_than_a_keyboard() {
    let town = Town::surveying("street_lights");
    let alice = town.researcher("alice");
    let (_running, url) = app(&alice);
    let mut browser = Browser::start(SMALL);
    browser.open(&url);
    browser.tab_to("Go to this door");
    browser.key_and_load("Enter");
    browser.tab_to("Talked");
    browser.key_and_load("Enter");
    assert!(browser.reads("Saved: Talked"));
    browser.tab_to("Begin: Street lights");
    browser.key_and_load("Enter");
    browser.tab_to("Next");
    browser.key_and_load("Enter");
    browser.tab_to_field("q0");
    browser.type_text("Elm Street");
    browser.tab_to("Next");
    browser.key_and_load("Enter");
    assert!(browser.reads("How many lamps are there?"));
    browser.tab_to_field("q0");
    browser.type_text("plenty");
    browser.key_and_load("Enter");
    assert!(browser.reads("Write a whole number"), "what does not fit is said, and nothing is lost");
    browser.look("unfit");
}
