//! Pictures on pages: chosen, looked at, taken out, replaced, and seen by a coordinator.

use doorstep_tests::harness::picture;

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

const FORM: &str = "## survey\n
| type | name | label | hint | required | appearance | parameters | evaluation::consent |
|---|---|---|---|---|---|---|---|
| acknowledge | photo_ok | May we take a picture of the lamp? | | yes | | | photo |
| image | lamp | A picture of the lamp | From below, if you can | yes | | max-pixels=800 | |
| image | sign | Their signature | | | signature | | |
| file | letter | The letter from the council, if they have one | | | | | |
";

fn story(size: (u32, u32)) {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    carol.does(&["form", "add", &town.file("lamps.md", FORM)]);
    carol.does(&["sync"]);
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    let taken = town.file("taken.png", picture(900, 600, "Heathermarten"));
    let note = town.file("note.txt", "no picture");

    let mut browser = Browser::start(size);
    let (running, url) = app(&alice);
    browser.open(&url);
    browser.open(&at(&url, "/doors"));
    browser.press("12 Larch Road");
    browser.press("Talked");
    browser.press("Begin: lamps");
    browser.run("document.querySelector('input[type=checkbox]').checked = true");
    browser.press("Next");
    browser.look("picture-asked");
    browser.press("Next");
    assert!(browser.reads("This needs an answer"));
    browser.choose("input[type=file]", &note);
    browser.press("Next");
    assert!(browser.reads("This is no picture"));
    browser.look("picture-unfit");
    browser.choose("input[type=file]", &taken);
    browser.press("Next");
    assert_eq!(browser.text("h1"), "Their signature");
    browser.look("signature");
    assert!(!browser.has(".pad:not([hidden])"), "without its script the pad is not there");
    signs(&mut browser);
    browser.press("Back");
    assert_eq!(browser.run("document.querySelector('.attached img').naturalWidth"), 800, "it is shown, and smaller");
    browser.look("picture-attached");
    browser.press("Take it out");
    assert!(!browser.has(".attached"));
    browser.choose("input[type=file]", &taken);
    browser.press("Next");
    browser.press("Next");
    browser.press("Next");
    browser.look("review-with-picture");
    assert!(browser.reads("a picture") && !browser.reads(".png"), "nobody reads the name of a file");
    browser.press("Finish");
    browser.open(&at(&url, "/interviews"));
    browser.press("12 Larch Road");
    assert!(browser.reads("A file, locked: coordinators only") && browser.reads("only on this phone"));
    browser.look("files-locked");
    browser.press("Send");
    browser.look("send-with-picture");
    browser.press("Send without pictures");
    assert!(browser.reads("pictures and files only on this phone"), "the answers went alone");
    browser.press("Send and fetch now");
    assert!(!browser.reads("pictures and files only on this phone"));
    browser.open(&at(&url, "/settings"));
    browser.look("settings-files");
    browser.run("document.querySelector('#files-never').checked = true");
    browser.press("Keep this choice");
    assert_eq!(browser.run("document.querySelector('#files-never').checked"), true);
    drop(running);

    carol.does(&["sync"]);
    let (_running, url) = app(&carol);
    browser.open(&url);
    browser.open(&at(&url, "/interviews"));
    browser.press("12 Larch Road");
    assert_eq!(browser.run("document.querySelector('.attached img').naturalWidth"), 800);
    browser.look("files-open");
    let id = browser.text_of("location.pathname.split('/').pop()");
    browser.open(&at(&url, &format!("/interviews/{id}/change?path=lamp")));
    browser.look("picture-change");
    browser.choose("input[type=file]", &taken);
    browser.write("#reason", "The first one was dark");
    browser.press("Save the change");
    assert!(browser.reads("replaced since"));
    browser.look("picture-replaced");
    assert!(browser.reads("a picture") && !browser.reads(".png"));
    alice.does(&["attach", &id, "lamp", &town.file("again.png", picture(60, 40, "")), "--reason", "It was moved"]);
    alice.does(&["send-files", "always"]);
    alice.does(&["sync"]);
    decides(&mut browser, &url);
    browser.scripts(true);
    browser.open(&at(&url, &format!("/interviews/{id}/change?path=sign")));
    browser.comes_true("document.querySelector('.pad:not([hidden])') !== null");
    browser.draw(".pad canvas");
    browser.write("#reason", "They had signed for their neighbour");
    browser.look("signature-change");
    browser.press("Save the change");
    assert!(browser.reads("They had signed for their neighbour"));
}

/// Somebody signs with a finger, begins anew, signs again, and sees what is kept.
fn signs(browser: &mut Browser) {
    browser.scripts(true);
    let here = browser.text_of("location.href");
    browser.open(&here);
    browser.comes_true("document.querySelector('.pad:not([hidden])') !== null");
    browser.draw(".pad canvas");
    let chosen = "document.querySelector('input[type=file]').files.length";
    assert_eq!(browser.run(chosen), 1);
    browser.run("document.querySelector('.pad button').click(); true");
    assert_eq!(browser.run(chosen), 0, "begun anew, nothing is chosen");
    browser.draw(".pad canvas");
    browser.look("signature-pad");
    browser.scripts(true);
    browser.press("Next");
    browser.press("Back");
    assert_eq!(browser.run("document.querySelector('.attached img').naturalWidth"), 900, "it is kept like a picture");
    browser.look("signature-kept");
}

/// Two people took another picture, neither knowing of the other: both are looked at, and one of them counts.
fn decides(browser: &mut Browser, url: &str) {
    browser.open(&at(url, "/send"));
    browser.press("Send and fetch now");
    browser.open(&at(url, "/decide"));
    browser.press("A picture of the lamp");
    let widths = "[...document.querySelectorAll('.attached img')].map(one => one.naturalWidth).sort().join()";
    assert_eq!(browser.run(widths), "60,800");
    assert!(!browser.has("#text"), "no words can be right");
    browser.look("decide-pictures");
    browser.run("document.querySelector('#keep-0').checked = true");
    browser.press("Decide");
    assert!(browser.reads("Decided"));
}

#[test]
fn a_picture_is_taken_looked_at_and_replaced_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_picture_is_taken_looked_at_and_replaced_on_a_laptop() {
    story(LARGE);
}
