//! The pages for whoever looks after the project: who lives here, what was agreed, what to look at.

use serde_json::json;

use super::browser::Browser;
use super::{LARGE, SMALL, app, at};
use crate::command_line::town::Town;

fn story(size: (u32, u32)) {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    alice.does(&["knock", "12 larch", "talked"]);
    let answers = json!({
        "age_ok": "yes", "agree": "yes", "view": "resident", "spare": "short", "age": "25_44",
        "pair_clean": { "imp_clean": "a_lot", "sat_clean": "happy" }, "pair_repairs": { "imp_repairs": "a_lot", "sat_repairs": "happy" },
        "pair_safe": { "imp_safe": "a_lot", "sat_safe": "happy" }, "pair_places": { "imp_places": "a_lot", "sat_places": "happy" },
    });
    alice.interviews("neighbourhood", &answers);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let wanted = town.file("wanted.csv", "question,choice,count\nage,25_44,3\nage,16_24,2\n");
    carol.does(&["check", "--targets", &wanted]);

    let mut browser = Browser::start(size);
    let (running, url) = app(&carol);
    browser.open(&url);
    browser.open(&at(&url, "/margins"));
    browser.look("margins-none");
    browser.write("#margins", "question,choice,share\nage,16_24,30%\nage,25_44,30%");
    browser.press("Keep");
    assert!(browser.reads("add up to 60.00 %"));
    browser.look("margins-wrong");
    browser.write("#margins", "question,choice,share\nage,16_24,30%\nage,25_44,70%");
    browser.press("Keep");
    assert!(browser.reads("Results are adjusted by it from now on."));
    browser.look("margins");
    browser.open(&at(&url, "/stages"));
    browser.write("#co-design", "Tenants drew the plan");
    browser.press("Keep");
    assert!(browser.reads("Tenants drew the plan"));
    browser.look("stages");
    browser.open(&at(&url, "/thresholds"));
    browser.write("#outside", "4");
    browser.press("Keep");
    assert!(browser.reads("not below what is asked for at least"));
    browser.look("thresholds-wrong");
    browser.write("#outside", "20");
    browser.press("Keep");
    assert!(browser.reads("It holds from now on."));
    browser.look("thresholds");
    browser.open(&at(&url, "/criteria"));
    browser.write("#code", "clean");
    browser.write("#good", "The stairs are swept every week");
    browser.write("#agreed_by", "Tenants and the council");
    browser.press("Keep");
    assert!(browser.reads("swept every week"));
    browser.look("criteria");
    browser.open(&at(&url, "/check"));
    assert!(browser.reads("answers on scales are the same") && browser.reads("1 of 3: 2 more"));
    browser.look("check");
    browser.open(&at(&url, "/results"));
    assert!(browser.reads("response rate RR1"));
    browser.look("results-taking-part");
    browser.open(&at(&url, "/results/groups"));
    assert!(browser.reads("1 interview"));
    browser.look("results-groups");
    browser.open(&at(&url, "/results/all"));
    browser.look("results-rates");

    // Carol has asked at the same door.
    drop(running);
    carol.interviews("neighbourhood", &answers);
    let (_running, url) = app(&carol);
    browser.open(&url);
    browser.open(&at(&url, "/one-door"));
    assert!(browser.reads("Every interview is kept"));
    browser.press("Keep");
    browser.look("one-door");
    browser.press("Side by side");
    assert!(browser.reads("There is no difference."));
    browser.press("Leave");
    assert!(browser.reads("left out"));
    browser.look("one-door-beside");
    browser.open(&at(&url, "/thresholds"));
    browser.run("document.querySelector('#blur').click()");
    browser.press("Keep");
    assert!(browser.reads("each may be one or two people off"));
    browser.look("thresholds-blurred");
}

#[test]
fn a_coordinator_says_who_lives_here_and_looks_at_what_stands_out_on_a_phone() {
    story(SMALL);
}

#[test]
fn a_coordinator_says_who_lives_here_and_looks_at_what_stands_out_on_a_laptop() {
    story(LARGE);
}
