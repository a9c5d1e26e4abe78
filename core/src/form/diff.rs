//! What changed between two versions of a form, in plain words.
//!
//! Questions are known by their paths, so a renamed one is one removed and one added. What this means for answers that were
//! given before is decided where responses are opened.

mod change;

use std::collections::{BTreeMap, BTreeSet};

use super::model::{ChoiceList, Form, Item, Lang, Question, Translated};

pub use change::Change;

/// Everything that changed from the first version to the second, in the order of the second.
pub fn changes(before: &Form, after: &Form) -> Vec<Change> {
    let mut found = Vec::new();
    whole_form(before, after, &mut found);
    let old = rows(before);
    let new = rows(after);
    for (path, item) in &new.in_order {
        match old.by_path.get(path) {
            None => found.push(Change::Added { path: path.clone(), what: what(item), label: label(item, after) }),
            Some(earlier) => row(path, earlier, item, &mut found),
        }
    }
    for (path, item) in &old.in_order {
        if !new.by_path.contains_key(path) {
            found.push(Change::Removed { path: path.clone(), what: what(item), label: label(item, before) });
        }
    }
    moved(&old, &new, &mut found);
    lists(before, after, &mut found);
    found
}

struct Rows<'a> {
    in_order: Vec<(String, &'a Item)>,
    by_path: BTreeMap<String, &'a Item>,
}

fn rows(form: &Form) -> Rows<'_> {
    let mut in_order = Vec::new();
    form.walk(&mut |path, item| in_order.push((path.to_owned(), item)));
    let by_path = in_order.iter().cloned().collect();
    Rows { in_order, by_path }
}

fn whole_form(before: &Form, after: &Form, found: &mut Vec<Change>) {
    if before.title != after.title {
        found.push(Change::Title { before: before.title.clone(), after: after.title.clone() });
    }
    if before.version != after.version {
        found.push(Change::Version { before: before.version.clone(), after: after.version.clone() });
    }
    let named = |form: &Form| form.languages.iter().filter(|lang| !lang.is_unnamed()).cloned().collect::<Vec<Lang>>();
    let (old, new) = (named(before), named(after));
    found.extend(
        new.iter().filter(|lang| !old.contains(lang)).map(|lang| Change::LanguageAdded { language: lang.0.clone() }),
    );
    found.extend(
        old.iter().filter(|lang| !new.contains(lang)).map(|lang| Change::LanguageRemoved { language: lang.0.clone() }),
    );
}

fn what(item: &Item) -> &'static str {
    match item {
        Item::Question(question) if question.kind.is_shown() => "question",
        Item::Question(_) => "hidden row",
        Item::Group(_) => "group",
        Item::Repeat(_) => "repeat",
    }
}

fn label(item: &Item, form: &Form) -> String {
    let text = match item {
        Item::Question(question) => &question.label,
        Item::Group(group) => &group.label,
        Item::Repeat(repeat) => &repeat.group.label,
    };
    text.best(&form.default_language, &form.default_language).unwrap_or_default().to_owned()
}

fn row(path: &str, before: &Item, after: &Item, found: &mut Vec<Change>) {
    match (before, after) {
        (Item::Question(before), Item::Question(after)) => question(path, before, after, found),
        (Item::Group(before), Item::Group(after)) => {
            texts(path, "heading", &before.label, &after.label, found);
            logic(path, "when it is asked", before.relevant.as_ref(), after.relevant.as_ref(), found);
        }
        (Item::Repeat(before), Item::Repeat(after)) => {
            texts(path, "heading", &before.group.label, &after.group.label, found);
            logic(path, "when it is asked", before.group.relevant.as_ref(), after.group.relevant.as_ref(), found);
            logic(path, "how often it is asked", before.count.as_ref(), after.count.as_ref(), found);
        }
        (Item::Question(_) | Item::Group(_) | Item::Repeat(_), _) => {
            let (before, after) = (what(before).to_owned(), what(after).to_owned());
            found.push(Change::Type { path: path.to_owned(), before, after });
        }
    }
}

fn question(path: &str, before: &Question, after: &Question, found: &mut Vec<Change>) {
    if before.kind != after.kind {
        let (before, after) = (before.kind.type_text(), after.kind.type_text());
        found.push(Change::Type { path: path.to_owned(), before, after });
    }
    texts(path, "wording", &before.label, &after.label, found);
    texts(path, "hint", &before.hint, &after.hint, found);
    let columns = [
        ("when it is asked", &before.relevant, &after.relevant),
        ("whether it must be answered", &before.required, &after.required),
        ("which answers are allowed", &before.constraint, &after.constraint),
        ("how it is computed", &before.calculation, &after.calculation),
        ("which choices are offered", &before.choice_filter, &after.choice_filter),
    ];
    for (aspect, before, after) in columns {
        logic(path, aspect, before.as_ref(), after.as_ref(), found);
    }
    if before.evaluation != after.evaluation {
        found.push(Change::Evaluation { path: path.to_owned() });
    }
}

