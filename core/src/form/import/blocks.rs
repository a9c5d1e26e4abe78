//! Groups, repeats, loops and Kobo's groups: what is open while the survey sheet is read, and what it becomes when it ends.
//!
//! Loops, score, rank and matrix groups are shorthand: here they become plain groups and questions, so that nothing after
//! the import needs to know them.

use std::collections::BTreeMap;

use crate::form::model::{
    Choice, ChoiceList, ChoiceSource, Group, Item, Lang, Question, QuestionKind, Repeat, Translated,
};
use crate::form::normal;
use crate::form::problems::{Fault, Place, Report};

use super::question;
use super::records::Record;
use super::types::{Block, RowKind};

/// How many levels a rank group may have: each is compared with all before it.
pub(super) const MOST_LEVELS: usize = 100;

/// How much text one label of a loop may become.
const MOST_FILLED_IN: usize = 64 << 10;

/// A block whose end has not been read yet.
pub(super) struct Open {
    pub(super) block: Block,
    pub(super) group: Group,
    count: Option<String>,
    /// The list of a score, rank or matrix group.
    list: String,
    message: Translated,
    required: Option<String>,
    pub(super) place: Place,
}

impl Open {
    pub(super) fn new(block: Block, group: Group, count: Option<String>, record: &Record, report: &mut Report) -> Self {
        let column = match block {
            Block::Score => Some("kobo--score-choices"),
            Block::Rank => Some("kobo--rank-items"),
            Block::Matrix => Some("kobo--matrix_list"),
            Block::Group | Block::Repeat | Block::Loop(_) => None,
        };
        let mut list = column.and_then(|column| record.get(column)).unwrap_or_default().to_owned();
        if let (Some(column), true) = (column, list.is_empty()) {
            report.add(record.place(), Fault::KoboMissing { column: column.to_owned() });
        }
        if let Block::Loop(over) = &block {
            list.clone_from(over);
        }
        let required = record.get("required").map(question::expression);
        let message = record.translated("kobo--rank-constraint-message");
        Self { block, group, count, list, message, required, place: record.at("type") }
    }
}

/// The question that a row inside a score or rank group stands for.
pub(super) fn kobo_question(open: &Open, record: &Record, name: String, row: &RowKind) -> Option<Question> {
    let kind = QuestionKind::SelectOne(ChoiceSource::List(open.list.clone()));
    let own = record.get("required").map(question::expression);
    let plain = Question {
        row: record.row,
        label: record.translated("label"),
        required: own.or_else(|| open.required.clone()),
        ..Question::new(name, kind)
    };
    match (&open.block, row) {
        (Block::Score, RowKind::ScoreRow) => Some(Question { appearance: "list-nolabel".to_owned(), ..plain }),
        (Block::Rank, RowKind::RankLevel) => {
            let earlier = open.group.items.iter().map(|item| format!(". != ${{{}}}", item.name()));
            let constraint = earlier.collect::<Vec<_>>().join(" and ");
            let message = if constraint.is_empty() { Translated::default() } else { open.message.clone() };
            let constraint = (!constraint.is_empty()).then_some(constraint);
            Some(Question { constraint, constraint_message: message, ..plain })
        }
        _ => None,
    }
}

/// What the block becomes; nothing if writing it out would take more than `room` items.
pub(super) fn close(
    open: Open,
    lists: &BTreeMap<String, ChoiceList>,
    room: usize,
    report: &mut Report,
) -> Option<Item> {
    let Open { block, mut group, count, list, place, .. } = open;
    match &block {
        Block::Group => {}
        Block::Repeat => return Some(Item::Repeat(Box::new(Repeat { group, count }))),
        Block::Score => {
            let kind = QuestionKind::SelectOne(ChoiceSource::List(list));
            let header = Question { appearance: "label".to_owned(), ..heading(&mut group, "header", kind) };
            group.items.insert(0, Item::Question(Box::new(header)));
            group.appearance = "field-list".to_owned();
        }
        Block::Rank => {
            let header = heading(&mut group, "label", QuestionKind::Note);
            group.items.insert(0, Item::Question(Box::new(header)));
            group.appearance = "field-list".to_owned();
        }
        Block::Loop(_) | Block::Matrix => {
            let Some(rows) = lists.get(&list) else {
                report.add(place, Fault::MissingList { list });
                return Some(Item::Group(Box::new(group)));
            };
            let bytes = serde_json::to_vec(&group.items).map_or(usize::MAX, |items| items.len());
            let too_many = rows.choices.len().saturating_mul(size(&group.items)) > room;
            if too_many || rows.choices.len().saturating_mul(bytes) > normal::MOST_BYTES {
                return None;
            }
            let prefixed = block == Block::Matrix;
            group.items = rows.choices.iter().map(|choice| written_out(&group, choice, prefixed)).collect();
        }
    }
    Some(Item::Group(Box::new(group)))
}

/// A first question that carries the label of its group.
fn heading(group: &mut Group, suffix: &str, kind: QuestionKind) -> Question {
    let label = std::mem::take(&mut group.label);
    Question { row: group.row, label, ..Question::new(format!("{}_{suffix}", group.name), kind) }
}

/// How many items these are with all that stands inside; bounded by the nesting limit, as items closed earlier are.
fn size(items: &[Item]) -> usize {
    items.iter().map(|item| 1 + size(item.children())).sum()
}

/// One copy of a loop's or matrix's content, for one choice.
fn written_out(group: &Group, choice: &Choice, prefixed: bool) -> Item {
    let name = if prefixed { format!("{}_{}", group.name, choice.name) } else { choice.name.clone() };
    let items = group.items.iter().map(|item| copied(item, choice, prefixed.then_some(name.as_str()))).collect();
    let appearance = if prefixed { "field-list".to_owned() } else { String::new() };
    Item::Group(Box::new(Group {
        name,
        row: group.row,
        label: choice.label.clone(),
        appearance,
        items,
        ..Group::default()
    }))
}

fn copied(item: &Item, choice: &Choice, prefix: Option<&str>) -> Item {
    let renamed = |name: &str| prefix.map_or_else(|| name.to_owned(), |prefix| format!("{prefix}_{name}"));
    let copied_group = |group: &Group| Group {
        name: renamed(&group.name),
        label: filled_in(&group.label, choice),
        items: group.items.iter().map(|item| copied(item, choice, prefix)).collect(),
        ..group.clone()
    };
    match item {
        Item::Question(question) => Item::Question(Box::new(Question {
            name: renamed(&question.name),
            label: filled_in(&question.label, choice),
            hint: filled_in(&question.hint, choice),
            ..(**question).clone()
        })),
        Item::Group(group) => Item::Group(Box::new(copied_group(group))),
        Item::Repeat(repeat) => {
            Item::Repeat(Box::new(Repeat { group: copied_group(&repeat.group), count: repeat.count.clone() }))
        }
    }
}

/// `%(label)s` and `%(name)s` in a loop's texts stand for the choice.
fn filled_in(text: &Translated, choice: &Choice) -> Translated {
    let shown = |lang: &Lang| choice.label.best(lang, &Lang::unnamed()).unwrap_or(&choice.name).to_owned();
    let filled = |(lang, text): (&Lang, &String)| {
        let marks = text.matches("%(label)s").count() + text.matches("%(name)s").count();
        if marks.saturating_mul(shown(lang).len() + choice.name.len()) > MOST_FILLED_IN {
            return (lang.clone(), text.clone());
        }
        (lang.clone(), text.replace("%(label)s", &shown(lang)).replace("%(name)s", &choice.name))
    };
    Translated(text.0.iter().map(filled).collect())
}
