//! Question packs on pages: one is looked at, taken over, and one is made for others.

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

fn story(size: (u32, u32)) {
    let town = Town::surveying("neighbourhood_coassessment");
    let carol = town.carol();
    carol.does(&["criterion", "clean", "--name", "Clean streets", "--good", "Swept every Monday"]);
    carol.does(&["codes", "Dark corners", "--means", "Places that people avoid"]);
    let (pack, other) = (town.path("clean.pack.json"), Town::surveying("street_lights"));
    let chosen = ["--question", "imp_clean", "--question", "sat_clean"];
    let story = ["--who", "Lark House tenants", "--changed", "The stairs are swept", "--ask", "Amina, 555 0100"];
    let named = ["--title", "Clean streets", "--organisation", "Larkfield Council", "--ask-agreed"];
    let make = ["question-pack", "make", &pack, "--form", "neighbourhood"];
    carol.does(&[&make[..], &chosen, &story, &named].concat());

    let mut browser = Browser::start(size);
    let (_running, url) = app(&other.carol());
    browser.open(&url);
    browser.open(&at(&url, "/results"));
    browser.press("Question packs");
    assert!(browser.reads("No pack was taken yet."));
    browser.look("packs-none");
    browser.press("See what is in it");
    assert!(browser.reads("Choose a file first."));
    browser.choose("#pack", &town.file("none.json", "{}"));
    browser.press("See what is in it");
    assert!(browser.reads("The file is no question pack"));
    browser.choose("#pack", &pack);
    browser.press("See what is in it");
    assert!(browser.reads("Swept every Monday") && browser.reads("Amina, 555 0100"));
    browser.look("packs-look");
    browser.press("Take it");
    assert!(browser.reads("What good looks like still has to be agreed here."));
    browser.open(&at(&url, "/packs"));
    assert!(browser.reads("Proposed: what good looks like"));
    browser.look("packs-taken");
    browser.open(&at(&url, "/criteria"));
    assert!(browser.reads("Swept every Monday"));

    browser.open(&at(&url, "/packs"));
    browser.write("#title", "Lamps");
    browser.write("#organisation", "Elm Council");
    browser.write("#place", "12 Larch Road");
    browser.press("Save the pack");
    assert!(browser.reads("The pack would hold an address of this project"));
    browser.look("packs-wrong");
}

#[test]
fn a_pack_is_looked_at_taken_over_and_made_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_pack_is_looked_at_taken_over_and_made_on_a_laptop() {
    story(LARGE);
}
