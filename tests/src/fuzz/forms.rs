//! Questionnaires and expressions, tried by seed. What peers send is in `wire` and the files beside it.

use std::sync::Arc;

use doorstep_core::form::expr::{Ambient, Document, Expression, NodeId, NodeRef, Tree};
use doorstep_core::form::import::{Limits, import};
use doorstep_core::form::interview::{Attachments, Interview, Opening, PreparedForm};
use doorstep_core::time::Timestamp;
use jiff::tz::TimeZone;

use super::Ending;

/// What is read can be run: the importer has checked all of its logic.
pub(super) fn attempt_import(bytes: &[u8]) -> Ending {
    let Ok(imported) = import(bytes, &Limits::default()) else { return Ending("refused") };
    let form = Arc::new(imported.form);
    let prepared = PreparedForm::new(form, Attachments::new()).expect("an imported form's logic is sound");
    let mut interview = Interview::start(prepared, Opening::new(Timestamp(0), TimeZone::UTC, 1));
    let paths: Vec<String> = interview.form().questions().into_iter().map(|(path, _)| path).take(20).collect();
    for (path, text) in paths.iter().zip(["1", "a", "3", "2024-02-09", "yes"].into_iter().cycle()) {
        // Repeats have other paths, and most types refuse most of these texts.
        if interview.answer(path, text).is_ok() {
            interview.next_page();
        }
    }
    let draft = interview.draft_answers();
    let again =
        Interview::resume(Arc::clone(interview.prepared()), Opening::new(Timestamp(0), TimeZone::UTC, 1), &draft);
    assert_eq!(again.review().len(), interview.review().len(), "a draft brings the same interview back");
    Ending("read")
}

/// What is read is written so that it reads the same.
pub(super) fn attempt_expression(text: &str) -> Ending {
    let Ok(expression) = Expression::parse(text) else { return Ending("refused") };
    let written = expression.to_string();
    let again = Expression::parse(&written).expect("what was written can be read");
    assert_eq!(again.to_string(), written, "reading and writing changes nothing");
    let mut tree = Tree::new();
    let data = tree.append_element(NodeId::DOCUMENT, "data", "");
    for value in ["1", "a b", "2024-02-09"] {
        let repeat = tree.append_element(data, "r", "");
        tree.append_element(repeat, "a", value);
    }
    let ambient = Ambient::new(Timestamp(0), TimeZone::UTC, 1);
    match expression.evaluate(&Document::new(&tree, &ambient), NodeRef { tree: 0, node: data }) {
        Ok(_) => Ending("read"),
        Err(_) => Ending("has no value"),
    }
}
