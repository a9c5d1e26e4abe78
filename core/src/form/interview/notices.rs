//! What an interview has to say about itself: what could not be worked out, what is kept and not shown. No answer is lost
//! by any of it.
//!
//! What an answer lacks is in `checks`. The sentences for people are made where their language is known.

use std::collections::BTreeMap;

use super::Interview;
use crate::form::expr::{EvalError, Expression, NodeId, NodeRef, Value};
use crate::form::graph::{FieldId, FieldKind};

/// What one answer may set off, in nodes looked at: a hundred times what the largest known form needs.
const MAX_SPENT: u64 = 100_000_000;

/// What it may set off beside that for each node there is.
const MAX_SPENT_FOR_EACH_NODE: u64 = 640;

/// Something that people should know about an interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The response path of what it is about.
    pub path: String,
    /// Its label, or its name where it has none.
    pub label: String,
    /// What there is to know.
    pub kind: NoticeKind,
}

/// What there is to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoticeKind {
    /// An expression of the form could not be worked out. A value is blank then; a condition hides and demands nothing.
    NotWorkedOut {
        /// The XLSForm column that holds the expression.
        column: &'static str,
        /// Why.
        why: EvalError,
    },
    /// The form asks for more instances of a repeat than can be made.
    TooMany {
        /// How many there are.
        limit: usize,
    },
    /// Instances beyond a repeat's count: their answers are kept, not shown and not part of the result.
    SetAside {
        /// How many.
        instances: usize,
    },
}

