//! The tables of a result as rows: every number that is shown, and where one is not, why.
//!
//! What is merged and hidden is `evaluation`'s; nothing is counted here.

use std::fs::File;
use std::io::{BufWriter, Write};

use rust_xlsxwriter::Workbook;

use super::WriteError;
use super::book::write_rows;
use crate::evaluation::{Breakdown, Counted, Evaluation, Figure, Groups, Label, People, Share, Slice, Spread, Who};
use crate::form::export::push_row;
use crate::form::model::Measure;
use crate::words::Words;

const HEADER: [&str; 14] = [
    "part",
    "key",
    "label",
    "measure",
    "who",
    "area",
    "round",
    "answer",
    "answer_label",
    "count",
    "percent",
    "answers",
    "mean",
    "flag",
];

/// One number of a result.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableRow {
    /// Which part of the result: `criterion`, `priority`, `question`, `heard`, `by-group`, `hours`.
    pub part: &'static str,
    /// The criterion's key, the question's path, or what makes the groups.
    pub key: String,
    /// What people read.
    pub label: String,
    /// What was asked about a criterion.
    pub measure: &'static str,
    /// Whose answers.
    pub who: String,
    /// The area, if it is one's.
    pub area: String,
    /// The round, if it is one's.
    pub round: String,
    /// The answer's name, or the group's.
    pub answer: String,
    /// What people read of it.
    pub answer_label: String,
    /// How many; empty where that is not shown.
    pub count: Option<i64>,
    /// The share in hundredths of a percent.
    pub share: Option<Share>,
    /// How many answered in all; empty where that is not shown.
    pub answers: Option<i64>,
    /// The mean in hundredths of a point.
    pub mean: Option<i32>,
    /// Why a number is not shown, or what was put together.
    pub flag: String,
}

/// Every number of a result, as this audience may see it.
pub fn table_rows(evaluation: &Evaluation, words: &Words) -> Vec<TableRow> {
    let mut made = Made { evaluation, words, rows: Vec::new() };
    for criterion in &evaluation.criteria {
        for (measure, counted) in &criterion.scales {
            made.counted("criterion", &criterion.key, made.label(&criterion.name), name_of(*measure), counted);
        }
    }
    for (part, all) in [("priority", &evaluation.priorities), ("question", &evaluation.tables)] {
        for counted in all {
            made.counted(part, &counted.path, made.label(&counted.question), "", counted);
        }
    }
    let coverage = &evaluation.coverage;
    made.groups("perspective", &coverage.perspectives);
    made.groups("area", &coverage.areas);
    for margin in &coverage.margins {
        made.groups("group", margin);
    }
    made.rows
}

/// Rows as CSV.
pub fn tables_csv(rows: &[TableRow]) -> String {
    let mut text = String::new();
    push_row(&mut text, HEADER, true);
    for row in rows {
        push_row(&mut text, row.cells().iter().map(String::as_str), true);
    }
    text
}

/// What each group said beside everybody, with the group's question and choice in place of whose answers.
pub fn group_rows(evaluation: &Evaluation, breakdown: &Breakdown, words: &Words) -> Vec<TableRow> {
    let mut made = Made { evaluation, words, rows: Vec::new() };
    for question in &breakdown.questions {
        for group in &question.groups {
            for (asked, figure) in breakdown.asked.iter().zip(&group.figures) {
                let row = TableRow {
                    part: "by-group",
                    key: asked.criterion.clone(),
                    label: made.label(&asked.name),
                    measure: name_of(asked.measure),
                    who: format!("{}={}", question.path, group.key),
                    answer: "top".to_owned(),
                    ..TableRow::default()
                };
                made.rows.push(made.of_group(row, figure));
            }
        }
    }
    made.rows
}

/// Writes rows as one CSV file.
///
/// # Errors
/// When nothing can be written.
pub fn write_tables_csv(rows: &[TableRow], file: File) -> Result<(), WriteError> {
    let mut out = BufWriter::new(file);
    out.write_all(tables_csv(rows).as_bytes())?;
    Ok(out.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?)
}

/// Writes rows as a workbook.
///
/// # Errors
/// When nothing can be written.
pub fn write_tables_book(rows: &[TableRow], file: File) -> Result<(), WriteError> {
    let mut book = Workbook::new();
    let cells: Vec<[String; 14]> = rows.iter().map(TableRow::cells).collect();
    write_rows(&mut book, "tables", &HEADER, &cells)?;
    book.save_to_writer(BufWriter::new(&file))?;
    Ok(file.sync_all()?)
}

impl TableRow {
    fn cells(&self) -> [String; 14] {
        let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let hundredths = |number: Option<i32>| {
            let sign = |number: i32| if number < 0 { "-" } else { "" };
            let text = |number: i32| format!("{}{}.{:02}", sign(number), number.abs() / 100, number.abs() % 100);
            number.map(text).unwrap_or_default()
        };
        [
            self.part.to_owned(),
            self.key.clone(),
            self.label.clone(),
            self.measure.to_owned(),
            self.who.clone(),
            self.area.clone(),
            self.round.clone(),
            self.answer.clone(),
            self.answer_label.clone(),
            number(self.count),
            hundredths(self.share.map(|share| share.0)),
            number(self.answers),
            hundredths(self.mean),
            self.flag.clone(),
        ]
    }
}

