//! What is left when every coordinator's laptop is gone: the printed sheet, typed in on another one.

use super::town::Town;

/// What stands on a sheet that was printed.
fn sheet_in(said: &str) -> String {
    said.lines().map(str::trim).find(|line| line.starts_with("DOORSTEP0:")).expect("a sheet is shown").to_owned()
}

#[test]
fn a_sheet_typed_in_groups_brings_the_project_back_and_the_next_sheet_replaces_it() {
    let town = Town::new();
    let carol = town.carol();
    let page = town.path("sheet.html");
    let first = sheet_in(&carol.founds_with(&["--sheet", &page]));
    let printed = std::fs::read_to_string(&page).expect("the page was written");
    assert!(
        printed.contains("Recovery sheet") && printed.contains(&format!("<span>{}</span>", &first[10..14])),
        "{printed}"
    );
    carol.does(&["area", "add", "Lark House"]);
    carol.does(&["door", "add", "12 Larch Road", "--area", "lark"]);
    carol.does(&["sync"]);
    assert!(carol.does(&["recovery-sheet"]).starts_with("A recovery sheet of "));

    let dora = town.person("dora");
    let spaced: String =
        first.char_indices().map(|(at, c)| if at % 4 == 0 { format!(" {c}") } else { c.to_string() }).collect();
    let wrong = spaced.replacen('A', "B", 1);
    assert!(dora.fails_with(&["join", "-"], &format!("{wrong}\n")).contains("damaged or incomplete"));
    let joined = dora.does_with(&["join", "-"], &format!("{}\n", spaced.to_lowercase()));
    assert!(joined.contains("You are in the project Larkfield.") && joined.contains("used up"), "{joined}");
    assert!(dora.does(&["door", "list"]).contains("12 Larch Road"));
    assert!(dora.does(&["status"]).contains("There is no unused recovery sheet"));
    let members = dora.does(&["members"]);
    assert!(members.contains("by a recovery sheet"), "{members}");
    let lost =
        dora.reads(&["members"]).as_array().unwrap().iter().find(|row| row["you"] == false).unwrap()["device"].clone();
    dora.does(&["revoke", "--phone", lost.as_str().unwrap()]);
    let second = sheet_in(&dora.does(&["recovery-sheet", "--new"]));
    assert_eq!(dora.reads(&["invites"]).as_array().unwrap().len(), 1);

    let third = sheet_in(&dora.does(&["recovery-sheet", "--new"]));
    let mallory = town.person("mallory");
    for worthless in [&first, &second] {
        let refused = mallory.fails(&["join", worthless]);
        assert!(refused.contains("invite"), "{refused}");
    }
    let erin = town.person("erin");
    erin.does(&["join", &third]);
    assert!(erin.does(&["door", "list"]).contains("12 Larch Road"));
}

#[test]
fn a_sheet_that_is_older_than_the_server_asks_where_that_is() {
    let town = Town::new();
    let carol = town.carol();
    let sheet = sheet_in(&carol.does(&["found", "Larkfield"]));
    let [address, pin, token] = ["address", "pin", "token"].map(|key| town.said(key));
    carol.does(&["link", "--server", &address, "--pin", &pin, "--token", &token]);
    let dora = town.person("dora");
    assert!(dora.fails(&["join", &sheet]).contains("names no server"));
    let joined = dora.does(&["join", &sheet, "--server", &address, "--pin", &pin]);
    assert!(joined.contains("You are in the project Larkfield."), "{joined}");
}
