//! A questionnaire checked as a whole: that its file can be read, that its logic can run, and which files it needs.
//!
//! What stands wrong in single rows is found by `import`; mistakes in expressions are found by `graph`.

use std::collections::BTreeSet;

use super::graph::{Graph, LogicProblem};
use super::import::{Imported, Limits, files_of, import_named};
use super::model::Form;
use super::problems::{Fault, Place, Report};

/// Reads a form that is going to be run. `name` is the id of one whose settings give none.
///
/// # Errors
///
/// The report holds every problem that was found, warnings too.
pub fn check(bytes: &[u8], name: &str, limits: &Limits) -> Result<Imported, Report> {
    let imported = import_named(bytes, name, limits)?;
    match Graph::build(&imported.form) {
        Ok(_) => Ok(imported),
        Err(problems) => {
            let mut report = logic_report(&problems);
            for warning in imported.warnings {
                report.add(warning.place, warning.fault);
            }
            report.sort();
            Err(report)
        }
    }
}

/// Mistakes in a form's logic, with their places in the survey sheet.
pub fn logic_report(problems: &[LogicProblem]) -> Report {
    let mut report = Report::default();
    for problem in problems {
        let place = Place::row("survey", problem.row).cell(problem.column, "");
        report.add(place, Fault::BadExpression { why: problem.fault.to_string() });
    }
    report
}

/// The names of the data files that the form's questions and expressions read.
pub fn needed_files(form: &Form) -> BTreeSet<String> {
    form.questions().into_iter().flat_map(|(_, question)| files_of(question)).map(|(_, file)| file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(rows: &str) -> Result<Imported, Report> {
        let text = format!("## survey\n| type | name | label | calculation |\n|---|---|---|---|\n{rows}");
        check(text.as_bytes(), "form", &Limits::default())
    }

    #[test]
    fn a_circle_in_the_logic_is_an_error_like_any_other() {
        let report = checked("| calculate | a | | ${b} + 1 |\n| calculate | b | | ${a} |\n").unwrap_err();
        assert!(report.has_errors());
        assert!(report.problems.iter().all(|problem| problem.place.sheet.as_deref() == Some("survey")));
    }

    #[test]
    fn the_files_that_a_form_reads_are_named_once() {
        let rows = "| select_one_from_file streets.csv | street | Street | |\n\
                    | calculate | ward | | pulldata('streets', 'ward', 'name', ${street}) |\n";
        let form = checked(rows).unwrap().form;
        assert_eq!(needed_files(&form).into_iter().collect::<Vec<_>>(), ["streets.csv"]);
    }
}
