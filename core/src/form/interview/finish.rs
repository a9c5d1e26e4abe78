//! Finishing: what still stands in the way, and the answers as a response holds them.
//!
//! Writing them down is for `document`; names and contacts go to the identity document instead.

use std::collections::BTreeMap;

use super::{Interview, Unmet};
use crate::form::expr::{Expression, Moment, NodeId, NodeRef};
use crate::form::model::{MissingKind, Question, QuestionKind};
use crate::response::{Answer, Missing};
use crate::time::Timestamp;

/// An answer that stands in the way of finishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unready {
    /// The question's response path.
    pub path: String,
    /// What its answer lacks.
    pub unmet: Unmet,
}

/// A finished interview.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Finished {
    /// The answers by response path. What was not asked is not here; what was asked and left empty is
    /// [`Missing::Blank`].
    pub answers: BTreeMap<String, Answer>,
    /// What nobody is asked: values that the form works out or takes from the device, by response path.
    pub computed: BTreeMap<String, Answer>,
    /// The answers to questions marked `evaluation::sealed`, which must not be stored with the others.
    pub sealed: BTreeMap<String, Answer>,
    /// Answers to questions that this version of the form does not have, as they were.
    pub removed: BTreeMap<String, String>,
    /// What the form's `instance_name` yields, if it has one. May hold answers: never show it to who may not see them.
    pub name: Option<String>,
}

impl Interview {
    /// Finishes the interview.
    ///
    /// # Errors
    /// Every answer that stands in the way, in the order of the form. The interview goes on.
    pub fn finish(&mut self, now: Timestamp) -> Result<Finished, Vec<Unready>> {
        self.ambient.now = now;
        self.set_end();
        let mut unmet = self.all_unmet(self.instance.root());
        unmet.retain(|(node, _)| self.is_mendable(*node));
        if !unmet.is_empty() {
            let path = |node| self.instance.response_path(&self.prepared.graph, node);
            return Err(unmet.into_iter().map(|(node, unmet)| Unready { path: path(node), unmet }).collect());
        }
        Ok(self.answers_so_far())
    }

