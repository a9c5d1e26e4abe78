//! Tests of past responses: what the exports of both servers look like, what our own export gives, and what is refused.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::*;
use crate::form::export::{CentralOptions, Received, Silences, central_files, fields, submission};
use crate::form::import::{Limits, import};
use crate::form::interview::{Interview, Opening};
use crate::form::problems::Severity;
use crate::response::Missing;

const LIGHTS: &str = "
| survey |                        |         |                  |                |                    |
|        | type                   | name    | label            | relevant       | evaluation::sealed |
|        | begin_group            | place   | The place        |                |                    |
|        | text                   | street  | Which street?    |                |                    |
|        | geopoint               | spot    | Where?           |                |                    |
|        | end_group              |         |                  |                |                    |
|        | integer                | dark    | How many dark?   |                |                    |
|        | select_one feel        | feeling | How does it feel? | ${dark} > 0   |                    |
|        | select_multiple why    | reasons | What makes it so? |               |                    |
|        | text                   | email   | Your email?      |                | yes                |
|        | today                  | today   |                  |                |                    |
|        | begin_repeat           | lamp    | Lamp             |                |                    |
|        | text                   | number  | Number           |                |                    |
|        | begin_repeat           | bulb    | Bulb             |                |                    |
|        | date                   | since   | Since when?      |                |                    |
|        | end_repeat             |         |                  |                |                    |
|        | end_repeat             |         |                  |                |                    |

| choices |           |      |              |                     |
|         | list_name | name | label        | evaluation::missing |
|         | feel      | 1    | Fine         |                     |
|         | feel      | 2    | Unsafe       |                     |
|         | feel      | 9    | Don't know   | dont_know           |
|         | why       | dark | It is dark   |                     |
|         | why       | cars | Fast cars    |                     |
|         | why       | fast | Fast         |                     |
";

fn prepared() -> Arc<PreparedForm> {
    let form = import(LIGHTS.as_bytes(), &Limits::default()).unwrap().form;
    PreparedForm::new(Arc::new(form), BTreeMap::new()).unwrap()
}

