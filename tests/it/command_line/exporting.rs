//! Interviews and tables as files for other tools, read back by the readers that such tools have.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;

use calamine::{Data, Reader, Xlsx, open_workbook};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::{Field, Row};
use serde_json::{Value, json};

use super::town::{Person, Town};

const FORM: &str = "## survey\n
| type | name | label | evaluation::criterion | evaluation::measure | evaluation::perspective | evaluation::sealed | evaluation::review | evaluation::consent | repeat_count |
|---|---|---|---|---|---|---|---|---|---|
| select_one yn | agree | May we count your answers? | | | | | | use | |
| select_one yn | ok_quote | May we quote you? | | | | | | quote | |
| select_one yn | ok_share | May partners see this? | | | | | | sharing | |
| select_one yn | ok_contact | May we contact you? | | | | | | contact | |
| select_one view | view | You are | | | yes | | | | |
| select_one happy | sat | How clean is it? | clean | satisfaction | | | | | |
| text | best | What is good here? | | | | | yes | | |
| text | remark | Anything else? | | | | | | | |
| geopoint | spot | Which spot? | | | | | | | |
| integer | size | How many are you? | | | | | | | |
| begin_repeat | person | Each of you | | | | | | | ${size} |
| integer | age | How old? | | | | | | | |
| select_multiple use | uses | What is used? | | | | | | | |
| end_repeat | person | | | | | | | | |
| text | name | Your name? | | | | yes | | | |\n
## choices\n
| list_name | name | label | evaluation::points | evaluation::missing |
|---|---|---|---|---|
| yn | yes | Yes | | |
| yn | no | No | | |
| view | resident | I live here | | |
| happy | low | Unhappy | 1 | |
| happy | high | Happy | 3 | |
| happy | unsure | Not sure | | dont_know |
| use | bus | The bus | | |
| use | park | The park | | |
";

const NAME: &str = "Zebedee Thornquist";
const WORDS: &str = "Marmaladefox sweeps the stairs";
const FORMULA: &str = "=HYPERLINK(\"x\")";
const UNSHARED: &str = "Saltmarshpony in the yard";
const UNQUOTED: &str = "Dandelionbadger hums";

fn said(change: &[(&str, Value)]) -> Value {
    let mut answers = json!({
        "agree": "yes", "ok_quote": "yes", "ok_share": "yes", "ok_contact": "yes", "view": "resident", "sat": "high",
        "best": WORDS, "remark": FORMULA, "spot": "51.5 -0.1 0 5", "size": 2,
        "person": [{ "age": 41, "uses": "bus park" }, { "age": 7, "uses": "park" }], "name": NAME,
    });
    for (path, value) in change {
        answers[*path] = value.clone();
    }
    answers
}

/// A coordinator who holds five interviews of Alice's: one whole, one unsure, one that shares nothing, one that may not be quoted, one
/// that may not be counted. The unsure one has two answers to a question.
fn surveyed(town: &Town) -> (Person<'_>, Person<'_>) {
    let carol = town.carol();
    carol.founds();
    carol.does(&["area", "add", "Lark House"]);
    carol.does(&["door", "add", "12 Larch Road", "--area", "Lark House"]);
    carol.does(&["form", "add", &town.file("clean.md", FORM)]);
    carol.does(&["sync"]);
    let alice = town.researcher("alice");
    alice.does(&["sync"]);
    alice.interviews("clean", &said(&[]));
    let unsure = alice.interviews("clean", &said(&[("sat", json!("unsure"))]));
    alice.interviews("clean", &said(&[("ok_share", json!("no")), ("remark", json!(UNSHARED))]));
    alice.interviews("clean", &said(&[("ok_quote", json!("no")), ("remark", json!(UNQUOTED))]));
    alice.interviews("clean", &said(&[("agree", json!("no"))]));
    let erased = alice.interviews("clean", &said(&[("remark", json!("Foxgloveheron"))]));
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    carol.does(&["withdraw", &erased]);
    carol.does(&["correct", &unsure, "person[1]/age", "42", "--reason", "misheard"]);
    alice.does(&["correct", &unsure, "person[1]/age", "43", "--reason", "misheard, too"]);
    carol.does(&["sync"]);
    alice.does(&["sync"]);
    carol.does(&["sync"]);
    (carol, alice)
}