    fn set_end(&mut self) {
        let end = Moment::Instant(self.ambient.now.0).text(self.zone());
        for node in self.instance.subtree(self.instance.root()) {
            let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node));
            if question.is_some_and(|question| question.kind == QuestionKind::End) {
                self.write(node, &end);
            }
        }
        self.settle();
        self.pending.changed.clear();
    }

    /// The answers as they stand, whatever they lack.
    pub fn answers_so_far(&self) -> Finished {
        let removed = self.removed_answers().map(|(path, text)| (path.clone(), text.clone())).collect();
        let mut finished = Finished { removed, name: self.name(), ..Finished::default() };
        for node in self.instance.subtree(self.instance.root()) {
            let Some(question) = self.prepared.graph.question(&self.prepared.form, self.instance.field(node)) else {
                continue;
            };
            let Some(answer) = self.final_answer(question, node) else { continue };
            let path = self.instance.response_path(&self.prepared.graph, node);
            let reason = self.missing.get(&path).filter(|_| answer == Answer::Missing(Missing::Blank));
            let answer = reason.map_or(answer, |reason| Answer::Missing(*reason));
            let place = match question.evaluation.sealed {
                true => &mut finished.sealed,
                false if self.is_answerable(question) => &mut finished.answers,
                false => &mut finished.computed,
            };
            place.insert(path, answer);
        }
        finished
    }

    fn final_answer(&self, question: &Question, node: NodeId) -> Option<Answer> {
        if !self.instance.is_shown(node) {
            return None;
        }
        let value = self.instance.tree().value(node);
        if value.is_empty() {
            return self.is_answerable(question).then_some(Answer::Missing(Missing::Blank));
        }
        let missing = self.missing_reason(question, value).map(Answer::Missing);
        Some(missing.unwrap_or_else(|| Answer::Given(value.to_owned())))
    }

    /// The reason that the chosen choices stand for, if all of them stand for one.
    fn missing_reason(&self, question: &Question, value: &str) -> Option<Missing> {
        let list = self.prepared.form.list_of(question)?;
        let chosen = question.kind.chosen(value);
        let mut reasons = chosen.into_iter().map(|name| list.named(name).and_then(|choice| choice.missing));
        let first = reasons.next()??;
        reasons.all(|reason| reason.is_some()).then_some(match first {
            MissingKind::DontKnow => Missing::DontKnow,
            MissingKind::PreferNot => Missing::PreferNot,
            MissingKind::NoExperience => Missing::NoExperience,
        })
    }

    fn name(&self) -> Option<String> {
        let expression = Expression::parse(self.prepared.form.settings.instance_name.as_deref()?).ok()?;
        let context: NodeId = self.instance.root();
        expression.evaluate(self, NodeRef { tree: 0, node: context }).ok().map(|value| value.to_text(self))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{HOUSEHOLD, NOW, begun, opening};
    use super::*;

    const SERVICE: &str = "
| survey |                  |         |           |          |            |                    |                    |
|        | type             | name    | label     | required | constraint | constraint_message | evaluation::sealed |
|        | select_one sat   | clean   | Clean?    | yes      |            |                    |                    |
|        | integer          | age     | Age       |          | . < 120    | Too old            |                    |
|        | text             | contact | Your name |          |            |                    | yes                |
|        | text             | why     | Why?      |          |            |                    |                    |

| choices |           |      |       |                     |
|         | list_name | name | label | evaluation::missing |
|         | sat       | 1    | Bad   |                     |
|         | sat       | 5    | Good  |                     |
|         | sat       | dk   | Don't know | dont_know      |
";

    #[test]
    fn what_stands_in_the_way_is_named_in_order() {
        let mut interview = begun(SERVICE);
        interview.answer("age", "130").unwrap();
        let unready = interview.finish(NOW).unwrap_err();
        let paths: Vec<&str> = unready.iter().map(|unready| unready.path.as_str()).collect();
        assert_eq!(paths, ["clean", "age"]);
        assert_eq!(unready[1].unmet.message(), Some("Too old"));
    }

    #[test]
    fn missing_kinds_are_tagged_and_sealed_answers_stand_apart() {
        let mut interview = begun(SERVICE);
        interview.answer("clean", "dk").unwrap();
        interview.answer("contact", "Amina").unwrap();
        let finished = interview.finish(NOW).unwrap();
        assert_eq!(finished.answers["clean"], Answer::Missing(Missing::DontKnow));
        assert_eq!(finished.answers["why"], Answer::Missing(Missing::Blank));
        assert_eq!(finished.sealed["contact"], Answer::Given("Amina".to_owned()));
        assert!(!finished.answers.contains_key("contact"));
    }

    #[test]
    fn what_was_not_asked_is_left_out() {
        let mut interview = begun(HOUSEHOLD);
        interview.answer("anyone", "yes").unwrap();
        interview.answer("person[1]/age", "9").unwrap();
        interview.answer("person[1]/school", "Hill Road").unwrap();
        interview.answer("person[1]/age", "19").unwrap();
        let finished = interview.finish(NOW).unwrap();
        assert!(!finished.answers.contains_key("person[1]/school"));
        assert_eq!(finished.answers["person[1]/name"], Answer::Missing(Missing::Blank));
        assert_eq!(finished.computed["oldest"], Answer::Given("19".to_owned()));
    }

    #[test]
    fn a_response_opened_for_correction_finishes_as_it_was() {
        let mut interview = begun(SERVICE);
        interview.answer("clean", "dk").unwrap();
        interview.answer("age", "30").unwrap();
        let finished = interview.finish(NOW).unwrap();
        let mut opened =
            Interview::open_response(std::sync::Arc::clone(interview.prepared()), opening(), &finished.answers);
        assert_eq!(opened.reads("clean"), "dk");
        assert_eq!(opened.finish(NOW).unwrap().answers, finished.answers);
    }
}
