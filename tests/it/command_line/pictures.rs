//! Pictures and other files in the terminal: attached during an interview, sent or left for later, listed and saved by coordinators.

use doorstep_tests::harness::picture;
use serde_json::json;

use super::town::Town;

const FORM: &str = "## survey\n
| type | name | label | parameters | evaluation::consent |
|---|---|---|---|---|
| acknowledge | photo_ok | May we take a picture? | | photo |
| image | lamp | A picture of the lamp | max-pixels=120 | |
| file | letter | The letter | | |
";

const REMARK: &str = "Heathermarten 51.5007 N";

#[test]
fn a_picture_goes_from_an_interview_to_a_coordinators_folder_without_its_remarks() {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    carol.does(&["form", "add", &town.file("lamps.md", FORM)]);
    carol.does(&["sync"]);
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    town.file("taken.png", picture(300, 200, REMARK));
    town.file("letter.pdf", [b"%PDF-1.7 ".to_vec(), vec![b'x'; 100_000]].concat());
    let answers = json!({ "photo_ok": "OK", "lamp": "taken.png", "letter": "letter.pdf" });
    let id = alice.interviews("lamps", &answers);

    let listed = alice.does(&["files", &id]);
    assert_eq!(listed.matches("locked: coordinators only").count(), 2, "{listed}");
    assert!(alice.does(&["status"]).contains("2 pictures and other files: 2 only here"));
    assert!(alice.fails(&["files", &id, "--save", &town.path("mine")]).contains("locked for this phone"));
    alice.does(&["sync", "--without-files"]);
    assert_eq!(alice.reads(&["files", &id])[0]["saved"], "only_here");
    assert_eq!(alice.does(&["send-files", "never"]), "Pictures and other files go along not at all; answers do.\n");
    alice.does(&["sync"]);
    assert_eq!(alice.reads(&["files", &id])[0]["saved"], "only_here");
    alice.does(&["send-files", "always"]);
    assert!(alice.does(&["sync"]).contains("2 pictures and other files: 0 only here"));
    assert_eq!(alice.reads(&["files", &id])[1]["saved"], "on_server");

    carol.does(&["sync"]);
    let saved = carol.does(&["files", &id, "--save", &town.path("saved")]);
    assert_eq!(saved.matches("Saved ").count(), 2, "{saved}");
    let files: Vec<Vec<u8>> = std::fs::read_dir(town.path("saved"))
        .unwrap()
        .map(|file| std::fs::read(file.unwrap().path()).unwrap())
        .collect();
    assert!(files.iter().any(|file| file.len() == 100_009 && file.starts_with(b"%PDF-1.7 xxx")));
    let kept = files.iter().find(|file| file.starts_with(b"\x89PNG")).unwrap();
    assert_eq!(kept[16..24], [0, 0, 0, 120, 0, 0, 0, 80]);
    assert!(!kept.windows(REMARK.len()).any(|part| part == REMARK.as_bytes()));

    carol.does(&["subject-access", &id, "--to", &town.path("held")]);
    assert_eq!(std::fs::read_dir(town.path("held")).unwrap().count(), 4, "a page, data, and both files");
}

#[test]
fn a_file_that_is_none_and_a_picture_that_nobody_agreed_to_are_turned_away() {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    carol.does(&["form", "add", &town.file("lamps.md", FORM)]);
    let wrong = |answers: serde_json::Value, sentence: &str| {
        let file = town.file("answers.json", answers.to_string());
        let said = carol.fails(&["interview", "lamps", "--door", "12 Larch", "--answers", &file]);
        assert!(said.contains(sentence), "{said}");
    };
    town.file("note.txt", "no picture");
    town.file("taken.png", picture(30, 20, REMARK));
    wrong(json!({ "photo_ok": "OK", "lamp": "note.txt" }), "only pictures in JPEG or PNG are taken");
    wrong(json!({ "photo_ok": "OK", "lamp": "nowhere.png" }), "can't be read");
    wrong(json!({ "lamp": "taken.png" }), "did not agree to that (photo)");
    assert_eq!(carol.reads(&["responses"]), json!([]));

    let answers = json!({ "photo_ok": "OK", "lamp": "taken.png" });
    let id = carol.interviews("lamps", &answers);
    town.file("other.png", picture(60, 60, REMARK));
    carol.does(&["attach", &id, "lamp", &town.path("other.png"), "--reason", "the first was dark"]);
    let rows = carol.reads(&["files", &id]);
    assert_eq!((&rows[0]["answers"], &rows[1]["answers"]), (&json!(false), &json!(true)));
    assert_eq!(rows[1]["label"], "A picture of the lamp");
}

#[test]
fn a_file_named_in_the_terminal_is_attached_and_one_that_is_not_there_is_asked_for_again() {
    let town = Town::surveying("street_lights");
    let carol = town.carol();
    carol.does(&["form", "add", &town.file("lamps.md", FORM)]);
    let path = town.file("taken.png", picture(30, 20, REMARK));
    let typed = format!("OK\nnowhere.png\n{path}\n\n\n");
    let said = carol.does_with(&["interview", "lamps", "--door", "12 Larch"], &typed);
    assert!(said.contains("nowhere.png can't be read") && said.contains("Finished and saved"), "{said}");
    let id = carol.reads(&["responses"])[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(carol.reads(&["files", &id])[0]["media"], "image/png");
}
