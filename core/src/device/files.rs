//! Files as answers: pictures, recordings, signatures and documents are made ready, locked, and kept with the draft that they answer.
//!
//! Finishing puts them into the interview's document of files in the same commit as the interview. Showing and saving them is
//! `kept_files`'; what the bytes are is `blob`'s.

use std::collections::BTreeMap;

use rand_core::CryptoRng;

use super::interviewing::unfit;
use super::{Device, DeviceError, Interviewing, Moment};
use crate::blob::{
    LOCKED_MEDIA, MAX_CONTENT_BYTES, PictureError, TooLong, file_name, lock, media_of, prepare_picture, unlock,
};
use crate::document::kinds::files::FileCard;
use crate::entry::{Manifest, blob_hash};
use crate::evaluation::{Consent, Consents};
use crate::form::interview::{Changed, QuestionView, Refused};
use crate::form::model::QuestionKind;
use crate::response::{Answer, Cell, Response};
use crate::store::{DraftFile, DraftHead};

/// How many files one interview may have, and how many bytes all of them: they are committed at once.
pub const MAX_FILES: usize = 32;
/// How many bytes the files of one interview may have together.
pub const MAX_FILES_BYTES: u64 = 4 * MAX_CONTENT_BYTES;

/// Why a file was not taken, or can't be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FileError {
    /// It is empty.
    #[error("the file is empty")]
    Empty,
    /// It is longer than a file may be.
    #[error(transparent)]
    TooLong(#[from] TooLong),
    /// It is no picture that can be taken.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The interview has as many files as it may have.
    #[error("the interview has as many files as it may have: {MAX_FILES}, of {MAX_FILES_BYTES} bytes together")]
    TooMany,
    /// Not all of it is here yet.
    #[error("not all of this file is on this phone yet; sync, with files")]
    NotHere,
    /// What is here is not what was attached.
    #[error("this file is damaged, or its key is")]
    Damaged,
}

impl FileError {
    /// A name that stays the same in every version and language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLong(_) => "file-too-long",
            Self::Picture(_) => "bad-picture",
            Self::TooMany => "too-many-files",
            Self::NotHere => "file-not-here",
            Self::Damaged => "file-content-damaged",
        }
    }
}

/// What a file holds, to be shown or saved.
#[derive(Clone, PartialEq, Eq)]
pub struct FileContent {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for FileContent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FileContent({}, {} bytes)", self.media, self.bytes.len())
    }
}

/// A file that goes into an interview's document of files.
#[derive(Debug, Clone)]
pub(super) struct NewFile {
    pub(super) card: FileCard,
    pub(super) manifest: Manifest,
    pub(super) bytes: Vec<u8>,
}

impl Interviewing {
    /// Answers a question with a file: a picture without its camera's remarks and no larger than the question asks for, anything else
    /// as it is. It takes the place of a file that answered the question before.
    ///
    /// # Errors
    /// When the question takes no file, the file is none that can be taken, or nothing could be written. Nothing changed then.
    pub fn attach(
        &mut self,
        device: &Device,
        path: &str,
        content: &[u8],
        at: &mut Moment<'_>,
    ) -> Result<Changed, DeviceError> {
        let question = self.interview().question_at(path).ok_or_else(|| unfit(path, Refused::NoSuchQuestion))?;
        let file = made_ready(&question, content, at.rng)?;
        let others = device.store.draft_files(self.draft())?;
        let others: Vec<&(String, u64)> = others.iter().filter(|(name, _)| *name != question.value).collect();
        let bytes: u64 = others.iter().map(|(_, length)| length).sum();
        if others.len() >= MAX_FILES || bytes + file.locked.bytes.len() as u64 > MAX_FILES_BYTES {
            return Err(FileError::TooMany.into());
        }
        self.take_file(device, &question, &file, at.now)
    }

    /// The file that answers a question, if one of this draft does.
    ///
    /// # Errors
    /// When the store can't be read, or the file is damaged.
    pub fn attached(&self, device: &Device, path: &str) -> Result<Option<FileContent>, DeviceError> {
        let Some(question) = self.interview().question_at(path) else { return Ok(None) };
        let Some(DraftFile { name, media, locked }) = device.store.draft_file(self.draft(), &question.value)? else {
            return Ok(None);
        };
        let bytes = unlock(&locked.bytes, &locked.key, locked.length).ok_or(FileError::Damaged)?;
        Ok(Some(FileContent { name, media, bytes }))
    }
}

