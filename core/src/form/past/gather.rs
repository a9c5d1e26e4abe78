//! Rows put together into responses: the form's own table first, then those of its repeats by their keys.
//!
//! What was asked and left empty is found by opening the answers in the form's logic; nothing is computed anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::columns::{Column, Questions};
use super::tables::{Row, Table};
use super::values::{Cells, answer};
use super::{PastOptions, PastResponse};
use crate::form::expr::Moment;
use crate::form::instance::bracketed;
use crate::form::interview::{Interview, Opening, PreparedForm};
use crate::form::problems::{Fault, Place, Report};
use crate::response::{Answer, Missing};
use crate::time::Timestamp;

/// Columns that may hold the id of a response, the surest first.
const KEYS: [&str; 5] = ["KEY", "meta/instanceID", "meta-instanceID", "instanceID", "_uuid"];

/// Columns that may hold when the other server received it.
const SUBMITTED: [&str; 2] = ["SubmissionDate", "_submission_time"];

/// The longest id that is taken.
const MAX_KEY_BYTES: usize = 200;

/// A response while it is put together.
struct Draft {
    response: PastResponse,
    /// Instances of repeats, by response path, with their position.
    instances: BTreeMap<String, String>,
}

/// Puts all tables together.
pub(super) fn responses(
    prepared: &Arc<PreparedForm>,
    tables: Vec<Table>,
    options: &PastOptions,
    report: &mut Report,
) -> Vec<PastResponse> {
    let questions = Questions::of(prepared.form());
    let (repeats, roots): (Vec<Table>, Vec<Table>) =
        tables.into_iter().partition(|table| table.column(&["PARENT_KEY"]).is_some());
    if roots.is_empty() && !report.has_errors() {
        report.add(Place::default(), Fault::PastNoRoot);
    }
    let mut gathered = Gathered { questions, options, report, drafts: Vec::new(), by_key: BTreeMap::new() };
    for table in &roots {
        gathered.root(table);
    }
    for table in &repeats {
        gathered.repeat(table);
    }
    let drafts = gathered.drafts;
    drafts.into_iter().map(|draft| with_blanks(prepared, draft)).collect()
}

struct Gathered<'g> {
    questions: Questions<'g>,
    options: &'g PastOptions,
    report: &'g mut Report,
    drafts: Vec<Draft>,
    /// By instance id: the draft, and the file and line it came from.
    by_key: BTreeMap<String, (usize, String, u32)>,
}

impl Gathered<'_> {
    fn root(&mut self, table: &Table) {
        let Some(key_column) = table.column(&KEYS) else {
            return self.report.add(Place::sheet(&table.file), Fault::PastNoKey);
        };
        let columns = self.questions.columns(table, "", self.report);
        let submitted_column = table.column(&SUBMITTED);
        for row in &table.rows {
            let instance = bare(row.cell(key_column)).to_owned();
            if instance.is_empty() || instance.len() > MAX_KEY_BYTES || instance.contains('/') {
                self.report.add(table.place(row.line, Some(key_column)), Fault::PastRowNoKey);
                continue;
            }
            if let Some((_, file, line)) = self.by_key.get(&instance) {
                let earlier = format!("{file} row {line}");
                self.report.add(table.place(row.line, Some(key_column)), Fault::PastKeyTwice { earlier });
                continue;
            }
            if self.drafts.len() >= self.options.most_responses {
                let limit = self.options.most_responses.to_string();
                return self.report.add(Place::sheet(&table.file), Fault::PastTooMany { limit });
            }
            let submitted = submitted_column.and_then(|column| moment(row.cell(column)));
            let response = PastResponse {
                file: table.file.clone(),
                instance: instance.clone(),
                submitted,
                answers: BTreeMap::new(),
                computed: BTreeMap::new(),
                sealed: BTreeMap::new(),
            };
            let number = self.drafts.len();
            self.drafts.push(Draft { response, instances: BTreeMap::new() });
            self.by_key.insert(instance, (number, table.file.clone(), row.line));
            self.answers(number, table, row, &columns, "");
        }
    }

    fn repeat(&mut self, table: &Table) {
        let Some(key_column) = table.column(&["KEY"]) else {
            return self.report.add(Place::sheet(&table.file), Fault::PastNoKey);
        };
        // All rows of a file belong to one repeat; their keys name it.
        let Some(repeat) = table.rows.first().and_then(|row| instance_of(row.cell(key_column))).map(|(_, path)| path)
        else {
            if let Some(row) = table.rows.first() {
                self.report.add(table.place(row.line, Some(key_column)), Fault::PastRowNoKey);
            }
            return;
        };
        let plain = without_places(&repeat);
        if !self.questions.repeats.contains(&plain) {
            return self.report.add(Place::sheet(&table.file), Fault::PastUnknownRepeat { path: plain });
        }
        let columns = self.questions.columns(table, &plain, self.report);
        for row in &table.rows {
            let place = table.place(row.line, Some(key_column));
            let Some((instance, path)) =
                instance_of(row.cell(key_column)).filter(|(_, path)| without_places(path) == plain)
            else {
                self.report.add(place, Fault::PastRowNoKey);
                continue;
            };
            let Some((number, ..)) = self.by_key.get(&instance) else {
                self.report.add(place, Fault::PastOrphan);
                continue;
            };
            let (number, position) = (*number, position(&path));
            if self.drafts[number].instances.insert(path.clone(), position).is_some() {
                self.report.add(place, Fault::PastInstanceTwice);
                continue;
            }
            self.answers(number, table, row, &columns, &path);
        }
    }

    /// Reads the answers of a row; `instance` is the response path of the repeat instance that it is.
    fn answers(&mut self, number: usize, table: &Table, row: &Row, columns: &[Option<Column>], instance: &str) {
        let mut by_question: BTreeMap<usize, (Cells<'_>, usize)> = BTreeMap::new();
        for (place, column) in columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let (cells, _) = by_question.entry(column.question()).or_insert_with(|| (Cells::default(), place));
            match column {
                Column::Whole(_) => cells.whole = Some(row.cell(place)),
                Column::Part(_, part) => cells.parts[*part] = row.cell(place),
                Column::Choice(_, name) => cells.choices.push((name, row.cell(place))),
            }
        }
        for (question, (cells, place)) in by_question {
            let (path, question) = &self.questions.all[question];
            match answer(self.questions.form, question, &cells) {
                Ok(None) => {}
                Ok(Some(answer)) => {
                    let path = response_path(path, instance);
                    let response = &mut self.drafts[number].response;
                    let kept = if question.evaluation.sealed { &mut response.sealed } else { &mut response.answers };
                    kept.insert(path, answer);
                }
                Err(refused) => {
                    let why = refused.to_string();
                    let leave_out = self.options.leave_out_unfit;
                    let fault = if leave_out { Fault::PastLeftOut { why } } else { Fault::PastNotAnAnswer { why } };
                    self.report.add(table.place(row.line, Some(place)), fault);
                }
            }
        }
    }
}