fn texts(path: &str, aspect: &'static str, before: &Translated, after: &Translated, found: &mut Vec<Change>) {
    let languages: BTreeSet<&Lang> = before.0.keys().chain(after.0.keys()).collect();
    for lang in languages {
        let (old, new) = (before.exact(lang).unwrap_or_default(), after.exact(lang).unwrap_or_default());
        if old != new {
            let language = if lang.is_unnamed() { None } else { Some(lang.0.clone()) };
            let (before, after) = (old.to_owned(), new.to_owned());
            found.push(Change::Text { path: path.to_owned(), aspect, language, before, after });
        }
    }
}

fn logic(path: &str, aspect: &'static str, before: Option<&String>, after: Option<&String>, found: &mut Vec<Change>) {
    let plain = |text: Option<&String>| text.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    if plain(before) != plain(after) {
        let (before, after) = (before.cloned(), after.cloned());
        found.push(Change::Logic { path: path.to_owned(), aspect, before, after });
    }
}

/// Rows that both versions have and that stand in another order than before, each told once.
fn moved(old: &Rows<'_>, new: &Rows<'_>, found: &mut Vec<Change>) {
    let kept: Vec<&String> =
        new.in_order.iter().map(|(path, _)| path).filter(|path| old.by_path.contains_key(*path)).collect();
    let before: BTreeMap<&String, usize> =
        old.in_order.iter().enumerate().map(|(index, (path, _))| (path, index)).collect();
    let stays = longest_rising(&kept.iter().map(|path| before[*path]).collect::<Vec<_>>());
    for (index, path) in kept.iter().enumerate() {
        if !stays.contains(&index) {
            found.push(Change::Moved { path: (*path).clone() });
        }
    }
}

/// The places of a longest rising run of numbers: what did not move when the others did.
fn longest_rising(numbers: &[usize]) -> BTreeSet<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(numbers.len());
    for (index, number) in numbers.iter().enumerate() {
        let at = ends.partition_point(|end| numbers[*end] < *number);
        before.push(at.checked_sub(1).map(|earlier| ends[earlier]));
        if at == ends.len() { ends.push(index) } else { ends[at] = index }
    }
    let mut run = BTreeSet::new();
    let mut next = ends.last().copied();
    while let Some(index) = next {
        run.insert(index);
        next = before[index];
    }
    run
}

fn lists(before: &Form, after: &Form, found: &mut Vec<Change>) {
    let names: BTreeSet<&String> = before.lists.keys().chain(after.lists.keys()).collect();
    let none = ChoiceList::default();
    for name in names {
        let old = before.lists.get(name).unwrap_or(&none);
        let new = after.lists.get(name).unwrap_or(&none);
        for choice in &new.choices {
            match old.named(&choice.name) {
                None => found.push(Change::ChoiceAdded { list: name.clone(), choice: choice.name.clone() }),
                Some(earlier) => {
                    texts(&format!("{name}: {}", choice.name), "wording", &earlier.label, &choice.label, found);
                    if (earlier.points, earlier.missing) != (choice.points, choice.missing) {
                        found.push(Change::Scale { list: name.clone(), choice: choice.name.clone() });
                    }
                }
            }
        }
        let gone = old.choices.iter().filter(|choice| new.named(&choice.name).is_none());
        found.extend(gone.map(|choice| Change::ChoiceRemoved { list: name.clone(), choice: choice.name.clone() }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::import::{Limits, import};

    fn form(survey: &[&str], choices: &[&str]) -> Form {
        let mut text = "## survey\n| type | name | label | relevant |\n|---|---|---|---|\n".to_owned();
        text.extend(survey.iter().map(|row| format!("{row}\n")));
        text.push_str("## choices\n| list_name | name | label |\n|---|---|---|\n");
        text.extend(choices.iter().map(|row| format!("{row}\n")));
        import(text.as_bytes(), &Limits::default()).unwrap().form
    }

    fn said(before: &Form, after: &Form) -> Vec<String> {
        changes(before, after).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_form_has_no_changes_from_itself() {
        let one = form(&["| select_one yn | lit | Lit? | |"], &["| yn | yes | Yes |"]);
        assert!(changes(&one, &one).is_empty());
    }

    #[test]
    fn changes_are_said_in_plain_words() {
        let before =
            form(&["| select_one yn | lit | Is it lit? | |", "| text | why | Why? | |"], &["| yn | yes | Yes |"]);
        let after = form(
            &["| select_one yn | lit | Is it lit at night? | |", "| integer | lamps | How many? | ${lit} = 'yes' |"],
            &["| yn | yes | Yes |", "| yn | no | No |"],
        );
        assert_eq!(
            said(&before, &after),
            [
                "lit: the wording was “Is it lit?” and is now “Is it lit at night?”",
                "lamps: question added (“How many?”)",
                "why: question removed (“Why?”); answers given to it are kept",
                "list yn: choice no added",
            ]
        );
    }

    #[test]
    fn only_what_moved_is_said_to_have_moved() {
        let row = |name: &str| format!("| text | {name} | {name} | |");
        let of = |names: &[&str]| {
            let rows: Vec<String> = names.iter().map(|name| row(name)).collect();
            form(&rows.iter().map(String::as_str).collect::<Vec<_>>(), &[])
        };
        assert_eq!(said(&of(&["a", "b", "c", "d"]), &of(&["b", "c", "d", "a"])), ["a: stands in another place"]);
    }
}
