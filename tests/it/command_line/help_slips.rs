//! People who ask for help, at a terminal: the list of kinds, a slip, what became of it, and what each may see.

use serde_json::Value;

use super::town::Town;

const ASK: [&str; 9] = [
    "help-slips",
    "ask",
    "12 Larch",
    "--kind",
    "Repairs",
    "--words",
    "The lift has stood still",
    "--reach",
    "020 7946 0000",
];

#[test]
fn a_volunteer_writes_it_down_and_a_coordinator_answers() {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    assert!(alice.fails(&[&ASK[..], &["--said-yes"]].concat()).contains("nobody in this project answers"));
    assert!(carol.fails(&["help-slips", "kinds", "Repairs: Housing team"]).contains("1 to 60 days"));
    assert!(alice.fails(&["help-slips", "kinds", "Repairs: Housing team: 7"]).contains("does not allow"));
    carol.does(&["help-slips", "kinds", "Repairs: Housing team: 7", "Forms: Advice centre: 14"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(alice.does(&["help-slips", "kinds"]), "Repairs: Housing team: 7\nForms: Advice centre: 14\n");

    assert!(alice.fails(&ASK).contains("unless the person says yes"));
    let asked = alice.reads(&[&ASK[..], &["--said-yes"]].concat());
    let slip = asked["slip"].as_str().unwrap();
    let own = alice.does(&["help-slips"]);
    assert!(own.contains(&slip[..8].to_uppercase()) && !own.contains("lift") && !own.contains("Larch"), "{own}");
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let listed = carol.does(&["help-slips"]);
    assert!(listed.contains("open: Repairs, Housing team answers by"), "{listed}");
    assert!(listed.contains("12 Larch Road: The lift has stood still (020 7946 0000)"), "{listed}");

    assert!(alice.fails(&["help-slips", "ended", slip, "done", "--what", "Mended"]).contains("does not allow"));
    assert!(
        carol.fails(&["help-slips", "ended", slip, "done", "--what", "Mended", "--told", "2999-01-01"]).contains("day")
    );
    carol.does(&["help-slips", "ended", slip, "done", "--what", "Mended"]);
    assert!(carol.does(&["help-slips"]).contains("done: Mended; not told yet"));
    carol.does(&["help-slips", "ended", slip, "done", "--what", "Rang them up", "--told", "2026-03-14"]);
    let listed = carol.does(&["help-slips"]);
    assert!(listed.contains("answered: Repairs") && listed.contains("told on 2026-03-14"), "{listed}");
    assert_eq!(carol.reads(&["help-slips"])[0]["ends"].as_array().map(Vec::len), Some(2));
    assert!(carol.does(&["retention", "--help-slips", "60"]).contains("slips of who asked for help 60 days"));

    carol.does(&["help-slips", "erase", slip]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert_eq!(carol.reads(&["help-slips"]), Value::Array(Vec::new()));
    assert!(alice.does(&["help-slips", "own"]).contains("Nothing was written down"));
}

#[test]
fn whoever_changes_their_mind_has_it_taken_back() {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    carol.does(&["help-slips", "kinds", "Repairs: Housing team: 7"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    let asked = alice.reads(&[&ASK[..], &["--said-yes"]].concat());
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    assert_eq!(carol.reads(&["help-slips"]).as_array().map(Vec::len), Some(1));
    alice.does(&["help-slips", "take-back", asked["slip"].as_str().unwrap()]);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    assert_eq!(carol.reads(&["help-slips"]).as_array().map(Vec::len), Some(0));
    assert_eq!(carol.reads(&["erased"]).as_array().map(Vec::len), Some(1), "it is erased, not hidden");
}

#[test]
fn what_somebody_asked_for_after_an_interview_is_among_what_is_held_of_them() {
    let town = Town::surveying("street_lights");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    carol.does(&["help-slips", "kinds", "Repairs: Housing team: 7"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    let answers = serde_json::json!({ "street": "Larch Road", "lamps": 4, "dark": 0, "feeling": "fine" });
    let interview = alice.interviews("street_lights", &answers);
    alice.does(&[&ASK[..], &["--said-yes", "--after", &interview]].concat());
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    let folder = town.path("held");
    carol.does(&["subject-access", &interview, "--to", &folder]);
    let files = std::fs::read_dir(&folder).unwrap().map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let held: Vec<String> = files.collect();
    assert!(held.iter().all(|file| file.contains("The lift has stood still") && file.contains("020 7946 0000")));
    let table = town.path("answers.csv");
    carol.does(&["export", "--to", &table, "--as", "csv", "--for", "the council"]);
    let exported = std::fs::read_dir(town.path("")).unwrap().filter_map(|file| {
        let path = file.unwrap().path();
        path.to_string_lossy().contains("answers.csv").then(|| std::fs::read(&path).unwrap_or_default())
    });
    assert!(exported.into_iter().all(|bytes| !bytes.windows(8).any(|part| part == b"The lift")));
}
