//! Bad invites, servers that are others or away, and questionnaires that can't be used: one clear sentence, nothing lost.

use std::path::Path;
use std::time::Duration;

use doorstep_core::device::{Device, Moment};
use doorstep_core::ids::DeviceId;
use doorstep_core::member::{Invite, Role};
use doorstep_core::time::Timestamp;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use serde_json::json;

use super::town::Town;

const LIGHTS: &str = "street_lights";

#[test]
fn a_text_that_is_no_invite_is_refused_and_the_store_stays_free_for_another() {
    let town = Town::surveying(LIGHTS);
    let alice = town.person("alice");
    let invite = town.carol().invites();
    assert!(alice.fails(&["join", "hello"]).contains("not a Doorstep invite"));
    assert!(alice.fails(&["join", &invite[..invite.len() - 9]]).contains("damaged or incomplete"));
    alice.does(&["join", &invite]);
    assert!(alice.fails(&["join", &town.carol().invites()]).contains("in a project already"));
}

#[test]
fn an_invite_works_for_one_phone_only() {
    let town = Town::surveying(LIGHTS);
    let invite = town.carol().invites();
    town.person("alice").does(&["join", &invite]);
    let bob = town.person("bob");
    assert!(bob.fails(&["join", &invite]).contains("another phone has used this invite"));
    assert!(bob.fails(&["sync"]).contains("no project yet"));
}

#[test]
fn an_invite_whose_time_is_over_is_not_taken() {
    let town = Town::surveying(LIGHTS);
    let invite = expired(&town);
    town.carol().does(&["sync"]);
    assert!(town.person("alice").fails(&["join", &invite]).contains("the invite's time is over"));
}

#[test]
fn an_invite_that_the_server_has_not_heard_of_is_not_taken() {
    let town = Town::surveying(LIGHTS);
    assert!(town.person("alice").fails(&["join", &expired(&town)]).contains("the server does not know this invite"));
}

/// An invite of an hour's life, made a day ago.
fn expired(town: &Town) -> String {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let yesterday = std::time::SystemTime::now() - Duration::from_secs(24 * 3_600);
    let since = yesterday.duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut at = Moment { now: Timestamp(i64::try_from(since.as_millis()).unwrap()), rng: &mut rng };
    let carol = Device::open(Path::new(&town.carol().store), &mut at).unwrap();
    carol.invite(Role::Researcher, &[], Duration::from_secs(3_600), &mut at).unwrap().to_text()
}

#[test]
fn a_server_with_another_key_gets_nothing() {
    let town = Town::surveying(LIGHTS);
    let mut invite = Invite::from_text(&town.carol().invites()).unwrap();
    invite.server = DeviceId([0xab; 32]);
    assert!(town.person("alice").fails(&["join", &invite.to_text()]).contains("has another key"));
    let dora = town.person("dora");
    let other = "ab".repeat(32);
    let said = dora.fails(&["found", "Elmfield", "--server", &town.said("address"), "--pin", &other, "--token", "x"]);
    assert!(said.contains("has another key") && said.contains("`doorstep link`"), "{said}");
    assert!(dora.does(&["status"]).contains("No server yet"));
}

#[test]
fn a_server_that_holds_a_project_takes_no_second_one() {
    let town = Town::new();
    town.carol().founds();
    let found = [
        "found",
        "Elmfield",
        "--server",
        &town.said("address"),
        "--pin",
        &town.said("pin"),
        "--token",
        &town.said("token"),
    ];
    assert!(town.person("dora").fails(&found).contains("token"));
}

#[test]
fn a_server_that_is_away_loses_nothing_and_takes_it_later() {
    let town = Town::surveying(LIGHTS);
    let alice = town.researcher("alice");
    let address = town.said("address");
    alice.interviews(LIGHTS, &json!({ "street": "Elm", "lamps": 4, "dark": 0 }));
    town.kill_server();
    assert!(alice.fails(&["sync"]).contains("no server answered within 10 s"));
    assert!(alice.does(&["status"]).contains("0 of 1 safe, 1 only on a phone."));
    town.restart_server(&address);
    assert!(alice.does(&["sync"]).contains("1 of 1 safe, 0 only on a phone."));
}

#[test]
fn a_questionnaire_with_mistakes_is_reported_line_by_line_and_not_imported() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    let form = "## survey\n\n| type | name | label | relevant |\n|---|---|---|---|\n| text | a b | What? | |\n\
                | select_one colours | colour | Which? | ${nobody} = 'x' |\n";
    let said = carol.fails(&["form", "add", &town.file("wrong.md", form)]);
    assert!(said.starts_with("doorstep: the questionnaire can't be used as it is; nothing was imported"), "{said}");
    for part in ["survey row 5, column name", "survey row 6, column relevant", "nobody"] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    assert_eq!(carol.reads(&["form", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn files_that_are_no_questionnaire_are_refused() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    let workbook = std::fs::read(town.form(LIGHTS)).unwrap();
    let files = [
        town.file("empty.xlsx", ""),
        town.file("half.xlsx", &workbook[..workbook.len() / 2]),
        town.file("text.xlsx", "nothing of that kind"),
        town.file("logic.md", "## survey\n| type | name | label | calculation |\n|---|---|---|---|\n| calculate | a | | ${b} |\n| calculate | b | | ${a} |\n"),
    ];
    for file in &files {
        let said = carol.fails(&["form", "add", file]);
        assert!(said.lines().count() >= 2, "{file}: {said}");
    }
    assert!(carol.fails(&["form", "add", &town.path("none.xlsx")]).contains("can't be read"));
    assert_eq!(carol.reads(&["form", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_researcher_may_not_set_the_project_up() {
    let town = Town::surveying(LIGHTS);
    let alice = town.researcher("alice");
    let attempts: [&[&str]; 4] = [
        &["area", "add", "Elm Court"],
        &["round", "add", "Summer"],
        &["form", "add", &town.form("neighbourhood_coassessment")],
        &["invite", "--role", "coordinator"],
    ];
    for attempt in attempts {
        assert!(alice.fails(attempt).contains("your role or area"), "{attempt:?}");
    }
}

#[test]
fn what_goes_by_no_name_or_by_several_is_not_guessed() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    assert!(carol.fails(&["knock", "Elm", "talked"]).contains("no door goes by that name"));
    assert!(carol.fails(&["knock", "Larch", "talked"]).contains("2 doors go by that"));
    assert!(carol.fails(&["interview", "nothing"]).contains("no questionnaire goes by that name"));
    assert!(carol.fails(&["area", "add", "  "]).contains("1 to 100 characters"));
    let nameless = carol.types(&["knock", "12 Larch Road", "sang"], "");
    assert_eq!(nameless.status.code(), Some(2));
}
