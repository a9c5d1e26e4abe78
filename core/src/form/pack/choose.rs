//! A part of a questionnaire that works by itself: the chosen questions, what their logic reads, and the groups that they stand in.

use std::collections::{BTreeMap, BTreeSet};

use super::PackError;
use super::texts::names_of;
use crate::form::import::files_of;
use crate::form::model::{ChoiceList, ChoiceSource, Form, Group, Item, Media, Question, QuestionKind, Settings};

/// The part of a form that these questions make, by path or the last part of it; all that people are asked if none is named.
pub(super) fn part_of(form: &Form, chosen: &[String]) -> Result<Form, PackError> {
    let mut paths = wanted(form, chosen)?;
    if paths.is_empty() {
        return Err(PackError::Empty);
    }
    take_along(form, &mut paths);
    let mut path = String::new();
    let items = kept(&form.items, &paths, &mut path);
    let mut part = Form { items, ..form.clone() };
    for (path, question) in part.questions() {
        if let Some((_, file)) = files_of(question).into_iter().next() {
            return Err(PackError::NeedsFile { path, file });
        }
    }
    strip(&mut part);
    Ok(part)
}

fn wanted(form: &Form, chosen: &[String]) -> Result<BTreeSet<String>, PackError> {
    let questions = form.questions();
    if chosen.is_empty() {
        return Ok(questions.into_iter().filter(|(_, q)| q.kind.is_shown()).map(|(path, _)| path).collect());
    }
    let mut paths = BTreeSet::new();
    for name in chosen {
        let meant = |(path, question): &&(String, &Question)| path == name || question.name == *name;
        let found = questions.iter().find(meant).ok_or_else(|| PackError::NoQuestion { name: name.clone() })?;
        paths.insert(found.0.clone());
    }
    Ok(paths)
}

/// Adds whatever the logic of these questions, and of the groups around them, reads.
fn take_along(form: &Form, paths: &mut BTreeSet<String>) {
    let mut by_name: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    let mut reads: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    form.walk(&mut |path, item| {
        reads.insert(path.to_owned(), names_of(item));
        let below = leaves(path, item);
        by_name.entry(item.name()).or_default().extend(below);
    });
    let mut open: Vec<String> = paths.iter().cloned().collect();
    while let Some(path) = open.pop() {
        let around = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path.as_str()]);
        let names: BTreeSet<&String> = around.filter_map(|path| reads.get(path)).flatten().collect();
        for found in names.into_iter().filter_map(|name| by_name.get(name.as_str())).flatten() {
            if paths.insert(found.clone()) {
                open.push(found.clone());
            }
        }
    }
}

/// The paths of the questions of an item: its own, or of all that stands inside it.
fn leaves(path: &str, item: &Item) -> Vec<String> {
    if let Item::Question(_) = item {
        return vec![path.to_owned()];
    }
    item.children().iter().flat_map(|child| leaves(&format!("{path}/{}", child.name()), child)).collect()
}

fn kept(items: &[Item], paths: &BTreeSet<String>, path: &mut String) -> Vec<Item> {
    let mut all = Vec::new();
    for item in items {
        let parent = path.len();
        if parent > 0 {
            path.push('/');
        }
        path.push_str(item.name());
        let inside = kept(item.children(), paths, path);
        match item {
            Item::Question(_) if paths.contains(path.as_str()) => all.push(item.clone()),
            Item::Group(group) if !inside.is_empty() => {
                all.push(Item::Group(Box::new(Group { items: inside, ..(**group).clone() })));
            }
            Item::Repeat(repeat) if !inside.is_empty() => {
                let mut repeat = repeat.clone();
                repeat.group.items = inside;
                all.push(Item::Repeat(repeat));
            }
            Item::Question(_) | Item::Group(_) | Item::Repeat(_) => {}
        }
        path.truncate(parent);
    }
    all
}

/// Leaves out what a pack has no use for: settings, entities, file names, lists that no question offers.
pub(super) fn strip(form: &mut Form) {
    form.settings = Settings::default();
    form.entities = Vec::new();
    form.version = String::new();
    each_question(&mut form.items, &mut |question| {
        question.media = Media::default();
        question.save_to = None;
    });
    let offered: BTreeSet<ChoiceSource> =
        form.questions().into_iter().filter_map(|(_, question)| question.kind.choices().cloned()).collect();
    form.lists.retain(|name, _| offered.contains(&ChoiceSource::List(name.clone())));
    form.external_lists.retain(|name, _| offered.contains(&ChoiceSource::External(name.clone())));
    for lists in [&mut form.lists, &mut form.external_lists] {
        lists.values_mut().for_each(without_media);
    }
}

fn without_media(list: &mut ChoiceList) {
    list.choices.iter_mut().for_each(|choice| choice.media = Media::default());
}

fn each_question(items: &mut [Item], visit: &mut dyn FnMut(&mut Question)) {
    for item in items {
        match item {
            Item::Question(question) => visit(question),
            Item::Group(group) => {
                group.media = Media::default();
                each_question(&mut group.items, visit);
            }
            Item::Repeat(repeat) => {
                repeat.group.media = Media::default();
                each_question(&mut repeat.group.items, visit);
            }
        }
    }
}

/// Whether a question's choices stand in the form, where it has any.
pub(super) fn has_its_choices(form: &Form, question: &Question) -> bool {
    if matches!(question.kind, QuestionKind::CsvExternal | QuestionKind::XmlExternal) {
        return false;
    }
    match question.kind.choices() {
        Some(ChoiceSource::List(_) | ChoiceSource::External(_)) => form.list_of(question).is_some(),
        Some(ChoiceSource::File(_)) => false,
        Some(ChoiceSource::Repeat(_)) | None => true,
    }
}
