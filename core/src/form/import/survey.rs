//! The survey sheet: its rows as a tree of questions, groups and repeats.
//!
//! The tree is built on a stack of open blocks, so that the depth of a file never becomes the depth of the program's own
//! stack. What Kobo's groups and loops stand for is written out in `blocks`.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::model::{ChoiceList, ChoiceSource, Group, Item, Question, QuestionKind, Translated};
use crate::form::problems::{Fault, Report};

use super::blocks::{self, Open};
use super::names::is_name;
use super::question;
use super::records::Record;
use super::settings::truth;
use super::sheet::Limits;
use super::types::{self, Block, RowKind, TypeTrouble};

/// No form has more questions, groups and repeats than this after loops and matrices are written out.
const MOST_ITEMS: usize = 100_000;

/// Builds the tree. Lists get their "other" choice where a question asks for it.
struct Builder<'a> {
    limits: &'a Limits,
    lists: &'a mut BTreeMap<String, ChoiceList>,
    report: &'a mut Report,
    top: Vec<Item>,
    open: Vec<Open>,
    items: usize,
    too_deep: bool,
    rows: BTreeSet<u32>,
    other_lists: BTreeSet<String>,
}

/// What the survey sheet gave.
pub(super) struct Built {
    pub(super) items: Vec<Item>,
    /// The rows that became part of the form.
    pub(super) rows: BTreeSet<u32>,
    /// The lists that need a choice "other".
    pub(super) other_lists: BTreeSet<String>,
}

/// Reads all rows.
pub(super) fn build(
    records: &[Record],
    lists: &mut BTreeMap<String, ChoiceList>,
    limits: &Limits,
    report: &mut Report,
) -> Built {
    let (rows, other_lists) = (BTreeSet::new(), BTreeSet::new());
    let mut builder = Builder {
        limits,
        lists,
        report,
        top: Vec::new(),
        open: Vec::new(),
        items: 0,
        too_deep: false,
        rows,
        other_lists,
    };
    for record in records {
        builder.take(record);
    }
    builder.finish()
}

