//! What a data-protection officer runs beside the server: the audit log, and the search for a text that should not be there.

use serde_json::{Value, json};

use super::town::Town;

const LIGHTS: &str = "street_lights";

/// The events of the audit log, in order.
fn events(town: &Town) -> Vec<String> {
    let mut files: Vec<_> =
        std::fs::read_dir(town.path("server/audit")).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    let text: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let line = |line: &str| serde_json::from_str::<Value>(line).unwrap();
    text.lines().map(|text| line(text)["what"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_audit_log_tells_who_came_and_went_and_breaks_where_somebody_changed_it() {
    let town = Town::surveying(LIGHTS);
    let (carol, alice) = (town.carol(), town.person("alice"));
    let invite = carol.invites();
    alice.does(&["join", &invite]);
    carol.does(&["sync"]);
    let members = carol.reads(&["members"]);
    let member = members.as_array().unwrap().iter().find(|row| row["role"] == "researcher").unwrap();
    carol.does(&["revoke", member["member"].as_str().unwrap()]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    assert!(town.person("mallory").fails(&["join", &invite]).contains("another phone has used this invite"));
    let all = events(&town);
    let told: Vec<&str> = all.iter().map(String::as_str).filter(|what| *what != "sealing-key").collect();
    assert_eq!(told, ["started", "founded", "grant", "invite", "redeem", "cut", "snapshot", "turned-away"]);

    let (code, said) = town.server_tool(&["audit", "verify"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains(&format!("whole: {} lines", all.len())), "{said}");
    let head = said.trim().rsplit(' ').next().unwrap().to_owned();
    town.kill_server();
    assert_eq!(town.server_tool(&["audit", "verify", "--includes", &head]).0, Some(0));

    let file = std::fs::read_dir(town.path("server/audit")).unwrap().next().unwrap().unwrap().path();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"what\":\"cut\"", "\"what\":\"invite\"")).unwrap();
    let (code, said) = town.server_tool(&["audit", "verify"]);
    assert_eq!(code, Some(1), "{said}");
    let behind_the_cut = all.iter().position(|what| what == "cut").unwrap() + 2;
    assert!(said.contains(&format!("line {behind_the_cut}: the line before it was changed or taken out")), "{said}");
    std::fs::write(&file, text.lines().take(all.len() - 1).fold(String::new(), |kept, line| kept + line + "\n"))
        .unwrap();
    let (code, said) = town.server_tool(&["audit", "verify", "--includes", &head]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("the noted line is not in it") || said.contains("The noted line is not in it"), "{said}");
}

#[test]
fn a_text_is_looked_for_in_all_that_a_running_server_keeps() {
    let town = Town::surveying(LIGHTS);
    let alice = town.researcher("alice");
    let (code, said) = town.server_tool(&["look-for", "Quillfeather Terrace"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.starts_with("Not found in "), "{said}");

    let answers = json!({ "street": "Quillfeather Terrace", "lamps": 4, "dark": 0, "feeling": "fine" });
    alice.interviews(LIGHTS, &answers);
    alice.does(&["sync"]);
    let (code, said) = town.server_tool(&["look-for", "quillfeather terrace"]);
    assert_eq!(code, Some(0), "in another case than the one that was looked for: {said}");
    let (code, said) = town.server_tool(&["look-for", "Quillfeather Terrace"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("table entry, column payload") && !said.contains("Quillfeather"), "{said}");
    let backup = town.file("backup.bin", "nothing of that kind");
    assert_eq!(town.server_tool(&["look-for", "Quillfeather", "--also", &backup]).0, Some(3));
    assert_eq!(town.server_tool(&["look-for", "ab"]).0, Some(1));
    alice.does(&["sync"]);
}
