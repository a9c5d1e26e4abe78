//! An interview as pairs of path and text, so that a device can keep it answer by answer.
//!
//! A draft stays on its device; what a finished interview becomes is in `finish`.

use std::collections::{BTreeMap, BTreeSet};

use super::Interview;
use crate::form::expr::NodeId;
use crate::form::graph::{FieldId, FieldKind};
use crate::form::instance::{Nested, bracketed, ordinal};

/// Instances deeper than this are not restored; the importer allows no form as deep.
const MAX_STEPS: usize = 64;

impl Interview {
    /// Everything that [`Interview::resume`] needs: each answer, asked or not, under its response path, and each repeat
    /// instance under its own (`person[1]`), with its place among the others as text.
    pub fn draft_answers(&self) -> Vec<(String, String)> {
        let graph = &self.prepared.graph;
        let mut draft = Vec::new();
        for node in self.instance.subtree(self.instance.root()) {
            let field = graph.field(self.instance.field(node));
            let text = match field.kind {
                FieldKind::Repeat => self.instance.tree().position(node).to_string(),
                FieldKind::Question => self.instance.kept_value(node).to_owned(),
                FieldKind::Root | FieldKind::Group => String::new(),
            };
            if !text.is_empty() {
                draft.push((self.instance.response_path(graph, node), text));
            }
        }
        draft.extend(self.removed.iter().map(|(path, text)| (path.clone(), text.clone())));
        draft
    }

    /// The answers to questions that this version of the form does not have, by path.
    pub(super) fn removed_answers(&self) -> impl Iterator<Item = (&String, &String)> {
        self.removed.iter().filter(|(path, _)| !path.ends_with(']'))
    }

    /// Puts a draft's answers in. Those whose question the form does not have are kept apart.
    pub(super) fn restore(&mut self, draft: &[(String, String)]) {
        self.restore_instances(draft);
        for (path, text) in draft {
            let node = self.instance.at(&self.prepared.graph, path);
            let question =
                node.filter(|node| self.prepared.graph.field(self.instance.field(*node)).kind == FieldKind::Question);
            match (node, question) {
                (_, Some(question)) => {
                    self.instance.set_value(question, text);
                }
                // What says where an instance stands has done its work.
                (Some(_), None) if path.ends_with(']') => {}
                (_, None) if text.is_empty() => {}
                (_, None) => {
                    self.removed.insert(path.clone(), text.clone());
                }
            }
        }
    }

    /// Makes every instance that a path names, in the order of their places; where a place is not told, by their ids.
    fn restore_instances(&mut self, draft: &[(String, String)]) {
        let told: BTreeMap<&str, u32> = draft
            .iter()
            .filter(|(path, _)| path.ends_with(']'))
            .filter_map(|(path, text)| Some((path.as_str(), text.parse().ok()?)))
            .collect();
        let mut wanted: BTreeSet<(usize, u32, u32, &str)> = BTreeSet::new();
        for (path, _) in draft {
            for (end, _) in path.match_indices(']').take(MAX_STEPS) {
                let prefix = &path[..=end];
                let id = prefix.rsplit('[').next().and_then(|id| ordinal(id.trim_end_matches(']')));
                let place = told.get(prefix).copied().unwrap_or(u32::MAX);
                wanted.insert((prefix.matches('/').count(), place, id.unwrap_or(u32::MAX), prefix));
            }
        }
        for (_, _, _, path) in wanted {
            self.restore_instance(path);
        }
    }

