//! Pictures and other files as answers: attaching, showing and saving them, and when they are sent.
//!
//! What is kept of a picture and who can open what is decided in `doorstep_core`.

use doorstep_core::device::{FileLine, FilesWhen};
use doorstep_core::store;

use crate::wording::Wording;
use crate::{Interview, PageCard, Phone, PhoneError, Whereabouts, input};

/// The longest name of a file, in bytes.
const MAX_NAME_BYTES: usize = 200;
/// The longest reason, in bytes.
const MAX_REASON_BYTES: usize = 2_000;

/// How much of a file is on this phone. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum FileHere {
    /// The whole of it.
    Present,
    /// Some of its pieces.
    Incomplete,
    /// None of it: whoever attached it has not sent it yet, or this phone has not fetched it.
    Missing,
}

/// A picture or another file of a finished interview.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct FileRow {
    /// Its name: what stands as the answer, and what it is called when it is saved.
    pub name: String,
    /// The path of the question that it answers, where this phone can open it.
    pub path: Option<String>,
    /// The question in words, where this phone can open it.
    pub label: Option<String>,
    /// Its media type, where this phone can open it.
    pub media: Option<String>,
    /// How many bytes it has as it travels.
    pub size_bytes: u64,
    /// How much of it is here.
    pub here: FileHere,
    /// How many of its pieces are here.
    pub pieces: u64,
    /// How many it has.
    pub of: u64,
    /// Where the whole of it provably is; none where it is not even here.
    pub saved: Option<Whereabouts>,
    /// Whether it still answers a question; else another file took its place, and it is kept with the interview.
    pub answers: bool,
}

/// What is in a file.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct FileContent {
    /// Its name.
    pub name: String,
    /// Its media type, told from its content.
    pub media: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// When pictures and other files go along with a sync. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum SendFiles {
    /// Whenever there is a network.
    Always,
    /// Where the network costs nothing.
    Unmetered,
    /// Never, until it is said otherwise.
    Never,
}

#[uniffi::export]
impl Interview {
    /// Answers a question with a file, and returns the page as it is then. Of a picture only the picture is kept: no place, no time, no
    /// camera's name, and no more pixels than the questionnaire asks for. In a trial nothing is kept but that there was one.
    ///
    /// # Errors
    /// The question takes no file, the file is none that can be taken, or nothing can be written. Nothing changed then.
    pub fn attach(&self, path: String, content: Vec<u8>) -> Result<PageCard, PhoneError> {
        self.attach_to(input::path(&path)?, &content)
    }

    /// The file that answers a question, to be shown; none where no file does.
    ///
    /// # Errors
    /// The store can't be read, or the file is damaged.
    pub fn attached(&self, path: String) -> Result<Option<FileContent>, PhoneError> {
        Ok(self.attached_to(input::path(&path)?)?.map(FileContent::of))
    }
}

#[uniffi::export]
impl Phone {
    /// The pictures and other files of a finished interview, in the order in which they came.
    ///
    /// # Errors
    /// It is not on this phone.
    pub fn files(&self, response: String) -> Result<Vec<FileRow>, PhoneError> {
        let response = input::id("an interview", &response)?;
        let lines = self.device().files(response)?;
        let form = self.device().response(response)?.form;
        let wording = Wording::of(self.device().form(form).ok(), self.words());
        Ok(lines.into_iter().map(|line| FileRow::of(line, &wording)).collect())
    }

    /// What is in a file of a finished interview.
    ///
    /// # Errors
    /// There is no such file, some of it is not on this phone, this phone does not hold its key, or whoever answered does not agree to
    /// it any more.
    pub fn file(&self, response: String, name: String) -> Result<FileContent, PhoneError> {
        let name = input::capped("the file's name", &name, MAX_NAME_BYTES)?;
        Ok(FileContent::of(self.device().file(input::id("an interview", &response)?, name)?))
    }

    /// Puts a file in the place of what answered a question of a finished interview, with a reason.
    ///
    /// # Errors
    /// As for `correct`; or the file is none that can be taken.
    pub fn attach_to(
        &self,
        response: String,
        path: String,
        content: Vec<u8>,
        reason: String,
    ) -> Result<(), PhoneError> {
        let response = input::id("an interview", &response)?;
        let (path, zone) = (input::path(&path)?, self.zone.clone());
        let reason = input::capped("the reason", &reason, MAX_REASON_BYTES)?;
        self.act(|device, at| device.correct_with_file(response, path, &content, reason, zone, at))
    }

    /// When pictures and other files go along with a sync.
    ///
    /// # Errors
    /// The store can't be read.
    pub fn send_files(&self) -> Result<SendFiles, PhoneError> {
        Ok(match self.device().files_when()? {
            FilesWhen::Always => SendFiles::Always,
            FilesWhen::Unmetered => SendFiles::Unmetered,
            FilesWhen::Never => SendFiles::Never,
        })
    }

    /// Sets when pictures and other files go along with a sync. Answers always do.
    ///
    /// # Errors
    /// The store can't be written.
    pub fn set_send_files(&self, when: SendFiles) -> Result<(), PhoneError> {
        let when = match when {
            SendFiles::Always => FilesWhen::Always,
            SendFiles::Unmetered => FilesWhen::Unmetered,
            SendFiles::Never => FilesWhen::Never,
        };
        Ok(self.device().set_files_when(when)?)
    }
}

impl FileRow {
    fn of(line: FileLine, wording: &Wording) -> Self {
        let here = match line.pieces {
            0 if line.of > 0 => FileHere::Missing,
            pieces if pieces < line.of => FileHere::Incomplete,
            _ => FileHere::Present,
        };
        let saved = (line.place != store::Whereabouts::Nowhere).then(|| Whereabouts::of(line.place));
        let (path, media) = line.shown.map(|shown| (shown.path, shown.media)).unzip();
        Self {
            name: line.name,
            label: path.as_deref().map(|path| wording.question(path)),
            path,
            media,
            size_bytes: line.length,
            here,
            pieces: line.pieces,
            of: line.of,
            saved,
            answers: line.answers,
        }
    }
}

impl FileContent {
    pub(crate) fn of(content: doorstep_core::device::FileContent) -> Self {
        let doorstep_core::device::FileContent { name, media, bytes } = content;
        Self { name, media, bytes }
    }
}