fn export(town: &Town, carol: &Person<'_>, name: &str, kind: &str, more: &[&str]) -> (String, String) {
    let file = town.path(name);
    let told = carol.does(&[&["export", "--to", &file, "--as", kind], more].concat());
    (file, told)
}

/// A table of a zip file, row by row.
fn table(file: &str, name: &str) -> Vec<BTreeMap<String, String>> {
    let mut zip = zip::ZipArchive::new(File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap_or_else(|_| panic!("{name} is missing")).read_to_string(&mut text).unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

/// Everything that stands in a file, unpacked where it is a zip file.
fn content(file: &str) -> String {
    let bytes = std::fs::read(file).unwrap();
    let mut content = String::from_utf8_lossy(&bytes).into_owned();
    if let Ok(mut zip) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) {
        for member in 0..zip.len() {
            let mut text = Vec::new();
            zip.by_index(member).unwrap().read_to_end(&mut text).unwrap();
            content += &String::from_utf8_lossy(&text);
        }
    }
    content
}

/// Everything that stands in a Parquet file, row by row.
fn rows(file: &str) -> Vec<Value> {
    let reader = SerializedFileReader::new(File::open(file).unwrap()).unwrap();
    let value = |field: &Field| match field.to_string().as_str() {
        "null" => Value::Null,
        text => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
    };
    let row = |row: Row| row.get_column_iter().map(|(name, field)| (name.clone(), value(field))).collect();
    reader.get_row_iter(None).unwrap().map(|read| Value::Object(row(read.unwrap()))).collect()
}

#[test]
fn csv_files_have_centrals_layout_and_a_legend_of_silences() {
    let town = Town::new();
    let (carol, _) = surveyed(&town);
    let (file, told) = export(&town, &carol, "all.zip", "csv", &["--split", "--purpose", "our own statistics"]);
    assert!(told.contains("4 interviews with"), "{told}");
    assert!(told.contains("Not in it: 1 interview without agreement that the answers count."), "{told}");
    let root = table(&file, "clean.csv");
    assert_eq!(root.len(), 4);
    assert_eq!(root[0]["KEY"].len(), "uuid:00000000-0000-0000-0000-000000000000".len());
    assert_eq!((&root[0]["sat"][..], &root[1]["sat"][..]), ("high", "-8"), "not sure");
    assert_eq!((&root[0]["spot-Latitude"][..], &root[0]["spot-Longitude"][..]), ("51.5", "-0.1"));
    assert_eq!(root[0]["remark"], format!("'{FORMULA}"), "no spreadsheet runs it");
    assert_eq!((&root[0]["Area"][..], &root[0]["ReviewState"][..]), ("Lark House", ""));
    assert_eq!((&root[1]["ReviewState"][..], &root[1]["Edits"][..]), ("hasIssues", "2"));
    assert_eq!(root[3]["remark"], "", "whoever said it did not agree to that");
    assert!(!root[0].contains_key("door") && !content(&file).contains("Larch"));
    let people = table(&file, "clean-person.csv");
    assert_eq!(people.len(), 8);
    assert_eq!(people[0]["PARENT_KEY"], root[0]["KEY"]);
    assert_eq!((&people[1]["uses"][..], &people[1]["uses/bus"][..], &people[1]["uses/park"][..]), ("park", "0", "1"));
    assert_eq!(people[2]["age"], "", "it is being checked");
    assert!(table(&file, "legend.csv").iter().any(|row| row["code"] == "-8" && row["meaning"] == "Don’t know"));
    let described = table(&file, "dictionary.csv");
    assert!(described.iter().any(|row| row["column"] == "sat" && row["choices"].starts_with("low = Unhappy; ")));
    let listed = carol.does(&["exports"]);
    assert!(listed.contains("export csv, our own statistics"), "{listed}");
}

#[test]
fn a_workbook_says_answers_in_words_and_numbers_as_numbers() {
    let town = Town::new();
    let (carol, _) = surveyed(&town);
    let (file, _) = export(&town, &carol, "all.xlsx", "xlsx", &[]);
    let mut book: Xlsx<_> = open_workbook(&file).unwrap();
    assert_eq!(book.sheet_names(), ["clean", "clean-person", "legend", "dictionary"]);
    let sheet = book.worksheet_range("clean").unwrap();
    let column = |name: &str| sheet.rows().next().unwrap().iter().position(|cell| *cell == name).unwrap();
    let cell = |row: usize, name: &str| sheet.get((row, column(name))).unwrap().clone();
    assert_eq!((cell(1, "sat"), cell(2, "sat")), (Data::String("Happy".into()), Data::Float(-8.0)));
    assert_eq!(cell(1, "size"), Data::Float(2.0));
    assert_eq!(cell(1, "remark"), Data::String(format!("'{FORMULA}")));
    assert_eq!(book.worksheet_formula("clean").unwrap().used_cells().count(), 0);
    let people = book.worksheet_range("clean-person").unwrap();
    assert!(people.rows().any(|row| row.iter().any(|cell| *cell == "The bus; The park")));
}

#[test]
fn one_row_for_each_answer_tells_silences_from_answers_and_keeps_both_that_stand_side_by_side() {
    let town = Town::new();
    let (carol, _) = surveyed(&town);
    let (file, told) = export(&town, &carol, "all.parquet", "parquet", &[]);
    let rows = rows(&file);
    let of = |question: &str| rows.iter().filter(|row| row["question"] == question).collect::<Vec<_>>();
    assert_eq!(of("sat").iter().filter(|row| row["silence"] == "dont_know" && row["value"].is_null()).count(), 1);
    let ages: Vec<_> = of("person/age").into_iter().filter(|row| row["being_checked"] == true).collect();
    let mut checked: Vec<f64> = ages.iter().map(|row| row["number"].as_f64().unwrap()).collect();
    checked.sort_by(f64::total_cmp);
    assert_eq!(checked, [42.0, 43.0]);
    assert!(ages[0]["instance"].as_str().unwrap().starts_with("person["));
    assert_eq!(of("best").iter().filter(|row| row["silence"] == "locked").count(), 4);
    let interviews: std::collections::BTreeSet<&str> =
        rows.iter().map(|row| row["interview"].as_str().unwrap()).collect();
    assert_eq!(interviews.len(), 4);
    assert!(told.contains(&format!("{} answers", rows.len() - 1)), "two stand for one question: {told}");
}

#[test]
fn lines_tell_who_changed_what_and_why() {
    let town = Town::new();
    let (carol, _) = surveyed(&town);
    let (file, _) = export(&town, &carol, "all.jsonl", "jsonl", &[]);
    let text = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 4);
    let unsure = lines.iter().find(|line| line["answers"]["sat"] == json!({ "missing": "dont_know" })).unwrap();
    let reasons: Vec<&str> =
        unsure["changes"].as_array().unwrap().iter().filter_map(|change| change["reason"].as_str()).collect();
    assert!(reasons.contains(&"misheard") && reasons.contains(&"misheard, too"), "{reasons:?}");
    let answers = unsure["answers"].as_object().unwrap();
    let (_, checked) = answers.iter().find(|(_, answer)| answer["being_checked"].is_array()).unwrap();
    let sides = checked["being_checked"].as_array().unwrap();
    assert_eq!(sides.len(), 2);
    assert_ne!(sides[0]["by"], sides[1]["by"]);
    assert_eq!(unsure["answers"]["best"], json!({ "missing": "locked" }));
    assert_eq!(unsure["agreed"]["sharing"], true);
    assert_eq!(unsure["area"], "Lark House");
}