    fn restore_instance(&mut self, path: &str) -> Option<NodeId> {
        let graph = &self.prepared.graph;
        if self.instance.at(graph, path).is_some() {
            return None;
        }
        let (above, last) = path.rsplit_once('/').unwrap_or(("", path));
        let (name, id) = bracketed(last);
        let parent = self.instance.at(graph, above)?;
        let repeat: FieldId = graph.child(self.instance.field(parent), name)?;
        if graph.field(repeat).kind != FieldKind::Repeat {
            return None;
        }
        Some(self.instance.add_instance(&self.prepared.graph, parent, repeat, id?, Nested::Empty))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha8Rng;
    use rand_core::SeedableRng;

    use super::super::samples::{HOUSEHOLD, NOW, begun, opening, prepared};
    use super::super::{Refused, ReviewState, Unmet};
    use super::*;
    use crate::response::{Answer, Missing};

    #[test]
    fn a_draft_brings_back_answers_instances_and_their_order() {
        let (mut interview, mut rng) = (begun(HOUSEHOLD), ChaCha8Rng::seed_from_u64(1));
        interview.answer("anyone", "yes").unwrap();
        interview.answer("person[1]/name", "Amina").unwrap();
        let (second, _) = interview.add_repeat("person", &mut rng).unwrap();
        let (third, _) = interview.add_repeat("person", &mut rng).unwrap();
        interview.answer(&format!("{third}/name"), "Bob").unwrap();
        let mut draft = interview.draft_answers();
        draft.reverse();
        let resumed = Interview::resume(prepared(HOUSEHOLD), opening(), &draft);
        assert_eq!(resumed.draft_answers(), interview.draft_answers());
        assert_eq!(resumed.reads(&format!("{second}/name")), "");
        assert_eq!(resumed.reads("people"), "3");
    }

    #[test]
    fn an_answer_to_a_removed_question_is_kept() {
        let draft = [("gone".to_owned(), "old words".to_owned()), ("anyone".to_owned(), "yes".to_owned())];
        let mut interview = Interview::resume(prepared(HOUSEHOLD), opening(), &draft);
        assert!(interview.draft_answers().contains(&draft[0]));
        let finished = interview.finish(NOW).unwrap();
        assert_eq!(finished.removed["gone"], "old words");
        assert!(!finished.answers.contains_key("gone"));
    }

    const LATER: &str = "
| survey |              |         |            |                     |
|        | type         | name    | label      | calculation         |
|        | select_one s | clean   | Clean?     |                     |
|        | begin_group  | person  | Persons    |                     |
|        | text         | name    | Name       |                     |
|        | end_group    |         |            |                     |
|        | integer      | anyone  | How many?  |                     |
|        | calculate    | people  |            | 7                   |

| choices |           |      |       |                     |
|         | list_name | name | label | evaluation::missing |
|         | s         | 1    | Bad   |                     |
|         | s         | 5    | Good  |                     |
";

    #[test]
    fn a_draft_of_an_older_version_loses_nothing_in_a_newer_one() {
        let (mut interview, mut rng) = (begun(HOUSEHOLD), ChaCha8Rng::seed_from_u64(1));
        interview.answer("anyone", "yes").unwrap();
        interview.answer("person[1]/name", "Amina").unwrap();
        let (second, _) = interview.add_repeat("person", &mut rng).unwrap();
        interview.answer("person[1]/age", "40").unwrap();
        interview.answer(&format!("{second}/age"), "12").unwrap();
        let draft = interview.draft_answers();
        let later = Interview::resume(prepared(LATER), opening(), &draft);
        let kept = later.draft_answers();
        let computed = ["oldest", "people", "meta"];
        for (path, text) in draft.iter().filter(|(path, _)| !computed.iter().any(|name| path.starts_with(name))) {
            assert!(kept.contains(&(path.clone(), text.clone())), "{path} is kept");
        }
        let removed: Vec<String> = later
            .review()
            .into_iter()
            .filter(|line| line.state == ReviewState::Removed)
            .map(|line| line.path)
            .collect();
        assert_eq!(
            removed,
            ["oldest".to_owned(), "person[1]/age".to_owned(), "person[1]/name".to_owned(), format!("{second}/age")]
        );
        let unmet = later.review().into_iter().find(|line| line.path == "anyone").map(|line| line.state);
        assert_eq!(unmet, Some(ReviewState::Unmet(Unmet::Type(Refused::NotAnInteger))));
        let back = Interview::resume(prepared(HOUSEHOLD), opening(), &kept);
        assert_eq!(back.reads("person[1]/name"), "Amina");
        assert_eq!(back.reads(&format!("{second}/age")), "12");
    }

    #[test]
    fn a_response_of_an_older_version_loses_nothing_in_a_newer_one() {
        let answers = BTreeMap::from([
            ("clean".to_owned(), Answer::Missing(Missing::DontKnow)),
            ("anyone".to_owned(), Answer::Missing(Missing::Withdrawn)),
            ("person/name".to_owned(), Answer::Missing(Missing::Blank)),
            ("why".to_owned(), Answer::Given("old words".to_owned())),
        ]);
        let mut later = Interview::open_response(prepared(LATER), opening(), &answers);
        let finished = later.finish(NOW).unwrap();
        for path in ["clean", "anyone", "person/name"] {
            assert_eq!(finished.answers[path], answers[path], "{path}");
        }
        assert_eq!(finished.removed, BTreeMap::from([("why".to_owned(), "old words".to_owned())]));
        later.answer("clean", "5").unwrap();
        later.answer("clean", "").unwrap();
        assert_eq!(later.finish(NOW).unwrap().answers["clean"], Answer::Missing(Missing::Blank));
    }

    #[test]
    fn a_choice_that_is_gone_is_kept_and_marked() {
        let answers = BTreeMap::from([("clean".to_owned(), Answer::Given("3".to_owned()))]);
        let later = Interview::open_response(prepared(LATER), opening(), &answers);
        assert_eq!(later.reads("clean"), "3");
        let line = later.review().into_iter().find(|line| line.path == "clean").unwrap();
        assert_eq!((line.answer.as_str(), line.state), ("3", ReviewState::Unmet(Unmet::Type(Refused::NotAChoice))));
    }

    #[test]
    fn a_dynamic_default_runs_once_and_never_on_opening() {
        let tables = "
| survey |         |      |       |                  |
|        | type    | name | label | default          |
|        | text    | a    | A     | concat('x', 'y') |
";
        let mut interview = begun(tables);
        assert_eq!(interview.reads("a"), "xy");
        interview.answer("a", "").unwrap();
        let resumed = Interview::resume(prepared(tables), opening(), &interview.draft_answers());
        assert_eq!(resumed.reads("a"), "");
    }

    const TANGLE: &str = "
| survey |                  |       |       |                                |                              |               |                          |
|        | type             | name  | label | relevant                       | calculation                  | repeat_count  | choice_filter            |
|        | integer          | q0    | 0     |                                |                              |               |                          |
|        | integer          | q1    | 1     | ${q0} > 2                      |                              |               |                          |
|        | calculate        | c0    |       | ${q1} != 3                     | ${q0} + ${q1}                |               |                          |
|        | begin_group      | g     | G     | ${q0} < 4 or ${c0} = 7         |                              |               |                          |
|        | select_one l     | q2    | 2     |                                |                              |               |                          |
|        | select_multiple m | q3   | 3     | ${q2} = 'a'                    |                              |               | of = ${q2} or name = ${q1} |
|        | calculate        | c1    |       |                                | count-selected(${q3}) + ${c2} |              |                          |
|        | end_group        |       |       |                                |                              |               |                          |
|        | calculate        | c2    |       |                                | sum(${r1}) + count(${r})     |               |                          |
|        | begin_repeat     | r     | R     |                                |                              | ${q0}         |                          |
|        | integer          | r0    | r0    | position(..) != ${q1}          |                              |               |                          |
|        | calculate        | r1    |       |                                | coalesce(${r0}, 0) * position(..) + ${q0} |  |                          |
|        | calculate        | ra    |       |                                | coalesce(indexed-repeat(${rb}, ${r}, position(..) - 1), 0) + ${r1} | |   |
|        | calculate        | rb    |       | ${r1} != 4                     | ${ra} + count(../preceding-sibling::r[rb > 2]) |      |                  |
|        | calculate        | r2    |       | ${r1} > 3                      | concat(${r1}, '/', count(../../r), ${c2}) |  |                          |
|        | end_repeat       |       |       |                                |                              |               |                          |
|        | calculate        | c3    |       |                                | concat(${c1}, ${c0}, join(',', ${r2}), /data/r[position() = last()]/r1) | |    |

| choices |           |      |       |    |
|         | list_name | name | label | of |
|         | l         | a    | A     |    |
|         | l         | b    | B     |    |
|         | m         | 1    | One   | a  |
|         | m         | 2    | Two   | b  |
|         | m         | 3    | Three | a  |
";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn what_an_answer_recomputes_is_what_a_full_evaluation_gives(
            answers in proptest::collection::vec((0..6_usize, 0..6_u32), 1..25),
        ) {
            let prepared = prepared(TANGLE);
            let mut interview = Interview::start(std::sync::Arc::clone(&prepared), opening());
            for (question, value) in answers {
                let number = value.to_string();
                let (path, text) = match question {
                    0 => ("q0".to_owned(), number),
                    1 => ("q1".to_owned(), number),
                    2 => ("g/q2".to_owned(), ["a", "b", ""][value as usize % 3].to_owned()),
                    3 => ("g/q3".to_owned(), ["1", "1 2 3", "2", "3"][value as usize % 4].to_owned()),
                    _ => (format!("r[{}]/r0", value % 3 + 1), (question * 2).to_string()),
                };
                let _ = interview.answer(&path, &text);
                let full = Interview::resume(std::sync::Arc::clone(&prepared), opening(), &interview.draft_answers());
                prop_assert_eq!(state(&interview), state(&full));
            }
        }
    }

    /// Every node with what it reads as and whether it is asked.
    fn state(interview: &Interview) -> Vec<(String, String, bool)> {
        let instance = &interview.instance;
        let describe = |node| {
            let path = instance.response_path(&interview.prepared.graph, node);
            (path, instance.shown_value(node).to_owned(), instance.is_shown(node))
        };
        let nodes = instance.subtree(instance.root()).into_iter().map(describe);
        nodes.filter(|(path, ..)| !path.starts_with("meta")).collect()
    }
}
