//! The course of an interview: one thing per page, questions of a `field-list` group together.
//!
//! What a page shows is in `views`.

use super::Interview;
use crate::form::expr::NodeId;
use crate::form::graph::{FieldId, FieldKind};
use crate::form::model::Item;

/// Where the interview is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Question(NodeId),
    FieldList(NodeId),
    AddAnother { parent: NodeId, repeat: FieldId },
    End,
}

/// A page of the interview, by response path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// One question or note.
    Question(String),
    /// The questions of one group, together.
    FieldList(String),
    /// Whether to add an instance to this repeat.
    AddAnother(String),
    /// Behind the last question: the review.
    End,
}

/// How far the interview has got.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Pages before the current one.
    pub done: usize,
    /// Pages in all, as far as can be told now.
    pub total: usize,
}

impl Interview {
    /// The current page.
    pub fn page(&self) -> Page {
        self.page_of(self.place)
    }

    /// Goes to the next page that is asked, and returns it.
    pub fn next_page(&mut self) -> Page {
        let places = self.places();
        let next = match places.iter().position(|place| *place == self.place) {
            Some(index) => places.get(index + 1).copied(),
            None => places.into_iter().find(|place| self.is_after(*place)),
        };
        self.place = next.unwrap_or(Place::End);
        self.page()
    }

    /// Goes to the page before, if there is one, and returns where it is now.
    pub fn previous_page(&mut self) -> Page {
        let places = self.places();
        let here = match places.iter().position(|place| *place == self.place) {
            Some(index) => index,
            None => places.iter().position(|place| self.is_after(*place)).unwrap_or(places.len()),
        };
        self.place = here.checked_sub(1).and_then(|before| places.get(before)).copied().unwrap_or(self.place);
        self.page()
    }

    /// Goes to the page that shows the question at a response path, or to the first page of the group or repeat instance there. Returns
    /// whether there is one.
    pub fn jump(&mut self, path: &str) -> bool {
        let Some(target) = self.instance.at(&self.prepared.graph, path) else { return false };
        let tree = self.instance.tree();
        let above: Vec<NodeId> = std::iter::successors(Some(target), |at| tree.parent(*at)).collect();
        let below = self.instance.subtree(target);
        let shows = |place: &Place| match place {
            Place::Question(node) => below.contains(node),
            Place::FieldList(node) => above.contains(node) || below.contains(node),
            Place::AddAnother { .. } | Place::End => false,
        };
        let found = self.places().into_iter().find(shows);
        self.place = found.unwrap_or(self.place);
        found.is_some()
    }

    /// How far the interview has got.
    pub fn progress(&self) -> Progress {
        let places = self.places();
        let done = places.iter().position(|place| *place == self.place).unwrap_or(places.len());
        Progress { done, total: places.len() }
    }

    pub(super) fn begin(&mut self) {
        self.place = self.places().first().copied().unwrap_or(Place::End);
    }

    pub(super) fn place(&self) -> Place {
        self.place
    }

    /// Every page that is asked now, in order.
    fn places(&self) -> Vec<Place> {
        let mut places = Vec::new();
        self.collect(self.instance.root(), &mut places);
        places
    }

    /// As deep as the form's groups. Nodes stand in the order of their fields.
    fn collect(&self, node: NodeId, places: &mut Vec<Place>) {
        let (graph, tree) = (&self.prepared.graph, self.instance.tree());
        let mut rest = tree.children(node);
        for child in &graph.field(self.instance.field(node)).children {
            let count = rest.iter().take_while(|at| self.instance.field(**at) == *child).count();
            let (own, behind) = rest.split_at(count);
            rest = behind;
            let kind = graph.field(*child).kind;
            for at in own.iter().copied().filter(|at| !tree.is_hidden(*at)) {
                match kind {
                    FieldKind::Question if self.is_asked(at) => places.push(Place::Question(at)),
                    FieldKind::Question => {}
                    FieldKind::Group | FieldKind::Root | FieldKind::Repeat => self.collect_group(at, places),
                }
            }
            if kind == FieldKind::Repeat && self.can_add(node, *child) {
                places.push(Place::AddAnother { parent: node, repeat: *child });
            }
        }
    }

    fn collect_group(&self, node: NodeId, places: &mut Vec<Place>) {
        if !self.is_field_list(node) {
            return self.collect(node, places);
        }
        if self.instance.subtree(node).into_iter().any(|at| self.instance.is_shown(at) && self.is_asked(at)) {
            places.push(Place::FieldList(node));
        }
    }

    /// Whether people see the question when it is relevant.
    pub(super) fn is_asked(&self, node: NodeId) -> bool {
        let question = self.prepared.graph.question(&self.prepared.form, self.instance.field(node));
        question.is_some_and(|question| question.kind.is_shown() && !has_word(&question.appearance, "hidden"))
    }

