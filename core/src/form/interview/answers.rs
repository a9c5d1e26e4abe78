//! Answering: what is refused, what is stored, what changes with it.
//!
//! Whether a stored answer is good enough to finish with is in `checks`.

use super::Interview;
use crate::form::expr::{NodeId, parse_number};
use crate::form::graph::FieldKind;
use crate::form::model::{Question, QuestionKind, Scale};

/// Why an answer was not taken. Nothing changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no question at this path.
    #[error("there is no such question")]
    NoSuchQuestion,
    /// The question is computed, read only or a note.
    #[error("this cannot be answered")]
    NotAnswerable,
    /// A whole number is needed.
    #[error("not a whole number")]
    NotAnInteger,
    /// A number is needed.
    #[error("not a number")]
    NotANumber,
    /// A date, or a date and time, is needed.
    #[error("not a date")]
    NotADate,
    /// A time of day is needed.
    #[error("not a time of day")]
    NotATime,
    /// A place, a line or an area is needed.
    #[error("not a place")]
    NotAPlace,
    /// The answer is none of the question's choices.
    #[error("not one of the choices")]
    NotAChoice,
    /// The answer is not on the question's scale.
    #[error("not on the scale")]
    OffScale,
    /// The answer is too long.
    #[error("longer than {limit_bytes} bytes")]
    TooLong {
        /// How long it may be.
        limit_bytes: usize,
    },
}

/// What an answer changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// The response paths of all that reads differently now or is newly asked or no longer asked, in the order of the
    /// form; the answered question among them.
    pub paths: Vec<String>,
}

impl Interview {
    /// Answers the question at a response path; an empty text takes the answer away.
    ///
    /// # Errors
    /// The answer was not of the question's type; nothing changed.
    pub fn answer(&mut self, path: &str, text: &str) -> Result<Changed, Refused> {
        let node = self.instance.at(&self.prepared.graph, path).ok_or(Refused::NoSuchQuestion)?;
        self.answer_at(node, text)
    }

    /// Answers the question at a node.
    ///
    /// # Errors
    /// As [`Interview::answer`].
    pub fn answer_at(&mut self, node: NodeId, text: &str) -> Result<Changed, Refused> {
        let stored = self.normalised(node, text)?;
        if !self.missing.is_empty() {
            self.missing.remove(&self.instance.response_path(&self.prepared.graph, node));
        }
        if self.prepared.graph.field(self.instance.field(node)).filter.is_some() {
            self.instance.keep(node, &stored);
            self.update_choices(node);
        } else {
            self.write(node, &stored);
        }
        self.settle();
        Ok(self.take_changed())
    }

    fn normalised(&self, node: NodeId, text: &str) -> Result<String, Refused> {
        let field = self.prepared.graph.field(self.instance.field(node));
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node));
        let (FieldKind::Question, Some(question)) = (field.kind, question) else { return Err(Refused::NoSuchQuestion) };
        let stored = super::types::normalise(&question.kind, text, self.zone())?;
        if let QuestionKind::SelectOne(_) = question.kind {
            self.one_choice(question, node, stored.trim())
        } else if let QuestionKind::SelectMultiple(_) = question.kind {
            self.several_choices(question, node, &stored)
        } else if let QuestionKind::Rank(_) = question.kind {
            self.ranked_choices(question, node, &stored)
        } else {
            on_scale(question, &stored)?;
            Ok(stored)
        }
    }

    fn one_choice(&self, question: &Question, node: NodeId, name: &str) -> Result<String, Refused> {
        let possible = self.possible_names(question, node);
        let known = name.is_empty() || possible.is_none_or(|names| names.iter().any(|known| known == name));
        if known { Ok(name.to_owned()) } else { Err(Refused::NotAChoice) }
    }

    /// Chosen names in the order of the list, each once: the answer is a set, and replicas must agree on its text.
    fn several_choices(&self, question: &Question, node: NodeId, text: &str) -> Result<String, Refused> {
        let chosen: Vec<&str> = text.split_whitespace().collect();
        let Some(names) = self.possible_names(question, node) else { return Ok(chosen.join(" ")) };
        if chosen.iter().any(|name| !names.iter().any(|known| known == name)) {
            return Err(Refused::NotAChoice);
        }
        let mut ordered: Vec<&str> = Vec::new();
        for name in names.iter().map(String::as_str).filter(|name| chosen.contains(name)) {
            if !ordered.contains(&name) {
                ordered.push(name);
            }
        }
        Ok(ordered.join(" "))
    }

    fn ranked_choices(&self, question: &Question, node: NodeId, text: &str) -> Result<String, Refused> {
        let ranked: Vec<&str> = text.split_whitespace().collect();
        let repeated = ranked.iter().enumerate().any(|(index, name)| ranked[..index].contains(name));
        let possible = self.possible_names(question, node);
        let unknown = possible.is_some_and(|names| ranked.iter().any(|name| !names.iter().any(|known| known == name)));
        if repeated || unknown { Err(Refused::NotAChoice) } else { Ok(ranked.join(" ")) }
    }

    pub(super) fn take_changed(&mut self) -> Changed {
        let mut nodes: Vec<NodeId> = std::mem::take(&mut self.pending.changed).into_iter().collect();
        nodes.retain(|node| !self.instance.is_gone(*node) && *node != self.instance.root());
        nodes.sort_by_cached_key(|node| self.instance.order_key(*node));
        let paths = nodes.into_iter().map(|node| self.instance.response_path(&self.prepared.graph, node)).collect();
        Changed { paths }
    }
}

