//! A response as a filled-in form: its answers in the order of the form, as a tree that the other exports write.

use std::collections::BTreeMap;

use crate::form::expr::{NodeId, Tree};
use crate::form::model::{Form, Item, MissingKind, Question, QuestionKind};
use crate::response::{Answer, Missing};

/// What is written where no answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silences {
    /// The choice of the list that means it, else nothing: what other servers gave out and take in again.
    AsChoices,
    /// The numbers of British data archives, see [`silence_number`]; nothing for places, whose parts are numbers.
    AsNumbers,
}

/// The number that British data archives write for a kind of silence: -9 refused, -8 don't know, -1 does not apply. None where nothing is
/// to be written.
pub const fn silence_number(missing: Missing) -> Option<&'static str> {
    match missing {
        Missing::PreferNot => Some("-9"),
        Missing::DontKnow => Some("-8"),
        Missing::NotAsked | Missing::NoExperience => Some("-1"),
        Missing::Blank | Missing::Withdrawn | Missing::Locked => None,
    }
}

/// Builds the tree. Groups and questions without any answer are left out where nothing of them was asked; `instance_id`
/// becomes the record's own name.
pub fn submission(form: &Form, answers: &BTreeMap<String, Answer>, instance_id: &str, silences: Silences) -> Tree {
    let mut tree = Tree::new();
    let root = tree.append_element(NodeId::DOCUMENT, form.settings.root.as_deref().unwrap_or("data"), "");
    let mut build = Build { form, answers, silences, tree };
    build.items(&form.items, "", root);
    let mut tree = build.tree;
    let meta = tree.append_element(root, "meta", "");
    tree.append_element(meta, "instanceID", instance_id);
    tree
}

struct Build<'a> {
    form: &'a Form,
    answers: &'a BTreeMap<String, Answer>,
    silences: Silences,
    tree: Tree,
}

impl Build<'_> {
    /// The depth is that of the form, which is bounded.
    fn items(&mut self, items: &[Item], path: &str, parent: NodeId) {
        for item in items {
            let path = if path.is_empty() { item.name().to_owned() } else { format!("{path}/{}", item.name()) };
            match item {
                Item::Question(question) => {
                    if let Some(answer) = self.answers.get(&path) {
                        let text = self.text(question, answer);
                        self.tree.append_element(parent, &question.name, &text);
                    }
                }
                Item::Group(group) => {
                    if self.any_below(&format!("{path}/")) {
                        let node = self.tree.append_element(parent, &group.name, "");
                        self.items(&group.items, &path, node);
                    }
                }
                Item::Repeat(repeat) => {
                    for id in self.instances(&path) {
                        let node = self.tree.append_element(parent, &repeat.group.name, "");
                        self.items(&repeat.group.items, &format!("{path}[{id}]"), node);
                    }
                }
            }
        }
    }

    fn any_below(&self, prefix: &str) -> bool {
        self.answers.range(prefix.to_owned()..).next().is_some_and(|(path, _)| path.starts_with(prefix))
    }

    /// The ids of a repeat's instances: those made by position first and in their order, as their ids begin with it.
    fn instances(&self, path: &str) -> Vec<String> {
        let prefix = format!("{path}[");
        let below = self.answers.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix));
        let mut ids: Vec<String> =
            below.filter_map(|(path, _)| path[prefix.len()..].split_once(']')).map(|(id, _)| id.to_owned()).collect();
        ids.dedup();
        ids.sort_by_key(|id| (position(id).unwrap_or(u64::MAX), id.clone()));
        ids
    }

    fn text(&self, question: &Question, answer: &Answer) -> String {
        match (self.silences, answer) {
            (Silences::AsChoices, Answer::Given(text)) => text.clone(),
            (Silences::AsChoices, Answer::Missing(missing)) => {
                let list = self.form.list_of(question).filter(|_| choice_kind(*missing).is_some());
                let choices = list.map_or(&[][..], |list| list.choices.as_slice());
                let choice = choices.iter().find(|choice| choice.missing == choice_kind(*missing));
                choice.map(|choice| choice.name.clone()).unwrap_or_default()
            }
            (Silences::AsNumbers, answer) => match silence_of(self.form, question, answer) {
                Some(missing) if !is_place(&question.kind) => silence_number(missing).unwrap_or_default().to_owned(),
                Some(_) => String::new(),
                None => answer.text().unwrap_or_default().to_owned(),
            },
        }
    }
}

