//! One interview a line as JSON, with its whole history: who gave and changed what and when, which answers stand side by side, what was
//! decided.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::questionnaires::Catalogue;
use super::record::{ChangeMade, Chosen, DecisionMade, Record, Side};
use super::{Records, WriteError};
use crate::ids::MemberId;
use crate::response::{Answer, Cell};
use crate::time::Timestamp;

/// Lines while they grow.
pub(super) struct Lines {
    catalogue: Arc<Catalogue>,
    file: BufWriter<File>,
}

impl Lines {
    pub(super) fn new(catalogue: Arc<Catalogue>, file: File) -> Self {
        Self { catalogue, file: BufWriter::new(file) }
    }
}

impl Records for Lines {
    fn add(&mut self, record: &Record) -> Result<(), WriteError> {
        serde_json::to_writer(&mut self.file, &line(&self.catalogue, record)).map_err(std::io::Error::from)?;
        Ok(self.file.write_all(b"\n")?)
    }

    fn finish(self: Box<Self>) -> Result<(), WriteError> {
        let file = self.file.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        Ok(file.sync_all()?)
    }
}

fn line(catalogue: &Catalogue, record: &Record) -> Value {
    let form = catalogue.form(record.form);
    let consents: Map<String, Value> =
        record.consents.iter().map(|(consent, agreed)| (consent.word().to_owned(), json!(agreed))).collect();
    let answers = record.cells.iter().map(|(path, cell)| (path.clone(), answered(path, cell, record)));
    let mut line = json!({
        "id": record.key(),
        "form": form.map(|form| &form.id),
        "form_version": form.map(|form| &form.version),
        "form_hash": record.form.to_string(),
        "round": catalogue.round(record.round),
        "area": catalogue.area(record.area),
        "finished": made(record.by, record.finished),
        "from_paper": record.from_paper,
        "language": record.language,
        "agreed": consents,
        "answers": answers.collect::<Map<_, _>>(),
        "changes": record.changes.iter().map(change).collect::<Vec<_>>(),
        "decisions": record.decisions.iter().map(decision).collect::<Vec<_>>(),
    });
    if !record.person.is_empty() {
        line["person"] = Value::Object(all(&record.person));
    }
    line
}

fn answered(path: &str, cell: &Cell, record: &Record) -> Value {
    match (cell, record.sides.get(path)) {
        (Cell::One(answer), _) => said(answer),
        (Cell::Several(_), Some(sides)) => json!({ "being_checked": sides.iter().map(side).collect::<Vec<_>>() }),
        (Cell::Several(answers), None) => json!({ "being_checked": answers.iter().map(said).collect::<Vec<_>>() }),
    }
}

/// A text as it stands; a silence as an object that names its kind, so that no text is taken for one.
fn said(answer: &Answer) -> Value {
    match answer {
        Answer::Given(text) => json!(text),
        Answer::Missing(missing) => json!({ "missing": missing }),
    }
}

fn all(answers: &BTreeMap<String, Answer>) -> Map<String, Value> {
    answers.iter().map(|(path, answer)| (path.clone(), said(answer))).collect()
}

fn made(by: Option<MemberId>, at: Timestamp) -> Value {
    json!({ "by": by.map(|by| by.to_string()), "at": at.to_string() })
}

fn side(side: &Side) -> Value {
    let mut value = made(side.by, side.at);
    value["answer"] = said(&side.answer);
    value
}

fn change(change: &ChangeMade) -> Value {
    let mut value = made(change.by, change.at);
    value["reason"] = json!(change.reason);
    value["answers"] = Value::Object(all(&change.answers));
    value
}

fn decision(decision: &DecisionMade) -> Value {
    let mut value = made(decision.by, decision.at);
    value["question"] = json!(decision.path);
    value["chosen"] = match &decision.chosen {
        Chosen::One(answer) => said(answer),
        Chosen::Both(answers) => json!({ "both": answers.iter().map(said).collect::<Vec<_>>() }),
        Chosen::AskAgain => json!({ "ask_again": true }),
    };
    value
}