impl Device {
    /// The files that are among an interview's answers, for the commit that finishes it.
    pub(super) fn files_of_draft<'a>(
        &self,
        head: &DraftHead,
        answers: impl Iterator<Item = (&'a String, &'a Answer)>,
    ) -> Result<Vec<NewFile>, DeviceError> {
        let kept = self.store.draft_files(head.id)?;
        let mut files = Vec::new();
        for (path, answer) in answers {
            let Some(name) = answer.text().filter(|name| kept.iter().any(|(known, _)| known == name)) else { continue };
            let file = self.store.draft_file(head.id, name)?;
            files.extend(file.map(|file| NewFile::of(path, file)));
        }
        Ok(files)
    }

    /// Whether whoever answers agrees to what these files are.
    pub(super) fn check_agreed(
        &self,
        head: &DraftHead,
        answers: &BTreeMap<String, Answer>,
        files: &[NewFile],
    ) -> Result<(), DeviceError> {
        let cell = |(path, answer): (&String, &Answer)| (path.clone(), Cell::One(answer.clone()));
        let answers = answers.iter().map(cell).collect();
        let (id, form, round, area) = (head.id, head.form, head.round, head.area);
        let response = Response { id, form, round, area, door: None, withdrawn: false, answers };
        self.check_response_agrees(&response, files.iter().map(|file| file.card.media.as_str()))
    }

    /// Whether whoever gave a response agrees to files of these media types.
    pub(super) fn check_response_agrees<'a>(
        &self,
        response: &Response,
        media: impl Iterator<Item = &'a str>,
    ) -> Result<(), DeviceError> {
        let rules = self.store.rules(response.form).ok_or(DeviceError::UnknownForm(response.form))?;
        let consents = Consents::of(&rules, response);
        let refused = media.flat_map(needed).copied().find(|consent| !consents.allow(*consent));
        refused.map_or(Ok(()), |consent| Err(DeviceError::NotAgreed { consent }))
    }

    /// A file made ready to answer a question of a finished response.
    pub(super) fn new_file(
        &self,
        question: &QuestionView,
        content: &[u8],
        at: &mut Moment<'_>,
    ) -> Result<(String, NewFile), DeviceError> {
        let file = made_ready(question, content, at.rng)?;
        Ok((file.name.clone(), NewFile::of(&question.path, file)))
    }
}

impl NewFile {
    fn of(path: &str, DraftFile { media, locked, .. }: DraftFile) -> Self {
        let manifest = Manifest::of(&locked.bytes, LOCKED_MEDIA);
        let (blob, length, key) = (manifest.blob, locked.length, *locked.key.as_bytes());
        Self { card: FileCard { blob, path: path.to_owned(), media, length, key }, manifest, bytes: locked.bytes }
    }

    /// The document of an interview's files that these go into.
    pub(super) fn cards(files: &[Self]) -> Vec<FileCard> {
        files.iter().map(|file| file.card.clone()).collect()
    }
}

/// What somebody has to agree to for a file of this media type.
fn needed(media: &str) -> &'static [Consent] {
    match media.split_once('/').map_or("", |(main, _)| main) {
        "image" => &[Consent::Photo],
        "audio" => &[Consent::Audio],
        "video" => &[Consent::Photo, Consent::Audio],
        _ => &[],
    }
}

fn made_ready(question: &QuestionView, content: &[u8], rng: &mut dyn CryptoRng) -> Result<DraftFile, DeviceError> {
    let picture = takes_pictures_alone(question)?;
    if content.is_empty() {
        return Err(FileError::Empty.into());
    }
    let too_long = TooLong { length_bytes: content.len() as u64 };
    let (media, locked) = if picture || media_of(content).starts_with("image/") {
        // A picture may come larger than it is kept.
        if content.len() as u64 > 4 * MAX_CONTENT_BYTES {
            return Err(FileError::TooLong(too_long).into());
        }
        let most = question.parameters.get("max-pixels").and_then(|most| most.parse().ok());
        let prepared = prepare_picture(content, most).map_err(FileError::from)?;
        (prepared.media, lock(&prepared.bytes, rng))
    } else {
        (media_of(content), lock(content, rng))
    };
    let locked = locked.map_err(FileError::from)?;
    let name = file_name(&blob_hash(&locked.bytes), media);
    Ok(DraftFile { name, media: media.to_owned(), locked })
}

/// Whether a question takes pictures and nothing else.
fn takes_pictures_alone(question: &QuestionView) -> Result<bool, DeviceError> {
    if question.is_readonly {
        return Err(unfit(&question.path, Refused::NotAnswerable));
    }
    if question.kind == QuestionKind::Image {
        return Ok(true);
    }
    let takes_files = [QuestionKind::Audio, QuestionKind::Video, QuestionKind::File].contains(&question.kind);
    if takes_files { Ok(false) } else { Err(unfit(&question.path, Refused::NotAnswerable)) }
}