#[test]
fn another_organisation_gets_only_those_who_share_and_neither_places_nor_reasons() {
    let town = Town::new();
    let (carol, _) = surveyed(&town);
    let more = ["--for", "Larkfield University", "--purpose", "a thesis"];
    for (name, kind) in [("out.zip", "csv"), ("out.xlsx", "xlsx"), ("out.parquet", "parquet"), ("out.jsonl", "jsonl")] {
        let (file, told) = export(&town, &carol, name, kind, &more);
        assert!(told.contains("3 interviews with"), "{told}");
        assert!(told.contains("Not in it: 1 interview without agreement to sharing."), "{told}");
        let content = if kind == "parquet" { format!("{:?}", rows(&file)) } else { content(&file) };
        for marker in [UNSHARED, "misheard", "51.5", "Foxgloveheron"] {
            assert!(!content.contains(marker), "{marker} in {kind}");
        }
    }
    assert!(carol.does(&["exports"]).contains("export csv, Larkfield University: a thesis"));
    let to = town.path("no");
    let places = carol.fails(&["export", "--to", &to, "--as", "geojson", "--for", "Larkfield University"]);
    assert!(places.contains("a place is an address"), "{places}");
    let names = carol.fails(&["export", "--to", &to, "--as", "csv", "--with-names", "--for", "Larkfield University"]);
    assert!(names.contains("never handed to another organisation"), "{names}");
    assert!(!std::path::Path::new(&to).exists(), "what is refused leaves no file");
}

