//! Questionnaires' files as their authors work on them: checking, trying, showing, printing, comparing, scripting.
//!
//! What is done with a questionnaire of a project is in `story` and `bad_input`.

use serde_json::{Value, json};

use super::town::Town;

const LIGHTS: &str = "street_lights";

const SMALL: &str = "\
## survey
| type | name | label::English (en) | label::Español (es) | relevant | required |
|---|---|---|---|---|---|
| text | street | Which street? | ¿Qué calle? | | yes |
| integer | lamps | How many lamps? | ¿Cuántas farolas? | ${street} != '' | |
";

const WRONG: &str = "\
## survey
| type | name | label | relevant |
|---|---|---|---|
| text | a b | What? | |
| select_one colours | colour | Which? | ${nobody} = 'x' |
| select_one other | shade | Which shade? | |
## choices
| list_name | name | label |
|---|---|---|
| other | red | |
";

#[test]
fn a_good_file_is_said_to_be_usable_and_a_bad_one_gets_every_problem_with_its_place_and_mend() {
    let town = Town::quiet();
    let author = town.author();
    let said = author.does(&["form", "check", &town.form(LIGHTS)]);
    assert!(said.contains("It can be used: Street lights (street_lights), 9 questions."), "{said}");
    let wrong = town.file("wrong.md", WRONG);
    let checked = author.types(&["form", "check", &wrong], "");
    assert_eq!(checked.status.code(), Some(1));
    let report = String::from_utf8(checked.stdout).unwrap();
    let (errors, warnings) = report.split_once("Warnings (").unwrap();
    for part in ["Errors (", "survey row 4, column name: this is not a usable name (found: a b). Begin", "survey row 5"]
    {
        assert!(errors.contains(part), "{part} is missing: {report}");
    }
    assert!(warnings.contains("choices row 10"), "{report}");
    let said = String::from_utf8(checked.stderr).unwrap();
    assert!(said.starts_with("doorstep: ") && said.contains("can't be used as it is"), "{said}");
}

#[test]
fn a_check_for_programs_says_the_same_as_json() {
    let town = Town::quiet();
    let author = town.author();
    let good = author.reads(&["form", "check", &town.form(LIGHTS)]);
    assert_eq!((&good["usable"], &good["form"]["id"]), (&json!(true), &json!(LIGHTS)));
    let checked = author.types(&["--json", "form", "check", &town.file("wrong.md", WRONG)], "");
    assert_eq!(checked.status.code(), Some(1));
    let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
    let first = &report["errors"][0];
    assert_eq!((&report["usable"], &first["sheet"], &first["row"]), (&json!(false), &json!("survey"), &json!(4)));
    assert!(first["code"].is_string() && first["mend"].is_string());
}

#[test]
fn a_file_that_can_t_be_used_is_refused_by_every_tool_with_its_problems() {
    let town = Town::quiet();
    let author = town.author();
    let wrong = town.file("wrong.md", WRONG);
    let good = town.form(LIGHTS);
    let out = town.path("out.xlsx");
    let attempts: [&[&str]; 5] = [
        &["form", "run", &wrong],
        &["form", "show", &wrong],
        &["form", "print", &wrong],
        &["form", "export", &wrong, "--to", &out],
        &["form", "diff", &good, &wrong],
    ];
    for attempt in attempts {
        assert!(author.fails(attempt).contains("survey row 4, column name"), "{attempt:?}");
    }
    assert!(!std::path::Path::new(&out).exists());
}

