//! Mistakes in a form's expressions, told with the file's own rows and headers.
//!
//! They are found by `graph`, which works the logic out; references have been checked before, in every cell.

use crate::form::expr::{Expr, is_usable_pattern};
use crate::form::graph::{Graph, LogicFault};
use crate::form::model::Form;
use crate::form::problems::{Fault, Place, Report};

use super::records::Table;

/// Adds what is wrong with the form's logic.
pub(super) fn check(form: &Form, survey: &Table, report: &mut Report) {
    let problems = match Graph::build(form) {
        Ok(graph) => return check_patterns(form, &graph, survey, report),
        Err(problems) => problems,
    };
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

/// Patterns that stand in the form as they are and cannot be used.
fn check_patterns(form: &Form, graph: &Graph, survey: &Table, report: &mut Report) {
    for (id, field) in graph.fields() {
        let expressions = [
            ("relevant", &field.relevant),
            ("constraint", &field.constraint),
            ("calculation", &field.calculation),
            ("required", &field.required),
        ];
        for (column, expression) in expressions {
            let Some(expression) = expression else { continue };
            let mut usable = true;
            expression.expr().walk(&mut |part| usable &= !is_bad_pattern(part));
            if !usable {
                let row = graph.item(form, id).map_or(0, crate::form::model::Item::row);
                let record = survey.records.iter().find(|record| record.row == row);
                let place = record.map_or_else(|| Place::row(&survey.sheet, row), |record| record.at(column));
                report.add(place, Fault::BadPattern);
            }
        }
    }
}

fn is_bad_pattern(part: &Expr) -> bool {
    match part {
        Expr::Call { name, arguments } if &**name == "regex" => {
            matches!(arguments.get(1), Some(Expr::Text(pattern)) if !is_usable_pattern(pattern))
        }
        Expr::Call { .. }
        | Expr::Number(_)
        | Expr::Text(_)
        | Expr::Negate { .. }
        | Expr::Chain { .. }
        | Expr::Path(_) => false,
    }
}
