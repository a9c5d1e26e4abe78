//! Releases by command: asked for, refused with a sentence, made, read by a manager who sees nothing else, replied to and saved.

use serde_json::json;

use super::town::Town;

#[test]
fn a_manager_reads_what_was_released_and_a_reply_stands_under_it() {
    let town = Town::surveying("neighbourhood_coassessment");
    let (carol, alice) = (town.carol(), town.researcher("alice"));
    let mark = town.person("mark");
    let invite = carol.does(&["invite", "--role", "manager"]);
    carol.does(&["sync"]);
    mark.does(&["join", invite.lines().find(|line| line.contains("DOORSTEP0:")).unwrap().trim()]);
    for number in 0..12 {
        let answers = json!({ "age_ok": "yes", "agree": "yes", "view": "resident", "spare": if number % 2 == 0 { "short" } else { "long" } });
        alice.interviews("neighbourhood", &answers);
    }
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    assert!(carol.does(&["release", "list"]).contains("No result has been released yet."));
    assert!(mark.does(&["results"]).contains("No result has been released yet."));

    carol.does(&["release", "ask", "First"]);
    carol.does(&["sync"]);
    carol.does(&["sync"]);
    let refused = carol.does(&["release", "list"]);
    assert!(refused.contains("a round is still open"), "{refused}");

    carol.does(&["release", "from", "10"]);
    assert!(carol.does(&["release", "look"]).contains("12 interviews"));
    carol.does(&["release", "ask", "First", "--reply-days", "7"]);
    carol.does(&["sync"]);
    carol.does(&["sync"]);
    let made = carol.does(&["release", "list"]);
    assert!(made.contains("Result 1: First, 12 interviews") && made.contains("waits for replies until"), "{made}");

    mark.does(&["sync"]);
    let shown = mark.does(&["results"]);
    assert!(shown.contains("Result 1: First") && shown.contains("12 interviews"), "{shown}");
    assert_eq!(mark.reads(&["release", "list"])["releases"][0]["number"], json!(1));
    assert!(mark.fails(&["release", "ask"]).contains("ask a coordinator"));
    assert!(mark.fails(&["release", "show", "9"]).contains("no release goes by that"));
    assert!(alice.fails(&["release", "from", "5"]).contains("ask a coordinator"));

    carol.does(&["release", "reply", "1", "The bins are emptied twice a week now.", "--who", "Housing"]);
    carol.does(&["sync"]);
    mark.does(&["sync"]);
    let replied = mark.does(&["release", "show", "1"]);
    assert!(replied.contains("Housing replies: The bins are emptied twice a week now."), "{replied}");

    let (page, tables) = (town.path("release.html"), town.path("release.csv"));
    mark.does(&["release", "save", "1", "--to", &page]);
    mark.does(&["release", "save", "1", "--to", &tables, "--tables"]);
    assert!(std::fs::read_to_string(page).unwrap().contains("Result 1: First"));
    assert!(std::fs::read_to_string(tables).unwrap().starts_with("part,key,label"));
}
