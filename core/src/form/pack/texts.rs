//! Every text of a row that may refer to other rows, and what they refer to.
//!
//! Which rows a pack takes along is `choose`'s matter; new names are `draft`'s.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::model::{ChoiceList, ChoiceSource, Group, Initial, Item, Question, QuestionKind, Translated};

/// The names that a text refers to as `${name}`, also as last saved.
fn names_in(text: &str, names: &mut BTreeSet<String>) {
    for part in text.split("${").skip(1) {
        if let Some((inside, _)) = part.split_once('}') {
            let inside = inside.trim();
            names.insert(inside.strip_prefix("last-saved#").unwrap_or(inside).to_owned());
        }
    }
}

/// The names that an item itself refers to, without what stands inside it.
pub(super) fn names_of(item: &Item) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut item = item.clone();
    each_text(&mut item, &mut |text| names_in(text, &mut names));
    if let Item::Question(question) = item {
        names.extend(question.trigger);
    }
    names
}

/// Gives references new names, in an item and what stands inside it.
pub(super) fn rename(item: &mut Item, new: &BTreeMap<String, String>) {
    each_text(item, &mut |text| *text = renamed(text, new));
    match item {
        Item::Question(question) => {
            for trigger in &mut question.trigger {
                *trigger = new.get(trigger).unwrap_or(trigger).clone();
            }
        }
        Item::Group(group) => group.items.iter_mut().for_each(|item| rename(item, new)),
        Item::Repeat(repeat) => repeat.group.items.iter_mut().for_each(|item| rename(item, new)),
    }
}

fn renamed(text: &str, new: &BTreeMap<String, String>) -> String {
    let mut parts = text.split("${");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("${");
        let Some((inside, rest)) = part.split_once('}') else {
            out.push_str(part);
            continue;
        };
        let (before, name) = match inside.trim().strip_prefix("last-saved#") {
            Some(name) => ("last-saved#", name),
            None => ("", inside.trim()),
        };
        out.extend([before, new.get(name).map_or(name, String::as_str), "}", rest]);
    }
    out
}

/// Every text of an item that may hold a reference, without those of what stands inside it.
fn each_text(item: &mut Item, visit: &mut dyn FnMut(&mut String)) {
    match item {
        Item::Question(question) => of_question(question, visit),
        Item::Group(group) => of_group(group, visit),
        Item::Repeat(repeat) => {
            of_group(&mut repeat.group, visit);
            repeat.count.iter_mut().for_each(visit);
        }
    }
}

fn of_question(question: &mut Question, visit: &mut dyn FnMut(&mut String)) {
    let Question { label, hint, guidance, required_message, constraint_message, .. } = question;
    for texts in [label, hint, guidance, required_message, constraint_message] {
        texts.0.values_mut().for_each(&mut *visit);
    }
    let Question { required, relevant, constraint, calculation, readonly, choice_filter, .. } = question;
    for expression in [required, relevant, constraint, calculation, readonly, choice_filter] {
        expression.iter_mut().for_each(&mut *visit);
    }
    if let Some(Initial::Fixed(text) | Initial::Computed(text)) = &mut question.default {
        visit(text);
    }
    question.parameters.values_mut().for_each(&mut *visit);
    if let QuestionKind::SelectOne(source) | QuestionKind::SelectMultiple(source) | QuestionKind::Rank(source) =
        &mut question.kind
        && let ChoiceSource::Repeat(name) = source
    {
        // A repeat's instances are named bare; they are a reference all the same.
        let mut reference = format!("${{{name}}}");
        visit(&mut reference);
        if let Some(name_now) = reference.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) {
            *name = name_now.to_owned();
        }
    }
}

fn of_group(group: &mut Group, visit: &mut dyn FnMut(&mut String)) {
    let Group { label, hint, relevant, readonly, parameters, .. } = group;
    for texts in [label, hint] {
        texts.0.values_mut().for_each(&mut *visit);
    }
    for expression in [relevant, readonly] {
        expression.iter_mut().for_each(&mut *visit);
    }
    parameters.values_mut().for_each(visit);
}

/// Every text in several languages, of items and what stands inside them.
pub(super) fn each_translated(items: &mut [Item], visit: &mut dyn FnMut(&mut Translated)) {
    for item in items {
        match item {
            Item::Question(question) => {
                let Question { label, hint, guidance, required_message, constraint_message, .. } = &mut **question;
                [label, hint, guidance, required_message, constraint_message].into_iter().for_each(&mut *visit);
            }
            Item::Group(group) => in_group(group, visit),
            Item::Repeat(repeat) => in_group(&mut repeat.group, visit),
        }
    }
}

fn in_group(group: &mut Group, visit: &mut dyn FnMut(&mut Translated)) {
    [&mut group.label, &mut group.hint].into_iter().for_each(&mut *visit);
    each_translated(&mut group.items, visit);
}

/// Every text in several languages of choices.
pub(super) fn each_label(lists: &mut BTreeMap<String, ChoiceList>, visit: &mut dyn FnMut(&mut Translated)) {
    lists.values_mut().flat_map(|list| &mut list.choices).for_each(|choice| visit(&mut choice.label));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_and_get_new_names_wherever_they_stand() {
        let mut question = Question::new("dark".to_owned(), QuestionKind::Integer);
        question.relevant = Some("${ lamps } > ${last-saved#lamps} and ${broken".to_owned());
        question.label = Translated::plain("How many of the ${lamps}?");
        question.trigger = vec!["street".to_owned()];
        let mut item = Item::Question(Box::new(question));
        assert_eq!(names_of(&item).into_iter().collect::<Vec<_>>(), ["lamps", "street"]);
        let new = [("lamps", "lights"), ("street", "road")].map(|(old, new)| (old.to_owned(), new.to_owned()));
        rename(&mut item, &BTreeMap::from(new));
        let Item::Question(question) = item else { panic!("it stays a question") };
        assert_eq!(question.relevant.as_deref(), Some("${lights} > ${last-saved#lights} and ${broken"));
        assert_eq!(question.label, Translated::plain("How many of the ${lights}?"));
        assert_eq!(question.trigger, ["road"]);
    }
}
