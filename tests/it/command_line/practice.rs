//! Practice at a terminal: everything works as in earnest, and there is no way out of it.

use super::town::{Person, Town};

const OURS: &str = "neighbourhood_coassessment";

/// Somebody at the practice project beside their store.
fn practising<'t>(person: &Person<'t>) -> Person<'t> {
    let store = person.reads(&["practice"])["store"].as_str().unwrap().to_owned();
    let mut practice = person.clone();
    practice.store = store;
    practice
}

#[test]
fn nothing_of_a_practice_project_can_leave_by_any_way() {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let practice = practising(&alice);
    let first = alice.reads(&["practice"])["doors"][0]["address"].clone();
    let door = first.as_str().unwrap().to_owned();
    practice.does(&["knock", &door, "talked"]);
    let answers = alice.reads(&["practice"])["doors"][0]["answers"].clone();
    let given = answers
        .as_array()
        .unwrap()
        .iter()
        .map(|said| (said["path"].as_str().unwrap().to_owned(), said["text"].clone()));
    let file = town.file("grace.json", serde_json::to_string(&given.collect::<serde_json::Map<_, _>>()).unwrap());
    practice.does(&["interview", OURS, "--door", &door, "--answers", &file]);
    let id = practice.reads(&["responses"])[0]["id"].as_str().unwrap().to_owned();
    practice.does(&["results"]);

    let invite = carol.invites();
    let (address, pin, token) = (town.said("address"), town.said("pin"), town.said("token"));
    let out = |name: &str| town.path(name);
    let (packed, exported, page, sheet) = (out("a.bundle"), out("a.csv"), out("a.html"), out("a-sheet.html"));
    let (charts, subject) = (out("charts"), out("subject"));
    let ways: [&[&str]; 14] = [
        &["sync"],
        &["link", "--server", &address, "--pin", &pin, "--token", &token],
        &["join", &invite],
        &["invite", "--role", "researcher"],
        &["recovery-sheet", "--new"],
        &["pack", &packed],
        &["share"],
        &["take", "DOORSTEPMEET:none"],
        &["export", "--as", "csv", "--to", &exported],
        &["export", "--as", "tables", "--to", &exported],
        &["results", "--html", &page],
        &["results", "--charts", &charts],
        &["sheet", "--to", &sheet],
        &["subject-access", &id, "--to", &subject],
    ];
    for way in ways {
        let said = practice.fails(way);
        assert!(!said.contains("Grace"), "{said}");
    }
    for file in [packed, exported, page, sheet, charts, subject] {
        assert!(!std::path::Path::new(&file).exists(), "{file} was written");
    }
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    for person in [&carol, &alice] {
        assert!(person.reads(&["responses"]).as_array().unwrap().is_empty());
        assert!(!person.does(&["door", "list"]).contains(&door));
    }
}

#[test]
fn practice_is_gone_on_with_and_thrown_away() {
    let town = Town::quiet();
    let alice = town.person("alice");
    let said = alice.does(&["practice"]);
    assert!(
        said.contains("Grace, 71") && said.lines().filter(|line| line.contains("Practice Row:")).count() == 10,
        "{said}"
    );
    assert!(alice.does(&["--language", "es", "practice"]).contains("Grace, 71 años"));
    let practice = practising(&alice);
    practice.does(&["knock", "1 Practice Row", "nobody-in"]);
    assert!(practising(&alice).does(&["door", "list"]).contains("Nobody in"));
    assert!(practice.fails(&["practice"]).contains("practice project already"));
    assert!(alice.fails(&["door", "list"]).contains("in no project"), "practising joins nothing");
    assert!(alice.does(&["practice", "--throw-away"]).contains("gone"));
    assert!(!std::path::Path::new(&practice.store).exists());
    assert!(!practising(&alice).does(&["door", "list"]).contains("Nobody in"));
}
