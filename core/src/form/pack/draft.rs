//! A pack's questions put behind those of a questionnaire, as a draft for its author: names that are taken get new ones, languages and
//! lists that are the same are used, and what is asked in the same words already is not asked again.

use std::collections::{BTreeMap, BTreeSet};

use super::Pack;
use super::texts::{each_label, each_translated, rename};
use crate::form::model::{ChoiceList, ChoiceSource, Form, Group, Item, Lang, Measure, QuestionKind, Translated};
use crate::form::wording::wordings;
use crate::ids::WordingHash;

/// The group that a pack's questions come in.
const GROUP: &str = "pack";

/// A questionnaire with a pack's questions in it, to be looked at and added by its author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The questionnaire.
    pub form: Form,
    /// The paths of the questions that came from the pack.
    pub added: Vec<String>,
    /// The pack's questions that were asked in the same words already, by their path in the pack.
    pub already: Vec<String>,
}

pub(super) fn draft(pack: &Pack, form: Option<&Form>) -> Draft {
    let Some(form) = form else {
        let form = Form { title: pack.title.clone(), ..pack.questions.clone() };
        let added = form.questions().into_iter().map(|(path, _)| path).collect();
        return Draft { form, added, already: Vec::new() };
    };
    let mut form = form.clone();
    let mut part = pack.questions.clone();
    speak_as(&mut part, &mut form);
    let (already, mut new) = known(pack, &form);
    without(&mut part.items, &already, &mut String::new());
    let mut taken: BTreeSet<String> = BTreeSet::new();
    form.walk(&mut |_, item| {
        taken.insert(item.name().to_owned());
    });
    name_anew(&mut part.items, &mut taken, &mut new);
    part.items.iter_mut().for_each(|item| rename(item, &new));
    bring_lists(&mut part, &mut form);
    let added = if part.items.is_empty() { Vec::new() } else { put_behind(pack, part, &mut form, &mut taken) };
    Draft { form, added, already: already.into_iter().collect() }
}

fn put_behind(pack: &Pack, part: Form, form: &mut Form, taken: &mut BTreeSet<String>) -> Vec<String> {
    let name = free(GROUP, taken);
    let mut label = Translated::default();
    label.0.insert(form.default_language.clone(), pack.title.clone());
    form.items.push(Item::Group(Box::new(Group { name: name.clone(), label, items: part.items, ..Group::default() })));
    let inside = format!("{name}/");
    form.questions().into_iter().map(|(path, _)| path).filter(|path| path.starts_with(&inside)).collect()
}

/// Has the pack's texts name languages as the form does; languages that it lacks are added to it.
fn speak_as(part: &mut Form, form: &mut Form) {
    let mut names: BTreeMap<Lang, Lang> = BTreeMap::new();
    for lang in &part.languages {
        let is_default = *lang == part.default_language || lang.is_unnamed();
        let alike = form.languages.iter().find(|known| *known == lang).or_else(|| {
            let same_code = |known: &&Lang| known.code().is_some() && known.code() == lang.code();
            form.languages.iter().find(same_code)
        });
        let name = match alike {
            Some(known) => known.clone(),
            None if is_default && (form.default_language.is_unnamed() || lang.is_unnamed()) => {
                form.default_language.clone()
            }
            None => {
                form.languages.push(lang.clone());
                lang.clone()
            }
        };
        names.insert(lang.clone(), name);
    }
    let mut speak = |texts: &mut Translated| {
        let old = std::mem::take(&mut texts.0);
        texts.0 = old.into_iter().map(|(lang, text)| (names.get(&lang).unwrap_or(&lang).clone(), text)).collect();
    };
    each_translated(&mut part.items, &mut speak);
    each_label(&mut part.lists, &mut speak);
    each_label(&mut part.external_lists, &mut speak);
}

/// The pack's questions that the form asks in the same words about the same, and under which names. Words that stand there more than once
/// ("Why?") say nothing.
fn known(pack: &Pack, form: &Form) -> (BTreeSet<String>, BTreeMap<String, String>) {
    let (here, there) = (asked_once(form), asked_once(&pack.questions));
    let (mut already, mut names) = (BTreeSet::new(), BTreeMap::new());
    for (asked, path) in &there {
        if let Some(same) = here.get(asked) {
            already.insert(path.clone());
            names.insert(last(path).to_owned(), last(same).to_owned());
        }
    }
    (already, names)
}

/// A wording, and what it is asked about.
type Asked = (WordingHash, Option<String>, Option<Measure>);