fn file(name: &str, text: &str) -> PastFile {
    PastFile { name: name.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn read(files: &[PastFile]) -> Result<Past, Box<Report>> {
    read_past(&prepared(), files, &PastOptions::default())
}

/// The given answers of a response, as path and text.
fn given(response: &PastResponse) -> Vec<(&str, &str)> {
    response.answers.iter().filter_map(|(path, answer)| Some((path.as_str(), answer.text()?))).collect()
}

/// Code and line of each problem of one severity.
fn found(report: &Report, severity: Severity) -> Vec<(&'static str, Option<u32>)> {
    report.of(severity).map(|problem| (problem.fault.code(), problem.place.row)).collect()
}

#[test]
fn the_files_of_central_become_answers_with_repeats_in_repeats() {
    let root = "SubmissionDate,place-street,place-spot-Latitude,place-spot-Longitude,place-spot-Altitude,place-spot-Accuracy,\
                dark,feeling,reasons,email,today,KEY,SubmitterName\n\
                2024-02-09T10:30:00.000Z,\"Elm, west\",51.5,-0.1,,,2,2,cars dark,a@b.c,2024-02-08,uuid:1,Amina\n\
                2024-02-10T10:30:00.000Z,Larch Road,,,,,1,9,,,,uuid:2,Bob\n";
    let lamps = "number,PARENT_KEY,KEY\nL 7,uuid:1,uuid:1/lamp[1]\n,uuid:1,uuid:1/lamp[2]\n";
    let bulbs = "since,PARENT_KEY,KEY\n2023-12-24,uuid:1/lamp[2],uuid:1/lamp[2]/bulb[1]\n";
    let past =
        read(&[file("lights-lamp-bulb.csv", bulbs), file("lights.csv", root), file("lights-lamp.csv", lamps)]).unwrap();
    let [one, two] = past.responses.as_slice() else { panic!("two responses") };
    let wanted = [
        ("dark", "2"),
        ("feeling", "2"),
        ("lamp[1]/number", "L 7"),
        ("lamp[2]/bulb[1]/since", "2023-12-24"),
        ("place/spot", "51.5 -0.1 0 0"),
        ("place/street", "Elm, west"),
        ("reasons", "dark cars"),
    ];
    assert_eq!(given(one), wanted);
    assert_eq!(one.answers["lamp[2]/number"], Answer::Missing(Missing::Blank));
    assert_eq!(one.sealed["email"].text(), Some("a@b.c"));
    assert_eq!(one.computed["today"].text(), Some("2024-02-08"));
    assert_eq!((one.file.as_str(), one.instance.as_str()), ("lights.csv", "1"));
    assert_eq!(one.submitted, Some(Timestamp(1_707_474_600_000)));
    assert_eq!(two.answers["feeling"], Answer::Missing(Missing::DontKnow));
    assert!(past.warnings.is_empty(), "{:?}", past.warnings);
}

#[test]
fn what_was_not_asked_is_left_out_and_what_was_left_empty_is_blank() {
    let past = read(&[file("a.csv", "dark,feeling,KEY\n0,,uuid:1\n3,,uuid:2\n")]).unwrap();
    assert!(!past.responses[0].answers.contains_key("feeling"));
    assert_eq!(past.responses[1].answers["feeling"], Answer::Missing(Missing::Blank));
}

#[test]
fn what_the_files_have_no_column_or_row_for_is_not_taken_for_left_empty() {
    let past = read(&[file("a.csv", "dark,KEY\n1,uuid:1\n")]).unwrap();
    assert_eq!(past.responses[0].answers.keys().collect::<Vec<_>>(), ["dark"]);
}

#[test]
fn kobo_s_names_separators_and_split_columns_are_understood() {
    let text = "start;place/street;place/spot;_place/spot_latitude;dark;feeling;reasons;reasons/dark;reasons/cars;reasons/fast;\
                _id;_uuid;_submission_time;_tags\n\
                x;Elm;51.5 -0.1 0 0;51.5;2;2;dark cars;1;1;0;7;aa;2024-02-09T10:30:00;\n";
    let past = read(&[file("kobo.csv", text)]).unwrap();
    let wanted = [
        ("dark", "2"),
        ("feeling", "2"),
        ("place/spot", "51.5 -0.1 0 0"),
        ("place/street", "Elm"),
        ("reasons", "dark cars"),
    ];
    assert_eq!(given(&past.responses[0]), wanted);
    assert_eq!(past.responses[0].submitted, Some(Timestamp(1_707_474_600_000)));
    let warned: Vec<_> = past.warnings.iter().map(|problem| problem.place.column.as_deref()).collect();
    assert_eq!(warned, [Some("start")]);
}

#[test]
fn kobo_s_labels_stand_for_names() {
    let text = "\u{feff}\"The place/Which street?\",How many dark?,How does it feel?,What makes it so?,_uuid\n\
                Elm,2,unsafe,Fast Fast cars,aa\nElm,1,Don't know,It is dark,bb\n";
    let past = read(&[file("labels.csv", text)]).unwrap();
    let wanted = [("dark", "2"), ("feeling", "2"), ("place/street", "Elm"), ("reasons", "cars fast")];
    assert_eq!(given(&past.responses[0]), wanted);
    assert_eq!(past.responses[1].answers["feeling"], Answer::Missing(Missing::DontKnow));
    let split = "How many dark?,What makes it so?/It is dark,What makes it so?/Fast cars,_uuid\n1,0,1,aa\n";
    assert_eq!(given(&read(&[file("split.csv", split)]).unwrap().responses[0]), [("dark", "1"), ("reasons", "cars")]);
}

#[test]
fn a_zip_is_unpacked_and_pictures_in_it_are_passed_by() {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in [("lights.csv", "dark,KEY\n2,uuid:1\n"), ("media/x.csv", "a,b\n1,2\n"), ("picture.jpg", "....")]
    {
        out.start_file(name, zip::write::SimpleFileOptions::DEFAULT).unwrap();
        std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
    }
    let bytes = out.finish().unwrap().into_inner();
    let past = read(&[PastFile { name: "lights.zip".into(), bytes: bytes.clone() }]).unwrap();
    assert_eq!((past.responses.len(), past.responses[0].file.as_str()), (1, "lights.csv"));
    let half = PastFile { name: "half.zip".into(), bytes: bytes[..bytes.len() / 2].to_vec() };
    assert_eq!(found(&read(&[half]).unwrap_err(), Severity::Error), [("past-damaged", None)]);
    let options = PastOptions { most_bytes: 10, ..PastOptions::default() };
    let refused = read_past(&prepared(), &[PastFile { name: "lights.zip".into(), bytes }], &options).unwrap_err();
    assert_eq!(found(&refused, Severity::Error), [("past-too-large", None)]);
}

#[test]
fn every_problem_is_told_with_file_row_and_column_and_no_answer() {
    let root = "dark,feeling,shoe,KEY\nmany,2,1,uuid:1\n1,secret,,uuid:1\n2,5,,uuid:2\n3,,,\n";
    let lamps = "number,PARENT_KEY,KEY\nL 7,uuid:9,uuid:9/lamp[1]\nL 8,uuid:2,uuid:2\n";
    let refused = read(&[file("lights.csv", root), file("lamps.csv", lamps)]).unwrap_err();
    let wanted = [
        ("past-not-an-answer", Some(2)),
        ("past-key-twice", Some(3)),
        ("past-not-an-answer", Some(4)),
        ("past-row-no-key", Some(5)),
        ("past-orphan", Some(2)),
        ("past-row-no-key", Some(3)),
    ];
    assert_eq!(found(&refused, Severity::Error), wanted);
    assert_eq!(found(&refused, Severity::Warning), [("past-unknown-column", Some(1))]);
    let said = refused.to_string();
    assert!(
        said.contains("lights.csv row 2, column dark: the cell is no answer to its question: not a whole number"),
        "{said}"
    );
    assert!(!said.contains("many") && !said.contains("secret"), "{said}");
}

#[test]
fn unfit_cells_are_left_out_when_that_is_wanted() {
    let options = PastOptions { leave_out_unfit: true, ..PastOptions::default() };
    let past = read_past(&prepared(), &[file("a.csv", "dark,feeling,KEY\n2,secret,uuid:1\n")], &options).unwrap();
    assert_eq!(given(&past.responses[0]), [("dark", "2")]);
    assert_eq!(past.warnings[0].fault.code(), "past-left-out");
}

#[test]
fn files_that_are_no_exports_are_refused() {
    let cases = [
        (file("a.csv", ""), "past-no-key"),
        (file("a.csv", "dark\n1\n"), "past-no-key"),
        (file("a.csv", "dark,KEY\n\"1,uuid:1\n"), "past-damaged"),
        (file("a.csv", "number,PARENT_KEY,KEY\n"), "past-no-root"),
        (PastFile { name: "a.csv".into(), bytes: vec![0xff, 0xfe, 0x00] }, "past-damaged"),
    ];
    for (file, code) in cases {
        let refused = read(std::slice::from_ref(&file)).unwrap_err();
        assert_eq!(refused.problems[0].fault.code(), code, "{file:?}");
    }
}

#[test]
fn what_our_own_export_gives_out_is_read_back() {
    let prepared = prepared();
    let mut interview = Interview::start(Arc::clone(&prepared), Opening::new(Timestamp(0), TimeZone::UTC, 1));
    for (path, text) in [
        ("place/street", "Elm"),
        ("place/spot", "51.5 -0.1 3 4"),
        ("dark", "2"),
        ("feeling", "9"),
        ("reasons", "cars fast"),
        ("lamp[1]/number", "L \"7\", left"),
    ] {
        interview.answer(path, text).unwrap();
    }
    let finished = interview.finish(Timestamp(60_000)).unwrap();
    let all = finished.answers.iter().chain(&finished.computed);
    let all = all.map(|(path, answer)| (path.clone(), answer.clone())).collect();
    let tree = submission(interview.form(), &all, "uuid:1", Silences::AsChoices);
    let received = Received { tree, key: "uuid:1".into(), ..Received::default() };
    let options = CentralOptions { group_paths: true, ..CentralOptions::default() };
    let files = central_files("lights", &fields(interview.form()), &options, &[received]);
    let files: Vec<PastFile> = files.iter().map(|(name, text)| file(name, text)).collect();
    let past = read_past(&prepared, &files, &PastOptions::default()).unwrap();
    assert_eq!(past.responses[0].answers, finished.answers);
    assert_eq!(past.responses[0].computed, finished.computed);
}
