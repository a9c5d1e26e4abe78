//! Typing in from paper: by the keyboard alone, with what does not fit told in its place, and marked as what it is.

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

/// Types what stands on a line of the paper, where the page has put the keyboard, and goes on.
fn line(browser: &mut Browser, text: &str) {
    // A browser puts it there with the next picture that it draws.
    browser.run("document.querySelector('[autofocus]').focus()");
    browser.type_text(text);
    browser.key_and_load("Enter");
}

fn story(size: (u32, u32)) {
    let town = Town::surveying("street_lights");
    let alice = town.researcher("alice");
    let mut browser = Browser::start(size);
    let (_running, url) = app(&alice);
    browser.open(&url);
    browser.press("Go to this door");
    browser.press("Type in from paper");
    browser.look("paper-which");
    browser.write("#asked-on", "2999-01-01");
    browser.press("Begin typing");
    assert!(browser.reads("not after today"));
    browser.write("#asked-on", "2026-03-14");
    browser.press("Begin typing");
    browser.look("paper");
    line(&mut browser, "Elm Street");
    line(&mut browser, "plenty");
    assert!(browser.reads("Write a whole number"), "{}", browser.text("body"));
    browser.look("paper-unfit");
    browser.run("document.querySelector('[autofocus]').value = ''");
    line(&mut browser, "12");
    line(&mut browser, "3");
    line(&mut browser, "9");
    assert!(browser.reads("Type a number from 1 to"));
    browser.run("document.querySelector('[autofocus]').value = ''");
    let unsafe_number = browser.text_of(
        "[...document.querySelector('[autofocus]').closest('.line').querySelectorAll('.options span')]\
           .find(one => one.textContent.toLowerCase().includes('unsafe')).querySelector('b').textContent",
    );
    line(&mut browser, &unsafe_number);
    browser.look("paper-more");
    line(&mut browser, "1");
    browser.open(&at(&url, "/"));
    browser.press("12 Larch Road");
    assert!(browser.has("form.sheet"), "what is typed in goes on on its sheet");
    browser.press("Finish");
    assert!(browser.has(".card"), "{}", browser.text("body"));
    browser.press("They have their card");
    assert!(browser.reads("Typed in from paper of 2026-03-14."));
    browser.look("paper-done");
    let id = browser.text_of("location.pathname.split('/').pop()");
    let shown = alice.does(&["show", &id]);
    assert!(shown.contains("typed in from paper of 2026-03-14"), "{shown}");
}

#[test]
fn a_paper_questionnaire_is_typed_in_by_the_keyboard_alone_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_paper_questionnaire_is_typed_in_by_the_keyboard_alone_on_a_laptop() {
    story(LARGE);
}
