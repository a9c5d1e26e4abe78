//! The files of finished interviews: which there are, how much of each is here and where it provably is, and what is in them.
//!
//! Whoever carries an interview sees that it has files; what is in one sees who holds the key. Attaching is `files`'.

use std::collections::BTreeMap;

use super::correcting::standing;
use super::files::FileError;
use super::{Device, DeviceError, FileContent, Moment};
use crate::blob::{ContentKey, LOCKED_MEDIA, file_name, is_name_of, unlock};
use crate::document::kinds::files::{self, FileCard};
use crate::document::kinds::subject::files_id;
use crate::form::interview::{Interview, QuestionView, Refused};
use crate::ids::{BlobHash, DocId};
use crate::member::{Access, Class, DocKind};
use crate::response::{Cell, Response};
use crate::store::Whereabouts;

/// A file of a finished interview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    /// What stands as the answer.
    pub name: String,
    /// How many bytes it has, locked.
    pub length: u64,
    /// How many of its pieces are here.
    pub pieces: u64,
    /// How many it has.
    pub of: u64,
    /// Where the whole of it is; nowhere as long as pieces are missing here and nobody has said that they have them.
    pub place: Whereabouts,
    /// Whether it still answers a question: else another took its place.
    pub answers: bool,
    /// What is in it, where this device holds its key.
    pub shown: Option<FileShown>,
}

/// What a device that holds a file's key can say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileShown {
    /// The path of the question that it answers.
    pub path: String,
    /// Its media type.
    pub media: String,
    /// How many bytes its content has.
    pub length: u64,
}

impl Device {
    /// The files of a finished interview, in the order in which they came.
    ///
    /// # Errors
    /// When the interview is not on this device, or the store can't be read.
    pub fn files(&self, response: DocId) -> Result<Vec<FileLine>, DeviceError> {
        let names = names_in(&self.response(response)?);
        let (cards, generation) = (self.cards(response)?, self.generation()?);
        let mut lines = Vec::new();
        for file in self.store.files_of(files_id(response))? {
            let card = cards.get(&file.blob);
            let named = names.iter().find(|name| is_name_of(name, &file.blob));
            let media = card.map_or(LOCKED_MEDIA, |card| &card.media);
            let said = self.store.file_place(generation, file.blob)?;
            let elsewhere = said == Whereabouts::OnlyHere && !file.whole;
            lines.push(FileLine {
                name: named.cloned().unwrap_or_else(|| file_name(&file.blob, media)),
                length: file.length,
                pieces: file.pieces,
                of: file.of,
                place: if elsewhere { Whereabouts::Nowhere } else { said },
                answers: named.is_some(),
                shown: card.map(|FileCard { path, media, length, .. }| FileShown {
                    path: path.clone(),
                    media: media.clone(),
                    length: *length,
                }),
            });
        }
        Ok(lines)
    }

    /// What is in a file of a finished interview, by its name.
    ///
    /// # Errors
    /// When there is no such file, its key or some of it is not here, or whoever answered does not agree to it any more.
    pub fn file(&self, response: DocId, name: &str) -> Result<FileContent, DeviceError> {
        let merged = self.response(response)?;
        self.opened(response, name, |media| self.check_response_agrees(&merged, std::iter::once(media)))
    }

    /// What is in a file of a finished interview, for whoever gave it: also when they agree to it no more.
    ///
    /// # Errors
    /// When this person may not hand on what is held of somebody, or as for [`file`](Self::file).
    pub fn held_file(&self, response: DocId, name: &str) -> Result<FileContent, DeviceError> {
        self.check_right(Class::Field, Access::Export)?;
        self.response_key(response)?;
        self.opened(response, name, |_| Ok(()))
    }

    fn opened(
        &self,
        response: DocId,
        name: &str,
        allowed: impl FnOnce(&str) -> Result<(), DeviceError>,
    ) -> Result<FileContent, DeviceError> {
        let known = self.store.files_of(files_id(response))?;
        let file = known.iter().find(|file| is_name_of(name, &file.blob));
        let file = file.ok_or(DeviceError::UnknownRecord(files_id(response)))?;
        let cards = self.cards(response)?;
        let FileCard { media, length, key, .. } = cards.get(&file.blob).ok_or(DeviceError::Locked)?;
        allowed(media)?;
        let locked = self.store.blob(file.blob)?.ok_or(FileError::NotHere)?;
        let bytes = unlock(&locked, &ContentKey::from_bytes(*key), *length).ok_or(FileError::Damaged)?;
        Ok(FileContent { name: file_name(&file.blob, media), media: media.clone(), bytes })
    }

    /// Puts a file in the place of what answered a question of a finished interview, with a reason.
    ///
    /// # Errors
    /// As for [`correct_answer`](Self::correct_answer); or the file is none that can be taken.
    pub fn correct_with_file(
        &self,
        response: DocId,
        path: &str,
        content: &[u8],
        reason: &str,
        zone: jiff::tz::TimeZone,
        at: &mut Moment<'_>,
    ) -> Result<(), DeviceError> {
        let before = self.response(response)?;
        let question = self.question_of(&before, path, zone.clone(), at)?;
        let (name, file) = self.new_file(&question, content, at)?;
        self.check_response_agrees(&before, std::iter::once(file.card.media.as_str()))?;
        self.correct_with(response, (path, &name), reason, vec![file], zone, at).map(drop)
    }

    fn question_of(
        &self,
        response: &Response,
        path: &str,
        zone: jiff::tz::TimeZone,
        at: &Moment<'_>,
    ) -> Result<QuestionView, DeviceError> {
        let opening = self.opening_of_interview(at.now, zone, 0);
        let interview = Interview::open_response(self.prepared_form(response.form)?, opening, &standing(response));
        interview.question_at(path).ok_or_else(|| super::interviewing::unfit(path, Refused::NoSuchQuestion))
    }

    /// The cards of an interview's files that this device can open.
    fn cards(&self, response: DocId) -> Result<BTreeMap<BlobHash, FileCard>, DeviceError> {
        let view = self.view()?;
        let key = match view.find(DocKind::Files, files_id(response)) {
            Ok(key) => key,
            Err(DeviceError::UnknownRecord(_)) => return Ok(BTreeMap::new()),
            Err(error) => return Err(error),
        };
        let read = files::read(&self.open_values(&view, &key)?.flat);
        // Somebody may have put a card into the document of another interview.
        Ok(read.filter(|(of, _)| *of == response).map(|(_, cards)| cards).unwrap_or_default())
    }
}

/// Every text that stands as an answer of one file.
fn names_in(response: &Response) -> Vec<String> {
    let texts = response.answers.values().flat_map(|cell| match cell {
        Cell::One(answer) => vec![answer],
        Cell::Several(answers) => answers.iter().collect(),
    });
    texts.filter_map(|answer| answer.text()).map(str::to_owned).collect()
}