#[test]
fn locked_values_are_in_no_file_unless_a_coordinator_asks_for_names() {
    let town = Town::new();
    let (carol, _) = surveyed(&town);
    let kinds = [("a.zip", "csv"), ("a.xlsx", "xlsx"), ("a.geojson", "geojson"), ("a.parquet", "parquet")];
    for (name, kind) in kinds.into_iter().chain([("a.jsonl", "jsonl"), ("a.csv", "tables"), ("t.xlsx", "tables")]) {
        let (file, _) = export(&town, &carol, name, kind, &[]);
        let content = if kind == "parquet" { format!("{:?}", rows(&file)) } else { content(&file) };
        for marker in [NAME, WORDS, UNQUOTED, "Larch", "Foxgloveheron"] {
            assert!(!content.contains(marker), "{marker} in {kind}");
        }
    }
    for (name, kind) in [("n.zip", "csv"), ("n.xlsx", "xlsx"), ("n.jsonl", "jsonl")] {
        let (file, told) = export(&town, &carol, name, kind, &["--with-names"]);
        assert!(told.contains("It says who said what"), "{told}");
        assert!(content(&file).contains(NAME) && !content(&file).contains(WORDS), "{kind}");
    }
    let refused = carol.fails(&["export", "--to", &town.path("n"), "--as", "parquet", "--with-names"]);
    assert!(refused.contains("csv, xlsx and jsonl alone"), "{refused}");
}

#[test]
fn places_are_features_and_tables_say_what_is_hidden() {
    let town = Town::new();
    let (carol, _) = surveyed(&town);
    let (file, _) = export(&town, &carol, "spots.geojson", "geojson", &[]);
    let places: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let features = places["features"].as_array().unwrap();
    assert_eq!(features.len(), 4);
    assert_eq!(features[0]["geometry"], json!({ "type": "Point", "coordinates": [-0.1, 51.5, 0.0] }));
    assert_eq!(features[0]["properties"]["question"], "spot");
    let (file, _) = export(&town, &carol, "tables.csv", "tables", &[]);
    let mut reader = csv::Reader::from_path(file).unwrap();
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(|row| row.unwrap()).collect();
    let clean: Vec<_> = rows.iter().filter(|row| row["key"] == "clean" && row["part"] == "criterion").collect();
    assert!(!clean.is_empty());
    assert!(clean.iter().all(|row| row["count"].is_empty() && row["flag"] == "hidden: fewer than 10 people"));
}

#[test]
fn only_a_coordinator_takes_records_out() {
    let town = Town::new();
    let (carol, alice) = surveyed(&town);
    let to = town.path("mine.zip");
    let refused = alice.fails(&["export", "--to", &to, "--as", "csv"]);
    assert!(refused.contains("your role or area in this project does not allow this"), "{refused}");
    let manager = town.person("mona");
    let invite = carol.reads(&["invite", "--role", "manager"])["text"].as_str().unwrap().to_owned();
    manager.does(&["join", &invite]);
    assert!(manager.fails(&["export", "--to", &to, "--as", "tables"]).contains("does not allow this"));
    let resident = town.person("rita");
    let invite = carol.reads(&["invite", "--role", "resident"])["text"].as_str().unwrap().to_owned();
    resident.does(&["join", &invite]);
    assert!(resident.fails(&["export", "--to", &to, "--as", "jsonl"]).contains("does not allow this"));
    assert!(!std::path::Path::new(&to).exists());
    assert!(carol.does(&["exports"]).contains("Nothing was handed on"), "what was refused is not in the register");
}