/// The id without the scheme in front, as servers differ in writing it.
fn bare(key: &str) -> &str {
    key.strip_prefix("uuid:").unwrap_or(key)
}

/// The response and the response path that the key of a repeat's row names: `uuid:…/person[2]/pet[1]`.
fn instance_of(key: &str) -> Option<(String, String)> {
    let (instance, path) = bare(key).split_once('/')?;
    let steps_fit = path.split('/').all(|step| {
        let (name, place) = bracketed(step);
        !name.is_empty() && place.is_none_or(|place| place.parse::<u32>().is_ok_and(|place| place > 0))
    });
    let ends_in_place = bracketed(path.rsplit('/').next()?).1.is_some();
    (steps_fit && ends_in_place).then(|| (instance.to_owned(), path.to_owned()))
}

fn without_places(path: &str) -> String {
    path.split('/').map(|step| bracketed(step).0).collect::<Vec<_>>().join("/")
}

fn position(path: &str) -> String {
    path.rsplit('/').next().and_then(|step| bracketed(step).1).unwrap_or("1").to_owned()
}

/// The response path of a question in a repeat instance: the steps of the instance with their places, the rest without.
fn response_path(path: &str, instance: &str) -> String {
    let depth = if instance.is_empty() { 0 } else { instance.split('/').count() };
    let rest: Vec<&str> = path.split('/').skip(depth).collect();
    if instance.is_empty() { rest.join("/") } else { format!("{instance}/{}", rest.join("/")) }
}

/// A moment as servers write it; one without a zone is in UTC.
fn moment(text: &str) -> Option<Timestamp> {
    match Moment::parse(&text.replacen(' ', "T", 1), &TimeZone::UTC)? {
        Moment::Instant(ms) => Some(Timestamp(ms)),
        Moment::Day(_) => None,
    }
}

/// Adds what was asked and left empty, as far as the form's logic tells.
fn with_blanks(prepared: &Arc<PreparedForm>, draft: Draft) -> PastResponse {
    let Draft { mut response, instances } = draft;
    let opening = Opening::new(response.submitted.unwrap_or_default(), TimeZone::UTC, 0);
    let all = response.answers.iter().chain(&response.sealed);
    let mut opened: BTreeMap<String, Answer> = all.map(|(path, answer)| (path.clone(), answer.clone())).collect();
    opened.extend(instances.into_iter().map(|(path, position)| (path, Answer::Given(position))));
    let so_far = Interview::open_response(Arc::clone(prepared), opening, &opened).answers_so_far();
    let worked_out = |path: &String, _: &mut Answer| so_far.computed.contains_key(path);
    response.computed = response.answers.extract_if(.., worked_out).collect();
    let blank = |(_, answer): &(String, Answer)| *answer == Answer::Missing(Missing::Blank);
    for (path, answer) in so_far.answers.into_iter().filter(blank) {
        response.answers.entry(path).or_insert(answer);
    }
    for (path, answer) in so_far.sealed.into_iter().filter(blank) {
        response.sealed.entry(path).or_insert(answer);
    }
    response
}
