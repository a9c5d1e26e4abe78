//! Mistakes in a form's expressions, told with the file's own rows and headers.
//!
//! They are found by `graph`, which works the logic out; references have been checked before, in every cell.

use crate::form::graph::{Graph, LogicFault};
use crate::form::model::Form;
use crate::form::problems::{Fault, Place, Report};

use super::records::Table;

/// Adds what is wrong with the form's logic.
pub(super) fn check(form: &Form, survey: &Table, report: &mut Report) {
    let Err(problems) = Graph::build(form) else { return };
    for problem in problems.into_iter().take(Report::LIMIT) {
        let record = survey.records.iter().find(|record| record.row == problem.row);
        let place = record.map_or_else(|| Place::row(&survey.sheet, problem.row), |record| record.at(problem.column));
        let fault = match problem.fault {
            LogicFault::UnknownReference { .. } => continue,
            LogicFault::Parse(error) => Fault::BadExpression { why: error.to_string() },
            LogicFault::UnknownFunction { name } => Fault::UnknownFunction { name },
            LogicFault::Arguments { name, arity, given } => {
                Fault::WrongArguments { name, takes: arity.to_string(), given: given.to_string() }
            }
            LogicFault::Cycle { through } => Fault::Cycle { path: through.join(" -> ") },
        };
        report.add(place, fault);
    }
}