    fn is_field_list(&self, node: NodeId) -> bool {
        let appearance = match self.prepared.graph.item(&self.prepared.form, self.instance.field(node)) {
            Some(Item::Group(group)) => &group.appearance,
            Some(Item::Repeat(repeat)) => &repeat.group.appearance,
            Some(Item::Question(_)) | None => return false,
        };
        has_word(appearance, "field-list") || has_word(appearance, "table-list")
    }

    fn can_add(&self, parent: NodeId, repeat: FieldId) -> bool {
        let field = self.prepared.graph.field(repeat);
        if field.count.is_some() {
            return false;
        }
        let context = crate::form::expr::NodeRef { tree: 0, node: parent };
        let relevant = field.relevant.as_ref().map(|expression| expression.evaluate(self, context));
        relevant.is_none_or(|outcome| outcome.map_or(true, |value| value.to_boolean()))
    }

    /// Whether `place` comes after the current one, which is no longer among the pages.
    fn is_after(&self, place: Place) -> bool {
        let anchor = |place: Place| match place {
            Place::Question(node) | Place::FieldList(node) => Some(node),
            Place::AddAnother { parent, repeat } => {
                let last = self.instance.instances(parent, repeat).pop().unwrap_or(parent);
                self.instance.subtree(last).pop()
            }
            Place::End => None,
        };
        match (anchor(self.place), anchor(place)) {
            (Some(here), Some(there)) if !self.instance.is_gone(here) => {
                let order = self.instance.tree().document_order(here, there);
                order.is_lt() || (order.is_eq() && matches!(place, Place::AddAnother { .. }))
            }
            (None, _) => false,
            (Some(_), _) => true,
        }
    }

    fn page_of(&self, place: Place) -> Page {
        let path = |node| self.instance.response_path(&self.prepared.graph, node);
        match place {
            Place::Question(node) => Page::Question(path(node)),
            Place::FieldList(node) => Page::FieldList(path(node)),
            Place::AddAnother { parent, repeat } => {
                let (above, name) = (path(parent), &self.prepared.graph.field(repeat).name);
                Page::AddAnother(if above.is_empty() { name.to_string() } else { format!("{above}/{name}") })
            }
            Place::End => Page::End,
        }
    }
}

fn has_word(appearance: &str, word: &str) -> bool {
    appearance.split_whitespace().any(|known| known.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use rand_chacha::ChaCha8Rng;
    use rand_core::SeedableRng;

    use super::super::samples::{HOUSEHOLD, begun};
    use super::*;

    #[test]
    fn pages_follow_what_is_asked() {
        let mut interview = begun(HOUSEHOLD);
        assert_eq!(interview.page(), Page::Question("anyone".to_owned()));
        assert_eq!(interview.progress(), Progress { done: 0, total: 1 });
        interview.answer("anyone", "yes").unwrap();
        assert_eq!(interview.next_page(), Page::Question("person[1]/name".to_owned()));
        assert_eq!(interview.next_page(), Page::Question("person[1]/age".to_owned()));
        assert_eq!(interview.next_page(), Page::AddAnother("person".to_owned()));
        assert_eq!(interview.next_page(), Page::End);
        assert_eq!(interview.previous_page(), Page::AddAnother("person".to_owned()));
    }

    #[test]
    fn one_more_has_pages_of_its_own_before_the_next_is_offered() {
        let mut interview = begun(HOUSEHOLD);
        interview.answer("anyone", "yes").unwrap();
        let (added, _) = interview.add_repeat("person", &mut ChaCha8Rng::seed_from_u64(1)).unwrap();
        assert!(interview.jump(&added));
        assert_eq!(interview.page(), Page::Question(format!("{added}/name")));
        assert_eq!(interview.next_page(), Page::Question(format!("{added}/age")));
        assert_eq!(interview.next_page(), Page::AddAnother("person".to_owned()));
    }

    #[test]
    fn a_page_that_vanishes_leads_on_from_where_it_was() {
        let mut interview = begun(HOUSEHOLD);
        interview.answer("anyone", "yes").unwrap();
        interview.answer("person[1]/age", "10").unwrap();
        assert!(interview.jump("person[1]/school"));
        interview.answer("person[1]/age", "30").unwrap();
        assert_eq!(interview.next_page(), Page::AddAnother("person".to_owned()));
    }

    #[test]
    fn questions_of_a_field_list_share_a_page() {
        let mut interview = begun(
            "
| survey |             |      |       |            |
|        | type        | name | label | appearance |
|        | begin_group | g    | About | field-list |
|        | text        | a    | A     |            |
|        | note        | n    | Hello ${a} |       |
|        | end_group   |      |       |            |
|        | text        | b    | B     |            |
",
        );
        interview.answer("g/a", "Alice").unwrap();
        let view = interview.view();
        assert_eq!(view.headings, ["About"]);
        let labels: Vec<&str> = view.questions.iter().map(|question| question.label.as_str()).collect();
        assert_eq!(labels, ["A", "Hello Alice"]);
        assert_eq!(interview.next_page(), Page::Question("b".to_owned()));
    }
}