#[test]
fn a_questionnaire_is_tried_on_the_screen_of_an_interview_and_nothing_is_kept() {
    let town = Town::quiet();
    let author = town.author();
    let file = town.file("small.md", SMALL);
    let said = author.does_with(&["form", "run", &file], "Larch Road\nmany\n3\n:back\n4\n\n");
    for part in ["nothing is kept", "Which street? *", "not a whole number", "How many lamps?: 4", "Nothing was kept."]
    {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    let spanish = author.does_with(&["--language", "es", "form", "run", &file], "\n:speak en\n:leave\n");
    assert!(spanish.contains("¿Qué calle? *") && spanish.contains("Which street? *"), "{spanish}");
    assert!(author.fails(&["--language", "fr", "form", "run", &file]).contains("English (en), Español (es)"));
}

#[test]
fn choices_come_from_a_data_file_in_the_questionnaire_s_folder() {
    let town = Town::quiet();
    let form =
        "## survey\n| type | name | label |\n|---|---|---|\n| select_one_from_file streets.csv | street | Which? |\n";
    let file = town.file("from_file.md", form);
    town.file("streets.csv", "name,label\nlarch,Larch Road\nelm,Elm Court\n");
    let said = town.author().does_with(&["form", "run", &file], "2\n\n");
    assert!(said.contains(" 1  Larch Road") && said.contains("Which?: Elm Court"), "{said}");
    assert!(town.author().does(&["form", "check", &file]).contains("It reads streets.csv."));
}

#[test]
fn an_outline_shows_the_logic_in_the_language_asked_for() {
    let town = Town::quiet();
    let file = town.file("small.md", SMALL);
    let shown = town.author().does(&["--language", "es", "form", "show", &file]);
    assert!(shown.contains("lamps [integer] ¿Cuántas farolas?\n    only if: ${street} != ''"), "{shown}");
    assert_eq!(town.author().reads(&["form", "show", &file])["id"], "small");
}

#[test]
fn a_questionnaire_is_written_for_paper_and_as_a_workbook_that_is_the_same_version() {
    let town = Town::quiet();
    let author = town.author();
    let (form, page, copy) = (town.form(LIGHTS), town.path("lights.html"), town.path("copy.xlsx"));
    author.does(&["form", "print", &form, "--out", &page]);
    let html = std::fs::read_to_string(&page).unwrap();
    assert!(html.starts_with("<!DOCTYPE html>") && html.contains("How many lamps are there?"));
    assert_eq!(author.does(&["form", "print", &form]).trim_end(), html.trim_end());
    author.does(&["form", "export", &form, "--to", &copy]);
    assert_eq!(author.does(&["form", "diff", &form, &copy]), "Nothing changed.\n");
    assert_eq!(author.reads(&["form", "show", &form]), author.reads(&["form", "show", &copy]));
}

#[test]
fn what_changed_between_two_files_is_said_in_plain_words() {
    let town = Town::quiet();
    let old = town.file("small.md", SMALL);
    let new = town.file(
        "later.md",
        SMALL.replace("| integer | lamps | How many lamps?", "| integer | dark | How many are dark?"),
    );
    let said = town.author().does(&["form", "diff", &old, &new]);
    assert!(said.contains("dark: question added (“How many are dark?”)"), "{said}");
    assert!(said.contains("lamps: question removed"), "{said}");
}

#[test]
fn the_runner_answers_line_by_line_and_survives_every_bad_request() {
    let town = Town::quiet();
    let form = town.form(LIGHTS);
    let steps = json!([
        {"answer": ["/data/lamps", "3"]},
        {"probe": [{"path": "/data/dark", "want": ["relevant", "label"]}]},
    ]);
    let requests = [
        "{".to_owned(),
        json!({"op": "import", "id": 1, "xlsx": town.path("none.xlsx")}).to_string(),
        json!({"op": "dance", "id": 2}).to_string(),
        json!({"op": "run", "id": 3, "xlsx": form, "form_name": "data", "tz": "UTC", "steps": steps}).to_string(),
    ];
    let said = town.author().does_with(&["form", "runner"], &requests.join("\n"));
    let replies: Vec<Value> = said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(replies.len(), 4, "{said}");
    assert!(replies[0]["error"].is_string() && replies[1]["error"].is_string() && replies[2]["skip"].is_string());
    let dark = &replies[3]["results"][0][0];
    assert_eq!((&dark["relevant"], &dark["label"]), (&json!(true), &json!("How many of them are dark?")), "{said}");
}

#[test]
fn the_runner_replies_before_it_gets_the_next_line() {
    let town = Town::quiet();
    let mut runner = town.author().begins(&["form", "runner"]);
    for id in 1..=3 {
        runner.types(&json!({"op": "xpath", "id": id, "expr": "1 + 1", "type": "number", "tz": "UTC"}).to_string());
        runner.reads_until(&format!("\"id\":{id}"));
    }
    runner.die();
}

#[test]
fn adding_to_a_project_asks_for_a_store_and_the_tools_do_not() {
    let town = Town::quiet();
    let form = town.form(LIGHTS);
    assert!(town.author().fails(&["form", "add", &form]).contains("--store"));
    assert!(town.author().fails(&["form", "show", "nothing"]).contains("--store"));
    for tool in ["check", "run", "runner", "show", "print", "export", "diff"] {
        let help = town.author().does(&["form", tool, "--help"]);
        assert!(help.contains("Usage: doorstep form"), "{help}");
    }
}
