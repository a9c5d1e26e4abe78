//! Forms that cannot be used: what is said about each, and where it says the mistake stands.

use doorstep_core::form::import::{Limits, import};
use doorstep_core::form::model::Item;
use doorstep_core::form::problems::{Report, Severity};

/// A form of a survey and a choices table; the first row under the survey's header is in line 4, choices begin in line 4
/// after it.
fn form(header: &str, rows: &[&str], choices: &[&str]) -> String {
    let mut text = format!("## survey\n{header}\n|---|---|---|---|\n");
    for row in rows {
        text.push_str(row);
        text.push('\n');
    }
    text.push_str("## choices\n| list_name | name | label |\n|---|---|---|\n");
    for choice in choices {
        text.push_str(choice);
        text.push('\n');
    }
    text
}

fn refused(text: &str) -> Report {
    import(text.as_bytes(), &Limits::default()).expect_err("the form is refused")
}

/// Code and row of each problem of one severity.
fn found(report: &Report, severity: Severity) -> Vec<(&'static str, Option<u32>)> {
    report.of(severity).map(|problem| (problem.fault.code(), problem.place.row)).collect()
}

const PLAIN: &str = "| type | name | label | relevant |";

#[test]
fn all_problems_of_a_form_are_told_at_once_with_their_rows() {
    let text = form(
        PLAIN,
        &[
            "| text | street name | Street | |",
            "| select_one yn | lit | Is it lit? | ${street} = 'x' |",
            "| integr | lamps | Lamps | |",
            "| text | dark | | |",
            "| begin group | g | Group | |",
            "| text | lit2 | Lit | selected(${lit}, 'yes' |",
            "| end repeat | | | |",
        ],
        &["| other | a | A |"],
    );
    assert_eq!(
        found(&refused(&text), Severity::Error),
        [
            ("bad-name", Some(4)),
            ("unknown-reference", Some(5)),
            ("missing-list", Some(5)),
            ("unknown-type", Some(6)),
            ("no-label", Some(7)),
            ("bad-expression", Some(9)),
            ("ends-another", Some(10)),
        ]
    );
}

#[test]
fn a_problem_names_sheet_row_column_value_and_mend() {
    let text = form(PLAIN, &["| integr | lamps | Lamps | |"], &[]);
    assert_eq!(
        refused(&text).to_string(),
        "survey row 4, column type: this type of question is unknown (found: integr). Perhaps integer was meant."
    );
}

#[test]
fn groups_that_do_not_close_are_named_where_they_begin() {
    let text = form(PLAIN, &["| begin repeat | r | R | |", "| begin group | g | G | |", "| text | a | A | |"], &[]);
    assert_eq!(found(&refused(&text), Severity::Error), [("never-ends", Some(4)), ("never-ends", Some(5))]);
    let text = form(PLAIN, &["| text | a | A | |", "| end group | | | |"], &[]);
    assert_eq!(found(&refused(&text), Severity::Error), [("end-without-begin", Some(5))]);
}

#[test]
fn a_calculation_that_goes_round_is_named_by_its_path() {
    let header = "| type | name | label | calculation |";
    let rows = ["| calculate | a | | ${b} + 1 |", "| calculate | b | | ${c} |", "| calculate | c | | ${a} |"];
    let report = refused(&form(header, &rows, &[]));
    let [problem] = report.problems.as_slice() else { panic!("one problem, not {report}") };
    assert_eq!(problem.fault.code(), "cycle");
    assert!(
        problem.to_string().contains("a -> b -> c -> a") || problem.to_string().contains("b -> c -> a -> b"),
        "{problem}"
    );
}

#[test]
fn a_name_that_occurs_twice_is_refused_only_where_it_could_be_mistaken() {
    let apart = ["| text | a | A | |", "| begin group | g | G | |", "| text | a | A too | |", "| end group | | | |"];
    assert!(import(form(PLAIN, &apart, &[]).as_bytes(), &Limits::default()).is_ok());
    let mut referred = apart.to_vec();
    referred.push("| note | n | You said ${a} | |");
    assert_eq!(found(&refused(&form(PLAIN, &referred, &[])), Severity::Error), [("ambiguous-reference", Some(8))]);
    let beside = ["| text | a | A | |", "| text | a | A too | |"];
    assert_eq!(found(&refused(&form(PLAIN, &beside, &[])), Severity::Error), [("name-twice", Some(5))]);
}

#[test]
fn a_choice_that_stands_twice_is_refused_unless_it_is_the_same() {
    let rows = ["| select_one yn | lit | Is it lit? | |"];
    let other = form(PLAIN, &rows, &["| yn | a | Yes |", "| yn | a | No |"]);
    assert_eq!(found(&refused(&other), Severity::Error), [("choice-twice", Some(9))]);
    let same = form(PLAIN, &rows, &["| yn | a | Yes |", "| yn | a | Yes |"]);
    let imported = import(same.as_bytes(), &Limits::default()).unwrap();
    assert_eq!(imported.warnings[0].fault.code(), "choice-repeated");
    assert_eq!(imported.form.lists["yn"].choices.len(), 1);
}

#[test]
fn evaluation_columns_are_checked() {
    let header = "| type | name | label | evaluation::measure | evaluation::criterion | evaluation::stage |";
    let rows = [
        "| select_one yn | lit | Is it lit? | satisfied | light | co-asses |",
        "| text | why | Why? | importance | light | |",
    ];
    let report = refused(&form(header, &rows, &["| yn | a | Yes |"]));
    let codes = [("evaluation-measure", Some(4)), ("evaluation-stage", Some(4)), ("measure-not-on-scale", Some(5))];
    assert_eq!(found(&report, Severity::Error), codes);
}

#[test]
fn a_sheet_without_a_survey_names_the_sheets_there_are() {
    let report = refused("## choices\n| list_name | name |\n|---|---|\n| a | b |\n");
    assert_eq!(report.problems[0].fault.code(), "no-survey");
    assert!(report.to_string().contains("choices"));
}

#[test]
fn a_header_that_is_nearly_right_is_pointed_out() {
    let header = "| type | name | label | relevent |";
    let imported = import(form(header, &["| text | a | A | 1 = 1 |"], &[]).as_bytes(), &Limits::default()).unwrap();
    let Some(warning) = imported.warnings.first() else { panic!("there is a warning") };
    assert_eq!(warning.fault.code(), "column-misspelled");
    assert_eq!(warning.place.column.as_deref(), Some("relevent"));
}

#[test]
fn headers_may_be_written_in_many_ways() {
    let header = "| Type | NAME | Label : English | Read Only | relevance | constraint message |";
    let row = "| int | age | Age | yes | true() | Too old |";
    let form = import(form(header, &[row], &[]).as_bytes(), &Limits::default()).unwrap().form;
    let Item::Question(question) = &form.items[0] else { panic!("a question") };
    assert_eq!(question.readonly.as_deref(), Some("true()"));
    assert_eq!(question.relevant.as_deref(), Some("true()"));
    assert!(form.languages.iter().any(|language| language.0 == "English"), "{:?}", form.languages);
}
