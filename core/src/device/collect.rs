//! Interviews on a device: drafts, finished responses, and corrections of them.

use std::collections::BTreeMap;

use super::apart::Apart;
use super::decide::Lines;
use super::interviewing::Meta;
use super::write::Batch;
use super::{Device, DeviceError, Moment, View};
use crate::document::kinds::response::{
    Correction, Interview, Origin, Told, answer_key, answer_value, asked_on, asked_on_value, computed_key, corrections,
    from_paper, notice_hash, read, took_value, typed_in,
};
use crate::document::kinds::responsible::Responsible;
use crate::document::kinds::subject::response_id;
use crate::document::{Document, Flat, Scalar};
use crate::entry::DocKey;
use crate::evaluation::Consents;
use crate::ids::{BlobHash, DocId, MemberId};
use crate::member::{Class, DocKind, Keypair, Scope};
use crate::response::{Answer, Response};
use crate::store::{Draft, DraftHead, StoredResponse};
use crate::time::Timestamp;

/// The most characters in the reason of a correction.
const MAX_REASON_CHARS: usize = 300;

/// A response, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseLine {
    /// The response.
    pub id: DocId,
    /// Its form version.
    pub form: BlobHash,
    /// Its area.
    pub area: Option<DocId>,
    /// The door, if there was one: itself where this device can tell, else the reference that interviews at that door share.
    pub door: Option<DocId>,
    /// Whether the answers were taken back.
    pub withdrawn: bool,
    /// How many of its questions have two answers.
    pub undecided: u32,
}

/// A response with its history.
#[derive(Debug, Clone)]
pub struct ResponseDetail {
    /// The merged answers.
    pub response: Response,
    /// Who finished the interview, if their grant is known here, and when their clock said it was.
    pub finished: (Option<MemberId>, Timestamp),
    /// Whether the answers were typed in from paper.
    pub from_paper: bool,
    /// The day on which they were asked on paper, if that was said.
    pub asked_on: Option<jiff::civil::Date>,
    /// Where it comes from, if it was imported.
    pub origin: Option<Origin>,
    /// What whoever answered was told before the first question.
    pub told: Told,
    /// What they were asked to agree to, and whether they do.
    pub consents: Consents,
    /// The corrections, each with who made it and when.
    pub corrections: Vec<(Correction, Option<MemberId>, Timestamp)>,
}

/// What an interview gave: its answers, and apart from them those to sealed questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// The answers, by path.
    pub answers: BTreeMap<String, Answer>,
    /// What the questionnaire worked out, by path.
    pub computed: BTreeMap<String, Answer>,
    /// The answers to sealed questions, by path.
    pub sealed: BTreeMap<String, Answer>,
}

impl Device {
    /// Begins an interview; until it is finished it is on this device alone, durable after every answer.
    ///
    /// # Errors
    /// When the questionnaire or the door is not on this device, or the project does not say yet what people must be told.
    pub fn begin_draft(
        &self,
        form: BlobHash,
        door: Option<DocId>,
        area: Option<DocId>,
        meta: &str,
        at: &mut Moment<'_>,
    ) -> Result<DocId, DeviceError> {
        self.require_open()?;
        self.form(form)?;
        let area = match door {
            Some(door) => self.area_of(door)?,
            None => area,
        };
        let round = self.current_round()?;
        let withdrawal = Keypair::random(at.rng);
        let id = response_id(&withdrawal.public());
        let meta = meta.to_owned();
        let head = DraftHead { id, form, door, area, round, started: at.now, updated: at.now, meta };
        self.store.begin_draft(&head, &withdrawal)?;
        Ok(id)
    }