const fn is_place(kind: &QuestionKind) -> bool {
    matches!(
        kind,
        QuestionKind::Geopoint | QuestionKind::Geotrace | QuestionKind::Geoshape | QuestionKind::StartGeopoint
    )
}

/// The kind of silence that an answer is, also where a choice of the list stands for it.
pub fn silence_of(form: &Form, question: &Question, answer: &Answer) -> Option<Missing> {
    match answer {
        Answer::Missing(missing) => Some(*missing),
        Answer::Given(name) => match form.list_of(question)?.named(name)?.missing? {
            MissingKind::DontKnow => Some(Missing::DontKnow),
            MissingKind::PreferNot => Some(Missing::PreferNot),
            MissingKind::NoExperience => Some(Missing::NoExperience),
        },
    }
}

fn position(id: &str) -> Option<u64> {
    id.split_once('-').map_or(id, |(position, _)| position).parse().ok()
}

const fn choice_kind(missing: Missing) -> Option<MissingKind> {
    match missing {
        Missing::DontKnow => Some(MissingKind::DontKnow),
        Missing::PreferNot => Some(MissingKind::PreferNot),
        Missing::NoExperience => Some(MissingKind::NoExperience),
        Missing::NotAsked | Missing::Blank | Missing::Withdrawn | Missing::Locked => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::export::openrosa;
    use crate::form::model::{Choice, ChoiceList, ChoiceSource, Group, Repeat};

    fn form() -> Form {
        let question = |name: &str, kind| Item::Question(Box::new(Question::new(name.into(), kind)));
        let choice = Choice { name: "not_sure".into(), missing: Some(MissingKind::DontKnow), ..Choice::default() };
        let items = vec![question("age", QuestionKind::Integer)];
        let person = Group { name: "person".into(), items, ..Group::default() };
        Form {
            id: "street".into(),
            version: "3".into(),
            items: vec![
                question("happy", QuestionKind::SelectOne(ChoiceSource::List("happy".into()))),
                Item::Repeat(Box::new(Repeat { group: person, count: None })),
                question("spare", QuestionKind::Text),
            ],
            lists: BTreeMap::from([("happy".into(), ChoiceList { choices: vec![choice] })]),
            ..Form::default()
        }
    }

    #[test]
    fn answers_stand_in_the_order_of_the_form_and_instances_in_theirs() {
        let given = |text: &str| Answer::Given(text.into());
        let answers = BTreeMap::from([
            ("person[10-aa]/age".to_owned(), given("10")),
            ("person[2-bb]/age".to_owned(), given("2")),
            ("person[c0ffee]/age".to_owned(), given("1 < 2")),
            ("happy".to_owned(), Answer::Missing(Missing::DontKnow)),
            ("spare".to_owned(), Answer::Missing(Missing::Blank)),
        ]);
        assert_eq!(
            openrosa(&form(), &submission(&form(), &answers, "uuid:1", Silences::AsChoices)),
            "<data id=\"street\" version=\"3\"><happy>not_sure</happy><person><age>2</age></person><person><age>10</age></person>\
             <person><age>1 &lt; 2</age></person><spare/><meta><instanceID>uuid:1</instanceID></meta></data>"
        );
    }

    #[test]
    fn a_silence_is_the_archives_number_whether_it_was_chosen_or_not() {
        let answers = |answer| BTreeMap::from([("happy".to_owned(), answer)]);
        let written = |answer| {
            let tree = submission(&form(), &answers(answer), "uuid:1", Silences::AsNumbers);
            openrosa(&form(), &tree).split_once("</happy>").map(|(start, _)| start[start.len() - 2..].to_owned())
        };
        assert_eq!(written(Answer::Given("not_sure".into())).as_deref(), Some("-8"));
        assert_eq!(written(Answer::Missing(Missing::PreferNot)).as_deref(), Some("-9"));
        assert_eq!(written(Answer::Missing(Missing::NotAsked)).as_deref(), Some("-1"));
        assert_eq!(written(Answer::Missing(Missing::Blank)), None, "nothing is written");
    }
}