fn on_scale(question: &Question, text: &str) -> Result<(), Refused> {
    let Some(scale) = Scale::of(question).filter(|_| !text.is_empty()) else { return Ok(()) };
    let value = parse_number(text);
    let fits = scale.contains(value) && (scale.step == 0.0 || scale.is_steps(value - scale.start));
    if fits { Ok(()) } else { Err(Refused::OffScale) }
}

#[cfg(test)]
mod tests {
    use super::super::samples::begun;
    use super::*;

    const FRUIT: &str = "
| survey |                       |         |         |                                |
|        | type                  | name    | label   | choice_filter                  |
|        | select_multiple fruit | fruit   | Fruit   |                                |
|        | select_one sort       | sort    | Sort    | selected(${fruit}, kind)       |
|        | rank fruit            | order   | Order   |                                |

| choices |           |       |       |       |
|         | list_name | name  | label | kind  |
|         | fruit     | apple | Apple |       |
|         | fruit     | pear  | Pear  |       |
|         | sort      | gala  | Gala  | apple |
|         | sort      | anjou | Anjou | pear  |
";

    #[test]
    fn chosen_names_are_stored_in_choice_order_and_once() {
        let mut interview = begun(FRUIT);
        interview.answer("fruit", "pear apple pear").unwrap();
        assert_eq!(interview.reads("fruit"), "apple pear");
    }

    #[test]
    fn what_is_no_choice_is_refused_and_changes_nothing() {
        let mut interview = begun(FRUIT);
        interview.answer("fruit", "pear").unwrap();
        assert_eq!(interview.answer("fruit", "pear plum"), Err(Refused::NotAChoice));
        assert_eq!(interview.answer("order", "pear pear"), Err(Refused::NotAChoice));
        assert_eq!(interview.reads("fruit"), "pear");
    }

    #[test]
    fn an_answer_that_is_no_longer_offered_is_kept_and_returns() {
        let mut interview = begun(FRUIT);
        interview.answer("fruit", "apple").unwrap();
        interview.answer("sort", "gala").unwrap();
        interview.answer("fruit", "pear").unwrap();
        assert_eq!(interview.reads("sort"), "");
        interview.answer("fruit", "apple pear").unwrap();
        assert_eq!(interview.reads("sort"), "gala");
    }

    #[test]
    fn a_single_choice_may_have_spaces_in_its_name() {
        let mut interview = begun(
            "
| survey |                   |      |       |                |
|        | type              | name | label | choice_filter  |
|        | select_one town   | town | Town  |                |
|        | select_one street | at   | At    | of = ${town}   |
|        | note              | said | ${at} |                |

| choices |           |           |             |       |
|         | list_name | name      | label       | of    |
|         | town      | North End | North End   |       |
|         | town      | South     | South       |       |
|         | street    | Hill Road | Hill Road 1 | North End |
|         | street    | Mill Lane | Mill Lane 2 | South |
",
        );
        interview.answer("town", "North End").unwrap();
        interview.answer("at", "Hill Road").unwrap();
        assert_eq!(interview.reads("at"), "Hill Road");
        let at = interview.instance.at(&interview.prepared.graph, "at").unwrap();
        assert_eq!(interview.answer_in_words(at), "Hill Road 1");
        interview.answer("town", "South").unwrap();
        assert_eq!(interview.reads("at"), "");
    }

    #[test]
    fn an_answer_tells_what_changed_with_it() {
        let mut interview = begun(FRUIT);
        interview.answer("fruit", "apple").unwrap();
        interview.answer("sort", "gala").unwrap();
        let changed = interview.answer("fruit", "pear").unwrap();
        assert_eq!(changed.paths, ["fruit", "sort"]);
        assert_eq!(interview.answer("fruit", "pear").unwrap().paths, Vec::<String>::new());
    }
}
