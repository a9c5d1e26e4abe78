//! Past responses from elsewhere become responses of an earlier round, each marked with its origin.
//!
//! Reading their files is `form::past`'s. Importing the same responses again adds nothing: their documents' ids follow
//! from the ids that they had there.

use super::apart::Apart;
use super::write::Batch;
use super::{Device, DeviceError, Moment};
use crate::document::Document;
use crate::document::kinds::project::Round;
use crate::document::kinds::response::{Interview, Origin};
use crate::entry::DocKey;
use crate::form::past::{Past, PastFile, PastOptions, PastResponse, read_past};
use crate::form::problems::Problem;
use crate::ids::{BlobHash, DocId};
use crate::member::{Class, DocKind, Scope};

/// How many responses go to the disk at once.
const AT_ONCE: usize = 50;

/// Past responses, and where they belong.
#[derive(Debug, Clone)]
pub struct PastImport<'i> {
    /// The form version that they answer.
    pub form: BlobHash,
    /// The name of their round. One that is not there is made, and is over.
    pub round: &'i str,
    /// Their area.
    pub area: Option<DocId>,
    /// The files that they stand in.
    pub files: &'i [PastFile],
    /// How the files are read.
    pub options: PastOptions,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastImported {
    /// The round that they belong to.
    pub round: DocId,
    /// How many responses were added.
    pub added: usize,
    /// How many were here before.
    pub known: usize,
    /// What their owner may want to know.
    pub warnings: Vec<Problem>,
}

impl Device {
    /// Imports past responses as those of an earlier round. They are written in parts; after an interruption, the same
    /// call adds the rest.
    ///
    /// # Errors
    /// When the files have problems (nothing is imported then, and the report lists all of them), the round is still open,
    /// the questionnaire is not on this device, or it may not write there.
    pub fn import_responses(&self, import: &PastImport<'_>, at: &mut Moment<'_>) -> Result<PastImported, DeviceError> {
        let prepared = self.prepared_form(import.form)?;
        let Past { responses, warnings } =
            read_past(&prepared, import.files, &import.options).map_err(DeviceError::Past)?;
        let round = self.past_round(import.round, &responses, at)?;
        let mut imported = PastImported { round, added: 0, known: 0, warnings };
        let mut new = Vec::new();
        for response in responses {
            let id = Origin::document(&response.instance);
            if self.store.find_documents(DocKind::Response.number(), id)?.is_empty() {
                new.push((id, response));
            } else {
                imported.known += 1;
            }
        }
        imported.added = new.len();
        let mut new = new.into_iter().peekable();
        while new.peek().is_some() {
            self.add_past(new.by_ref().take(AT_ONCE), import, round, at)?;
        }
        Ok(imported)
    }

    /// The round of this name that is over; made of the time of these responses if there is none.
    fn past_round(&self, name: &str, responses: &[PastResponse], at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        let known = self.rounds()?.into_iter().find(|round| round.name == name.trim());
        match known {
            Some(round) if round.closes.is_some() => Ok(round.id),
            Some(_) => Err(DeviceError::RoundOpen),
            None => {
                let times = || responses.iter().filter_map(|response| response.submitted);
                let opens = times().min().unwrap_or_default();
                // Times of another server's clock may lie ahead of ours; a round that is over has ended by now.
                let closes = times().max().unwrap_or(at.now).min(at.now);
                let (opens, closes) = (Some(opens.min(closes)), Some(closes));
                self.create_round(Round { name: name.to_owned(), opens, closes }, at)
            }
        }
    }

    fn add_past(
        &self,
        responses: impl Iterator<Item = (DocId, PastResponse)>,
        import: &PastImport<'_>,
        round: DocId,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let (form, area) = (import.form, import.area);
        let writing = self.lock();
        let membership = self.membership()?;
        let mut batch = Batch::default();
        for (doc, response) in responses {
            let scope = Scope { class: Class::Field, round: Some(round), area };
            let key = DocKey { scope, kind: DocKind::Response.number(), doc };
            let PastResponse { file, instance, submitted, mut answers, computed, sealed } = response;
            let apart = Apart { words: self.words_apart(form, &mut answers)?, identity: sealed, files: Vec::new() };
            let mut values = Interview { form, round: Some(round), area, door: None, answers, computed }.to_values();
            values.extend(Origin { file, instance, submitted }.to_values());
            batch.changes(&key, DocKind::Response, Document::first(self.actor(&membership, &key)?, &values)?);
            self.push_apart(&mut batch, &membership, (doc, area), apart, at)?;
        }
        self.commit(batch, &writing, at).map(drop)
    }
}