impl Builder<'_> {
    fn take(&mut self, record: &Record) {
        if record.get("disabled").is_some_and(|text| truth(text) == Some(true)) {
            return;
        }
        let Some(type_text) = record.get("type") else {
            let meant = record.get("name").is_some() || record.get("label").is_some();
            self.report.add(record.place(), if meant { Fault::NoType } else { Fault::IgnoredRow });
            return;
        };
        self.rows.insert(record.row);
        match types::read(type_text) {
            Ok(RowKind::Question { kind, or_other }) => self.question(record, kind, or_other),
            Ok(RowKind::Begin(block)) => self.begin(record, block),
            Ok(RowKind::End(block)) => self.end(record, &block),
            Ok(row @ (RowKind::ScoreRow | RowKind::RankLevel)) => self.kobo_row(record, &row),
            Err(trouble) => self.report.add(record.at("type"), type_fault(trouble)),
        }
    }

    fn question(&mut self, record: &Record, kind: QuestionKind, or_other: bool) {
        let Some(name) = self.name(record, &kind) else { return };
        let question = question::read(record, name, kind, self.report);
        let other = if or_other { self.other_question(record, &question) } else { None };
        self.push(record, Item::Question(Box::new(question)));
        if let Some(other) = other {
            self.push(record, Item::Question(Box::new(other)));
        }
    }

    /// The name of a row; notes and logs may go without.
    fn name(&mut self, record: &Record, kind: &QuestionKind) -> Option<String> {
        match (record.get("name"), kind) {
            (None, QuestionKind::Note) => Some(format!("generated_note_name_{}", record.row)),
            (None, QuestionKind::Audit) => Some("audit".to_owned()),
            _ => self.given_name(record),
        }
    }

    fn given_name(&mut self, record: &Record) -> Option<String> {
        let Some(name) = record.get("name") else {
            self.report.add(record.at("name"), Fault::NoName);
            return None;
        };
        if !is_name(name) {
            self.report.add(record.at("name"), Fault::BadName);
        } else if name == "meta" {
            self.report.add(record.at("name"), Fault::ReservedName);
        }
        Some(name.to_owned())
    }

    /// `or_other`: a text question that is asked when the choice "other" is chosen.
    fn other_question(&mut self, record: &Record, question: &Question) -> Option<Question> {
        let Some(ChoiceSource::List(list)) = question.kind.choices() else {
            self.report.add(record.at("type"), Fault::OtherWithRepeat);
            return None;
        };
        if question.choice_filter.is_some() {
            self.report.add(record.at("choice_filter"), Fault::OtherWithFilter);
            return None;
        }
        self.other_lists.insert(list.clone());
        let name = format!("{}_other", question.name);
        Some(Question {
            row: record.row,
            label: Translated::plain("Specify other."),
            relevant: Some(format!("selected(../{}, 'other')", question.name)),
            ..Question::new(name, QuestionKind::Text)
        })
    }

    fn begin(&mut self, record: &Record, block: Block) {
        if record.get("save_to").is_some() {
            self.report.add(record.at("save_to"), Fault::SaveToOnGroup);
        }
        let name = self.given_name(record).unwrap_or_default();
        if self.depth() >= self.limits.nesting && !self.too_deep {
            self.too_deep = true;
            self.report.add(record.place(), Fault::TooDeep { limit: self.limits.nesting.to_string() });
        }
        let group = Group {
            name,
            row: record.row,
            label: record.translated("label"),
            hint: record.translated("hint"),
            media: record.media(),
            relevant: record.get("relevant").map(question::expression),
            readonly: record.get("readonly").map(question::expression),
            appearance: record.get("appearance").unwrap_or_default().to_owned(),
            parameters: BTreeMap::new(),
            items: Vec::new(),
        };
        let count = record.get("repeat_count").map(str::to_owned);
        let open = Open::new(block, group, count, record, self.report);
        self.open.push(open);
    }

    fn end(&mut self, record: &Record, block: &Block) {
        if record.get("save_to").is_some() {
            self.report.add(record.at("save_to"), Fault::SaveToOnGroup);
        }
        let what = block.word().to_owned();
        let Some(open) = self.open.pop() else {
            self.report.add(record.at("type"), Fault::EndWithoutBegin { what });
            return;
        };
        if !block.closes(&open.block) {
            let row = open.group.row.to_string();
            self.report.add(record.at("type"), Fault::EndsAnother { what, open: open.block.word().to_owned(), row });
        }
        if let Some(name) = record.get("name").filter(|name| *name != open.group.name) {
            let place = record.place().cell("name", name);
            self.report.add(place, Fault::EndNamesAnother { name: open.group.name.clone() });
        }
        if !self.too_deep {
            let room = MOST_ITEMS.saturating_sub(self.items);
            match blocks::close(open, self.lists, room, self.report) {
                Some(item) => self.push(record, item),
                None => self.too_many(record),
            }
        }
    }

    /// How deep the open blocks stand in the finished form: a loop or matrix gives a group for each choice, too.
    fn depth(&self) -> usize {
        self.open.iter().map(|open| if matches!(open.block, Block::Loop(_) | Block::Matrix) { 2 } else { 1 }).sum()
    }

    fn kobo_row(&mut self, record: &Record, row: &RowKind) {
        let Some(name) = self.given_name(record) else { return };
        let levels = self.open.last().map_or(0, |open| open.group.items.len());
        if *row == RowKind::RankLevel && levels >= blocks::MOST_LEVELS {
            self.report.add(record.place(), Fault::KoboTooMany { limit: blocks::MOST_LEVELS.to_string() });
            return;
        }
        let question = self.open.last().and_then(|open| blocks::kobo_question(open, record, name, row));
        match question {
            Some(question) => self.push(record, Item::Question(Box::new(question))),
            None => {
                let kind = record.get("type").unwrap_or_default().to_owned();
                self.report.add(record.at("type"), Fault::KoboStray { kind });
            }
        }
    }

    fn push(&mut self, record: &Record, item: Item) {
        self.items += 1;
        if self.items > MOST_ITEMS {
            self.too_many(record);
            return;
        }
        match self.open.last_mut() {
            Some(open) => open.group.items.push(item),
            None => self.top.push(item),
        }
    }

    fn too_many(&mut self, record: &Record) {
        let fault = Fault::TooManyRows { limit: MOST_ITEMS.to_string() };
        if !self.report.problems.iter().any(|problem| problem.fault == fault) {
            self.report.add(record.place(), fault);
        }
    }

    fn finish(self) -> Built {
        for open in &self.open {
            let place = open.place.clone();
            self.report.add(place, Fault::NeverEnds { what: open.block.word().to_owned() });
        }
        Built { items: self.top, rows: self.rows, other_lists: self.other_lists }
    }
}

fn type_fault(trouble: TypeTrouble) -> Fault {
    match trouble {
        TypeTrouble::Unknown { similar: Some(similar) } => {
            Fault::UnknownType { similar: format!("Perhaps {similar} was meant.") }
        }
        TypeTrouble::Unknown { similar: None } => Fault::UnknownType {
            similar: "Use a type of the XLSForm standard, such as text or select_one list.".to_owned(),
        },
        TypeTrouble::Unsupported { kind } => Fault::UnsupportedType { kind: kind.to_owned() },
        TypeTrouble::File => Fault::BadFileName,
        TypeTrouble::Reference => Fault::BrokenReference,
    }
}