    /// Writes answers of an interview that is under way; `None` takes one away. They are on disk when this returns.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn save_draft(
        &self,
        draft: DocId,
        answers: &[(&str, Option<&str>)],
        now: Timestamp,
    ) -> Result<(), DeviceError> {
        Ok(self.store.put_draft_answers(draft, answers, now)?)
    }

    /// An interview that is under way.
    ///
    /// # Errors
    /// When there is no such draft.
    pub fn draft(&self, draft: DocId) -> Result<Draft, DeviceError> {
        self.view()?;
        self.stored_draft(draft)
    }

    /// An interview under way, also on a locked phone: to finish it, not to show it.
    pub(super) fn stored_draft(&self, draft: DocId) -> Result<Draft, DeviceError> {
        self.store.draft(draft)?.ok_or(DeviceError::UnknownDraft)
    }

    /// The interviews that are under way, the latest first.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn drafts(&self) -> Result<Vec<DraftHead>, DeviceError> {
        Ok(self.store.drafts()?)
    }

    /// Gives an interview up that is under way. What was answered is gone.
    ///
    /// # Errors
    /// When the store can't be written.
    pub fn discard_draft(&self, draft: DocId) -> Result<(), DeviceError> {
        Ok(self.store.delete_draft(draft)?)
    }

    /// Finishes an interview: one entry for the response, one for who answered if anybody said; the draft goes with the
    /// same commit.
    ///
    /// # Errors
    /// When there is no such draft, or this device may not collect in its area.
    pub fn finish(&self, draft: DocId, given: Given, at: &mut Moment<'_>) -> Result<DocId, DeviceError> {
        self.finish_with(draft, given, BTreeMap::new(), at)
    }

    /// Finishes an interview with what belongs to its respondent's card, see `withdrawing`.
    pub(super) fn finish_with(
        &self,
        draft: DocId,
        given: Given,
        carded: BTreeMap<String, Scalar>,
        at: &mut Moment<'_>,
    ) -> Result<DocId, DeviceError> {
        let head = self.stored_draft(draft)?.head;
        let Given { mut answers, computed, sealed } = given;
        let files = self.files_of_draft(&head, answers.iter().chain(&sealed))?;
        self.check_agreed(&head, &answers, &files)?;
        let apart = Apart { words: self.words_apart(head.form, &mut answers)?, identity: sealed, files };
        let (form, round, area) = (head.form, head.round, head.area);
        // Without the key the interview is kept all the same; it then names no door rather than one that the server could tell.
        let key = self.door_keys(area)?.first().copied();
        let door = head.door.zip(key).map(|(door, key)| key.reference(door, round));
        let interview = Interview { form, round, area, door, answers, computed };
        let writing = self.lock();
        let membership = self.membership()?;
        let scope = Scope { class: Class::Field, round: head.round, area: head.area };
        let key = DocKey { scope, kind: DocKind::Response.number(), doc: draft };
        let mut batch = Batch::default();
        batch.finishes = Some(draft);
        batch.late = true;
        let mut values = interview.to_values();
        let meta = Meta::of(&head);
        values.extend(meta.from_paper.then(typed_in));
        let asked_on = meta.asked_on.filter(|_| meta.from_paper).and_then(|day| day.parse().ok());
        values.extend(asked_on.map(asked_on_value));
        values.extend(
            u64::try_from(at.now.0.saturating_sub(head.started.0)).ok().map(|took_ms| took_value(took_ms / 1_000)),
        );
        values.extend(carded);
        values.extend(self.told(&head)?.to_values());
        let first = Document::first(self.late_actor(&membership, &key)?, &values)?;
        batch.changes(&key, DocKind::Response, first);
        self.push_apart(&mut batch, &membership, (draft, area), apart, at)?;
        self.commit(batch, &writing, at)?;
        Ok(draft)
    }

    /// What whoever is interviewed was told.
    fn told(&self, head: &DraftHead) -> Result<Told, DeviceError> {
        // Also on a phone that is locked by now: the interview is finished all the same.
        let everything = View::whole(&self.store);
        let project = everything.load(&super::responsible::project_document(self.membership()?.project()))?;
        let notice = Responsible::read(project.flat()).notice;
        let language = match Meta::of(head).language {
            Some(language) => Some(language),
            None => self.form(head.form).ok().map(|form| form.default_language.0).filter(|tag| !tag.is_empty()),
        };
        Ok(Told { notice: (!notice.is_empty()).then(|| notice_hash(&notice)), language })
    }

    /// Every response on this device, in the order in which it came.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn responses(&self) -> Result<Vec<ResponseLine>, DeviceError> {
        let line = |stored: StoredResponse| ResponseLine {
            id: stored.key.doc,
            form: stored.row.form,
            area: stored.key.scope.area,
            door: stored.row.door,
            withdrawn: stored.row.withdrawn,
            undecided: stored.row.undecided,
        };
        let mut lines: Vec<(Scope, ResponseLine)> =
            self.view()?.responses(false)?.into_iter().map(|stored| (stored.key.scope, line(stored))).collect();
        let doors = self.doors_behind(lines.iter().map(|(scope, _)| *scope))?;
        for (scope, line) in &mut lines {
            line.door = line.door.map(|reference| doors.get(&(*scope, reference)).copied().unwrap_or(reference));
        }
        Ok(lines.into_iter().map(|(_, line)| line).collect())
    }

    /// A merged response.
    ///
    /// # Errors
    /// When it is not on this device.
    pub fn response(&self, id: DocId) -> Result<Response, DeviceError> {
        let key = self.response_key(id)?;
        self.read_response(&key, self.load(&key)?.flat())
    }

    /// A merged response, with its door where this device can tell which that is.
    fn read_response(&self, key: &DocKey, flat: &Flat) -> Result<Response, DeviceError> {
        let mut response = read(key.doc, flat).map_err(|_| DeviceError::Damaged { doc: key.doc })?;
        if let Some(reference) = response.door {
            response.door = Some(self.door_behind(&key.scope, reference)?.unwrap_or(reference));
        }
        Ok(response)
    }

    /// A merged response with who did what.
    ///
    /// # Errors
    /// When it is not on this device.
    pub fn response_detail(&self, id: DocId) -> Result<ResponseDetail, DeviceError> {
        let key = self.response_key(id)?;
        let (document, lines) = self.load_lines(&key)?;
        let response = self.read_response(&key, document.flat())?;
        let first = document.changes().find(|change| change.deps().is_empty()).map(|change| change.hash());
        let finished = first.map_or((None, Timestamp::default()), |change| who(&lines, change));
        let told = |correction: Correction| {
            let (by, at) = who(&lines, correction.change);
            (correction, by, at)
        };
        let corrections = corrections(&document).into_iter().map(told).collect();
        let (from_paper, asked_on) = (from_paper(document.flat()), asked_on(document.flat()));
        let origin = Origin::read(document.flat());
        let consents = self.store.rules(response.form).map(|rules| Consents::of(&rules, &response));
        let (consents, told) = (consents.unwrap_or_default(), Told::read(document.flat()));
        Ok(ResponseDetail { response, finished, from_paper, asked_on, origin, told, consents, corrections })
    }

    /// Corrects answers of a finished response, with a reason. Whether an answer fits its question is the interview
    /// runtime's to say before; an answer that does not fit is stored and counts as unfit.
    ///
    /// # Errors
    /// When the response is not on this device, it may not be corrected by it, or a question has two answers: those are
    /// decided first.
    pub fn correct(
        &self,
        response: DocId,
        answers: &BTreeMap<String, Answer>,
        reason: &str,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let reason = checked_reason(reason)?;
        let key = self.response_key(response)?;
        let mut answers = answers.clone();
        let form = self.response(response)?.form;
        let apart = Apart { words: self.words_apart(form, &mut answers)?, ..Apart::default() };
        self.put_answers(&key, &answers, &BTreeMap::new(), apart, Some(&reason), at)
    }

    /// Writes answers and worked out values in one change, and what stands apart along with it.
    pub(super) fn put_answers(
        &self,
        key: &DocKey,
        answers: &BTreeMap<String, Answer>,
        computed: &BTreeMap<String, Answer>,
        apart: Apart,
        reason: Option<&str>,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let given = answers.iter().map(|(path, answer)| (answer_key(path), answer_value(answer)));
        let worked_out = computed.iter().map(|(path, answer)| (computed_key(path), answer_value(answer)));
        let puts = given.chain(worked_out).collect();
        let writing = self.lock();
        let membership = self.membership()?;
        let document = self.load(key)?;
        let changes = document.edit(self.actor(&membership, key)?, &puts, reason)?;
        let mut batch = Batch::default();
        batch.changes(key, DocKind::Response, changes);
        self.push_apart(&mut batch, &membership, (key.doc, key.scope.area), apart, at)?;
        self.commit(batch, &writing, at).map(drop)
    }
}

/// The reason of a correction as it is stored.
pub(super) fn checked_reason(reason: &str) -> Result<String, DeviceError> {
    super::doors::checked("the reason of a correction", reason, MAX_REASON_CHARS)
}

fn who(lines: &Lines, change: crate::ids::ChangeHash) -> (Option<MemberId>, Timestamp) {
    lines.0.get(&change).map_or((None, Timestamp::default()), |line| (line.by, line.at))
}