struct Made<'a> {
    evaluation: &'a Evaluation,
    words: &'a Words,
    rows: Vec<TableRow>,
}

impl Made<'_> {
    fn label(&self, label: &Label) -> String {
        label.text(&self.words.language().tag()).unwrap_or_default().to_owned()
    }

    /// The share of the top answers of one group's figure, or why it is not shown.
    fn of_group(&self, row: TableRow, figure: &Figure) -> TableRow {
        let say = |key: &str| self.words.say(key, &[]);
        match figure {
            Figure::Nobody(_) => TableRow { answers: Some(0), ..row },
            Figure::TooFew { fewest } => TableRow { flag: self.too_few(*fewest), ..row },
            Figure::Covering => TableRow { flag: say("export-flag-covering"), ..row },
            Figure::Held => TableRow { flag: say("export-flag-held"), ..row },
            Figure::Alike => TableRow { flag: say("export-flag-alike"), ..row },
            Figure::Dominated => TableRow { flag: say("export-flag-dominated"), ..row },
            Figure::Shown(spread) => {
                TableRow { share: spread.top, answers: Some(spread.n), mean: spread.mean.map(|mean| mean.0), ..row }
            }
        }
    }

    fn counted(&mut self, part: &'static str, key: &str, label: String, measure: &'static str, counted: &Counted) {
        for (slice, figure) in &counted.figures {
            let merged = if counted.merged() { self.words.say("export-flag-merged", &[]) } else { String::new() };
            let row = TableRow { part, key: key.to_owned(), label: label.clone(), measure, ..self.of_slice(slice) };
            match figure {
                Figure::Nobody(_) => self.rows.push(TableRow { answers: Some(0), ..row }),
                Figure::TooFew { fewest } => self.rows.push(TableRow { flag: self.too_few(*fewest), ..row }),
                Figure::Covering => {
                    self.rows.push(TableRow { flag: self.words.say("export-flag-covering", &[]), ..row })
                }
                Figure::Held => self.rows.push(TableRow { flag: self.words.say("export-flag-held", &[]), ..row }),
                Figure::Alike => self.rows.push(TableRow { flag: self.words.say("export-flag-alike", &[]), ..row }),
                Figure::Dominated => {
                    self.rows.push(TableRow { flag: self.words.say("export-flag-dominated", &[]), ..row })
                }
                Figure::Shown(spread) => self.spread(&row, counted, spread, &merged),
            }
        }
    }

    fn spread(&mut self, row: &TableRow, counted: &Counted, spread: &Spread, merged: &str) {
        let counts = spread.counts.iter().zip(&spread.shares);
        for (offered, (people, share)) in counted.offered.iter().zip(counts) {
            let flag = self.flag(*people);
            self.rows.push(TableRow {
                answer: offered.name.clone(),
                answer_label: self.label(&offered.label),
                count: people.shown(),
                share: *share,
                answers: Some(spread.n),
                mean: spread.mean.map(|mean| mean.0),
                flag: if flag.is_empty() { merged.to_owned() } else { flag },
                ..row.clone()
            });
        }
    }

    fn groups(&mut self, key: &str, groups: &Groups) {
        let label = self.label(&groups.question);
        let named = |name: &str, label: &str, people: People| (name.to_owned(), label.to_owned(), people);
        let mut all: Vec<_> = groups
            .heard
            .iter()
            .map(|group| {
                named(&group.key, group.label.text(&self.words.language().tag()).unwrap_or_default(), group.people)
            })
            .collect();
        all.push(named("", &self.words.say("export-unsaid", &[]), groups.unsaid));
        for (answer, answer_label, people) in all {
            let (key, label, flag) = (key.to_owned(), label.clone(), self.flag(people));
            let count = people.shown();
            self.rows.push(TableRow {
                part: "heard",
                key,
                label,
                answer,
                answer_label,
                count,
                flag,
                ..TableRow::default()
            });
        }
    }

    fn of_slice(&self, slice: &Slice) -> TableRow {
        let who = match &slice.who {
            Who::Everyone => "everyone".to_owned(),
            Who::Residents => "residents".to_owned(),
            Who::Team => "team".to_owned(),
            Who::Perspective(name) => name.clone(),
        };
        let area = slice.area.map(|area| self.evaluation.areas.get(&area).cloned().unwrap_or_else(|| area.to_string()));
        let round = slice.round.and_then(|round| self.evaluation.rounds.get(&round).cloned());
        TableRow { who, area: area.unwrap_or_default(), round: round.unwrap_or_default(), ..TableRow::default() }
    }

    fn flag(&self, people: People) -> String {
        match people {
            People::Shown(_) => String::new(),
            People::FewerThan(fewest) => self.too_few(fewest),
            People::Covering => self.words.say("export-flag-covering", &[]),
        }
    }

    fn too_few(&self, fewest: i64) -> String {
        self.words.say("export-flag-few", &[("fewest", fewest.into())])
    }
}

const fn name_of(measure: Measure) -> &'static str {
    match measure {
        Measure::Importance => "importance",
        Measure::Satisfaction => "satisfaction",
        Measure::Agreement => "agreement",
        Measure::Score => "score",
        Measure::Priority => "priority",
    }
}
