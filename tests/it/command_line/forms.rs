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

/// Answers all of a questionnaire's guesses, and reads what was written.
fn matched(town: &Town, arguments: &[&str], typed: &str) -> (String, Value) {
    let file = town.file("plain.md", PLAIN);
    let said = town.author().does_with(&[&["form", "match", &file], arguments].concat(), typed);
    (said, serde_json::from_str(&std::fs::read_to_string(format!("{file}.match.json")).unwrap()).unwrap())
}

const PLAIN: &str = "\
## survey
| type | name | label |
|---|---|---|
| select_one imp | imp_parks | How important are parks to you? |
| select_one sat | sat_parks | How satisfied are you with the parks? |
| text | why | Why? |
## choices
| list_name | name | label |
|---|---|---|
| imp | 1 | Not important |
| imp | 2 | Very important |
| sat | 1 | Very satisfied |
| sat | 2 | Very dissatisfied |
| sat | 9 | Don't know |
";

#[test]
fn questions_are_matched_to_what_is_assessed_by_confirming_changing_or_leaving_out() {
    let town = Town::quiet();
    let typed = "y\nchange\nround\ny\ny\nchange\nnonsense\nc\ngreen satisfaction\nno\n";
    let (said, written) = matched(&town, &[], typed);
    for part in ["1 of 6", "a pair with sat_parks", "The choices of sat are a scale", "write a criterion"] {
        assert!(said.contains(part), "{part} is missing: {said}");
    }
    let guesses = written["guesses"].as_array().unwrap();
    assert_eq!(guesses.len(), 5, "{written:#}");
    let scale = guesses.iter().find(|guess| guess["list"] == "sat" && guess["is"] == "scale").unwrap();
    assert_eq!(scale["points"], json!({"1": 1, "2": 2}));
    let happy = guesses.iter().find(|guess| guess["question"] == "sat_parks").unwrap();
    assert_eq!((&happy["criterion"], &happy["confidence"]), (&json!("green"), &json!("certain")));
    assert!(guesses.iter().all(|guess| guess["is"] != "review"));
}

#[test]
fn leaving_writes_no_matching_and_yes_takes_every_guess() {
    let town = Town::quiet();
    let file = town.file("plain.md", PLAIN);
    assert!(town.author().does_with(&["form", "match", &file], "y\n:leave\n").contains("Nothing was written"));
    assert!(!std::path::Path::new(&format!("{file}.match.json")).exists());
    let (_, written) = matched(&town, &["--yes"], "");
    assert_eq!(written["guesses"].as_array().unwrap().len(), 6);
    assert_eq!(town.author().reads(&["form", "match", &file])["guesses"], written["guesses"]);
}

#[test]
fn a_matching_that_does_not_fit_or_is_none_changes_nothing() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    let (file, lights) = (town.file("plain.md", PLAIN), town.form(LIGHTS));
    carol.does(&["form", "match", &file, "--yes"]);
    let matching = format!("{file}.match.json");
    let said = carol.fails(&["form", "add", &lights, "--matching", &matching]);
    assert!(said.contains("there is no question imp_parks") && said.contains("no choice list sat"), "{said}");
    let none = town.file("none.json", "{}");
    assert!(carol.fails(&["form", "add", &file, "--matching", &none]).contains("no matching of questions"));
    assert_eq!(carol.reads(&["form", "list"]).as_array().unwrap().len(), 1);
}

#[test]
fn a_matched_questionnaire_is_the_version_with_the_columns_and_is_evaluated() {
    let town = Town::surveying(LIGHTS);
    let carol = town.carol();
    let file = town.file("plain.md", PLAIN);
    carol.does(&["form", "match", &file, "--yes"]);
    carol.does(&["form", "add", &file]);
    carol.does(&["form", "add", &file, "--matching", &format!("{file}.match.json")]);
    let forms = carol.reads(&["form", "list"]);
    let forms: Vec<&Value> = forms.as_array().unwrap().iter().filter(|form| form["id"] == "plain").collect();
    assert_eq!(forms.len(), 2);
    assert_ne!(forms[0]["version"], forms[1]["version"]);
    for answer in 0..12 {
        let sat = if answer < 9 { "1" } else { "9" };
        carol.interviews(forms[1]["version"].as_str().unwrap(), &json!({ "imp_parks": "2", "sat_parks": sat }));
    }
    let results = carol.does(&["results"]);
    assert!(results.contains("parks"), "{results}");
}