/// What an expression belongs to: a node, the field (a repeat's count stands at the node around it), the column.
type Place = (NodeId, FieldId, &'static str);

/// Expressions that failed when they were last evaluated.
#[derive(Debug, Default)]
pub(super) struct Failed(BTreeMap<Place, NoticeKind>);

impl Failed {
    /// Writes down how the latest evaluation went.
    pub(super) fn note(&mut self, place: Place, failure: Option<NoticeKind>) {
        match failure {
            Some(failure) => {
                self.0.insert(place, failure);
            }
            None if self.0.is_empty() => {}
            None => {
                self.0.remove(&place);
            }
        }
    }

    fn at(&self, node: NodeId) -> impl Iterator<Item = (FieldId, &NoticeKind)> {
        let all = (node, FieldId(0), "")..(NodeId::after(node), FieldId(0), "");
        self.0.range(all).map(|((_, field, _), kind)| (*field, kind))
    }
}

impl Interview {
    /// Everything that people should know, in the order of the form.
    pub fn notices(&self) -> Vec<Notice> {
        let nodes = self.instance.subtree(self.instance.root());
        nodes.into_iter().flat_map(|node| self.notices_at(node)).collect()
    }

    /// What people should know about what stands at `node`; of a group or the form itself, also about the repeats
    /// directly in it.
    pub(super) fn notices_at(&self, node: NodeId) -> Vec<Notice> {
        if !self.instance.is_shown(node) {
            return Vec::new();
        }
        let own = self.instance.field(node);
        let mut notices: Vec<Notice> =
            self.failed.at(node).map(|(field, kind)| self.notice(node, field, kind.clone())).collect();
        notices.extend(self.failing_checks(node).map(|kind| self.notice(node, own, kind)));
        notices.extend(self.set_aside(node));
        notices
    }

    /// Conditions that are evaluated whenever they are asked for.
    fn failing_checks(&self, node: NodeId) -> impl Iterator<Item = NoticeKind> {
        let field = self.prepared.graph.field(self.instance.field(node));
        let is_question = field.kind == FieldKind::Question;
        let answered = is_question && !self.instance.tree().value(node).is_empty();
        let checks = [
            ("required", field.required.as_ref().filter(|_| is_question)),
            ("constraint", field.constraint.as_ref().filter(|_| answered)),
            ("read_only", field.readonly.as_ref()),
        ];
        checks.into_iter().filter_map(move |(column, expression)| {
            let why = expression?.evaluate(self, NodeRef { tree: 0, node }).err()?;
            Some(NoticeKind::NotWorkedOut { column, why })
        })
    }

    /// Instances beyond the counts of the repeats in a place.
    fn set_aside(&self, parent: NodeId) -> Vec<Notice> {
        let graph = &self.prepared.graph;
        let children = graph.field(self.instance.field(parent)).children.iter();
        let counted = children.filter(|repeat| graph.field(**repeat).count.is_some());
        let notice = |repeat: &FieldId| {
            let instances = self.instance.instances(parent, *repeat).into_iter();
            let aside = instances.filter(|node| self.instance.is_surplus(*node) && self.holds_answers(*node)).count();
            (aside > 0).then(|| self.notice(parent, *repeat, NoticeKind::SetAside { instances: aside }))
        };
        counted.filter_map(notice).collect()
    }

    fn holds_answers(&self, top: NodeId) -> bool {
        self.instance.subtree(top).into_iter().any(|node| {
            let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node));
            question.is_some_and(|question| self.is_answerable(question)) && !self.instance.kept_value(node).is_empty()
        })
    }

    /// A notice about a node, or about a repeat directly in it.
    fn notice(&self, node: NodeId, field: FieldId, kind: NoticeKind) -> Notice {
        let name = &self.prepared.graph.field(field).name;
        let mut path = self.instance.response_path(&self.prepared.graph, node);
        if field != self.instance.field(node) {
            path = if path.is_empty() { name.to_string() } else { format!("{path}/{name}") };
        }
        let item = self.prepared.graph.item(&self.prepared.form, field);
        let label = item.and_then(|item| self.filled(item.label(), node)).filter(|label| !label.is_empty());
        Notice { path, label: label.unwrap_or_else(|| name.to_string()), kind }
    }

    /// Evaluates an expression whose result lasts, within what one answer may set off.
    pub(super) fn worked_out(&self, expression: &Expression, node: NodeId) -> Result<Value, EvalError> {
        let most = || MAX_SPENT + MAX_SPENT_FOR_EACH_NODE * crate::form::expr::Environment::size(self) as u64;
        if self.ambient.spent() > MAX_SPENT && self.ambient.spent() > most() {
            return Err(EvalError::TooMuchWork);
        }
        expression.evaluate(self, NodeRef { tree: 0, node })
    }

    /// Evaluates as [`Interview::worked_out`] does and keeps in mind if that fails.
    pub(super) fn work_out(&mut self, expression: &Expression, node: NodeId, column: &'static str) -> Option<Value> {
        let outcome = self.worked_out(expression, node);
        let place = (node, self.instance.field(node), column);
        match outcome {
            Ok(value) => {
                self.failed.note(place, None);
                Some(value)
            }
            Err(why) => {
                self.failed.note(place, Some(NoticeKind::NotWorkedOut { column, why }));
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::begun;
    use super::*;

    const SHAKY: &str = "
| survey |              |       |        |                          |                     |              |
|        | type         | name  | label  | relevant                 | calculation         | constraint   |
|        | text         | day   | Day    |                          |                     |              |
|        | calculate    | next  |        |                          | date(${day}) + 1    |              |
|        | text         | more  | More   | date(${day}) < today()   |                     | regex(., '(?=a)b') |
";

    fn columns(interview: &Interview) -> Vec<(String, &'static str)> {
        let column = |notice: Notice| match notice.kind {
            NoticeKind::NotWorkedOut { column, .. } => (notice.path, column),
            NoticeKind::TooMany { .. } => (notice.path, "too many"),
            NoticeKind::SetAside { .. } => (notice.path, "set aside"),
        };
        interview.notices().into_iter().map(column).collect()
    }

    #[test]
    fn what_cannot_be_worked_out_is_said_and_goes_when_it_can() {
        let mut interview = begun(SHAKY);
        interview.answer("day", "next week").unwrap();
        let told = [("next".to_owned(), "calculation"), ("more".to_owned(), "relevant")];
        assert_eq!(columns(&interview), told);
        interview.answer("more", "x").unwrap();
        assert!(columns(&interview).contains(&("more".to_owned(), "constraint")));
        interview.answer("more", "").unwrap();
        interview.answer("day", "2024-02-09").unwrap();
        assert_eq!(columns(&interview), []);
        assert_eq!(interview.reads("next"), "19763");
    }

    #[test]
    fn instances_beyond_the_count_are_told_when_they_hold_answers() {
        let mut interview = begun(
            "
| survey |              |      |           |              |
|        | type         | name | label     | repeat_count |
|        | integer      | n    | How many? |              |
|        | begin_repeat | room | Room      | ${n}         |
|        | text         | use  | Use       |              |
|        | end_repeat   |      |           |              |
",
        );
        interview.answer("n", "3").unwrap();
        interview.answer("room[2]/use", "kitchen").unwrap();
        interview.answer("n", "1").unwrap();
        let [notice] = interview.notices().try_into().expect("one notice");
        let kind = NoticeKind::SetAside { instances: 1 };
        assert_eq!(notice, Notice { path: "room".to_owned(), label: "Room".to_owned(), kind });
        interview.answer("n", "3").unwrap();
        assert_eq!(interview.notices(), []);
        interview.answer("n", "100000").unwrap();
        assert_eq!(columns(&interview), [("room".to_owned(), "too many")]);
    }
}