/// What stands once in a form, with its path.
fn asked_once(form: &Form) -> BTreeMap<Asked, String> {
    let mut asked: BTreeMap<Asked, BTreeSet<String>> = BTreeMap::new();
    for (path, question) in form.questions() {
        for wording in wordings(form, question).into_values() {
            let about = (wording, question.evaluation.criterion.clone(), question.evaluation.measure);
            asked.entry(about).or_default().insert(path.clone());
        }
    }
    let once = asked.into_iter().filter(|(_, paths)| paths.len() == 1);
    once.filter_map(|(about, paths)| Some((about, paths.into_iter().next()?))).collect()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Takes questions out, and groups that nothing is left in.
fn without(items: &mut Vec<Item>, out: &BTreeSet<String>, path: &mut String) {
    items.retain_mut(|item| {
        let parent = path.len();
        if parent > 0 {
            path.push('/');
        }
        path.push_str(item.name());
        let stays = match item {
            Item::Question(_) => !out.contains(path.as_str()),
            Item::Group(group) => {
                without(&mut group.items, out, path);
                !group.items.is_empty()
            }
            Item::Repeat(repeat) => {
                without(&mut repeat.group.items, out, path);
                !repeat.group.items.is_empty()
            }
        };
        path.truncate(parent);
        stays
    });
}

/// Gives rows whose names are taken other ones.
fn name_anew(items: &mut [Item], taken: &mut BTreeSet<String>, new: &mut BTreeMap<String, String>) {
    for item in items {
        let old = item.name().to_owned();
        let name = free(&old, taken);
        if name != old {
            new.insert(old, name.clone());
        }
        match item {
            Item::Question(question) => question.name = name,
            Item::Group(group) => {
                group.name = name;
                name_anew(&mut group.items, taken, new);
            }
            Item::Repeat(repeat) => {
                repeat.group.name = name;
                name_anew(&mut repeat.group.items, taken, new);
            }
        }
    }
}

/// This name, or the first with a number behind it that nothing has yet. From then on it is taken.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2_u32..).map(|number| format!("{name}_{number}"));
    let found = std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken.contains(name));
    let found = found.unwrap_or_else(|| name.to_owned());
    taken.insert(found.clone());
    found
}

/// Adds the pack's lists to the form, under other names where other choices go by theirs.
fn bring_lists(part: &mut Form, form: &mut Form) {
    let used: BTreeSet<ChoiceSource> =
        part.questions().into_iter().filter_map(|(_, question)| question.kind.choices().cloned()).collect();
    let inside = bring(std::mem::take(&mut part.lists), &mut form.lists, &|name| {
        used.contains(&ChoiceSource::List(name.to_owned()))
    });
    let outside = bring(std::mem::take(&mut part.external_lists), &mut form.external_lists, &|name| {
        used.contains(&ChoiceSource::External(name.to_owned()))
    });
    offer(&mut part.items, &inside, &outside);
}

fn bring(
    from: BTreeMap<String, ChoiceList>,
    to: &mut BTreeMap<String, ChoiceList>,
    is_used: &dyn Fn(&str) -> bool,
) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (name, list) in from.into_iter().filter(|(name, _)| is_used(name)) {
        let same = |other: &&String| to.get(*other).is_some_and(|known| alike(known, &list));
        let known = to.keys().find(|other| **other == name && same(other)).cloned();
        let now = known.unwrap_or_else(|| free(&name, &mut to.keys().cloned().collect()));
        to.entry(now.clone()).or_insert(list);
        names.insert(name, now);
    }
    names
}

/// Whether two lists offer the same; the rows they stand in do not matter.
fn alike(one: &ChoiceList, other: &ChoiceList) -> bool {
    let plain = |list: &ChoiceList| {
        let mut list = list.clone();
        list.choices.iter_mut().for_each(|choice| choice.row = 0);
        list
    };
    plain(one) == plain(other)
}

fn offer(items: &mut [Item], lists: &BTreeMap<String, String>, external: &BTreeMap<String, String>) {
    for item in items {
        match item {
            Item::Question(question) => {
                if let QuestionKind::SelectOne(source)
                | QuestionKind::SelectMultiple(source)
                | QuestionKind::Rank(source) = &mut question.kind
                {
                    match source {
                        ChoiceSource::List(name) => *name = lists.get(name).unwrap_or(name).clone(),
                        ChoiceSource::External(name) => *name = external.get(name).unwrap_or(name).clone(),
                        ChoiceSource::File(_) | ChoiceSource::Repeat(_) => {}
                    }
                }
            }
            Item::Group(group) => offer(&mut group.items, lists, external),
            Item::Repeat(repeat) => offer(&mut repeat.group.items, lists, external),
        }
    }
}
