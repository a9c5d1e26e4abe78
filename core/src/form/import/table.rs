//! Which names a form has and where: for references, and for names that occur twice.

use std::collections::BTreeMap;

use crate::form::model::{Form, Item, Question, QuestionKind};
use crate::form::problems::{Fault, Place, Report};

/// One thing that a name stands for.
#[derive(Debug, Clone)]
pub(super) struct Named<'a> {
    pub(super) item: &'a Item,
    /// The path of the innermost repeat around it, itself not counted; empty outside all repeats.
    pub(super) scope: String,
}

/// All names of a form.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    by_name: BTreeMap<&'a str, Vec<Named<'a>>>,
}

impl<'a> Names<'a> {
    /// Collects the names.
    pub(super) fn of(form: &'a Form) -> Self {
        let mut names = Self::default();
        let mut repeats: Vec<String> = Vec::new();
        form.walk(&mut |path, item| {
            while repeats.last().is_some_and(|repeat| !is_inside(path, repeat)) {
                repeats.pop();
            }
            let scope = repeats.last().cloned().unwrap_or_default();
            names.by_name.entry(item.name()).or_default().push(Named { item, scope });
            if matches!(item, Item::Repeat(_)) {
                repeats.push(path.to_owned());
            }
        });
        names
    }

    /// Everything with this name.
    pub(super) fn all(&self, name: &str) -> &[Named<'a>] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The question with this name, if the name stands for nothing else.
    pub(super) fn question(&self, name: &str) -> Option<&'a Question> {
        match self.all(name) {
            [Named { item: Item::Question(question), .. }] => Some(question),
            _ => None,
        }
    }
}

/// Whether the first path lies below the second.
pub(super) fn is_inside(path: &str, outer: &str) -> bool {
    outer.is_empty() || path.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

/// Reports names that occur twice where they may not.
pub(super) fn check(form: &Form, root: &str, report: &mut Report) {
    check_siblings(&form.items, report);
    let mut repeats: BTreeMap<&str, u32> = BTreeMap::new();
    form.walk(&mut |_, item| {
        check_siblings(item.children(), report);
        let Item::Repeat(repeat) = item else { return };
        let (name, row) = (repeat.group.name.as_str(), repeat.group.row);
        if name == root {
            report.add(Place::row("survey", row).cell("name", name), Fault::RepeatNamedLikeRoot);
        }
        if let Some(first) = repeats.insert(name, row) {
            report.add(Place::row("survey", row).cell("name", name), Fault::RepeatNameTwice { row: first.to_string() });
        }
    });
}

fn check_siblings(items: &[Item], report: &mut Report) {
    let mut exact: BTreeMap<&str, u32> = BTreeMap::new();
    let mut folded: BTreeMap<String, u32> = BTreeMap::new();
    for item in items {
        let (name, row) = (item.name(), item.row());
        let place = || Place::row("survey", row).cell("name", name);
        if name.is_empty() {
            continue;
        }
        let by_case = folded.insert(name.to_lowercase(), row);
        if let Some(first) = exact.insert(name, row) {
            report.add(place(), Fault::NameTwice { row: first.to_string() });
        } else if let Some(first) = by_case {
            report.add(place(), Fault::NameTwiceByCase { row: first.to_string() });
        }
    }
    for item in items {
        let Item::Repeat(repeat) = item else { continue };
        let counted = repeat.count.as_deref().is_some_and(|count| !is_single_reference(count));
        let name = format!("{}_count", repeat.group.name);
        if counted && exact.contains_key(name.as_str()) {
            report.add(Place::row("survey", repeat.group.row).cell("repeat_count", ""), Fault::CountNameTaken { name });
        }
    }
}

fn is_single_reference(text: &str) -> bool {
    let inside = text.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    inside.is_some_and(|name| super::names::is_name(name.trim()))
}

/// Whether people never see the question, so that its change cannot start a calculation.
pub(super) fn is_invisible(question: &Question) -> bool {
    let unlabelled = question.label.is_empty() && question.hint.is_empty() && question.media.is_empty();
    question.kind == QuestionKind::Calculate || unlabelled && question.calculation.is_some()
}
