//! Records as files for other tools: what a coordinator hands on.
//!
//! What leaves and how it is written is decided in `doorstep_core`; this makes the file, whole or not at all.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use doorstep_core::device::{ExportAs, ExportError, Exported, Moment, WantedExport};
use doorstep_core::export::RecordsAs;

use crate::{CallbackError, Phone, PhoneError, input, machine};

/// The longest purpose, and the longest name of an organisation, in bytes.
const MAX_PURPOSE_BYTES: usize = 1_000;
/// The longest path of a file, in bytes.
const MAX_FILE_PATH_BYTES: usize = 4_096;

/// What kind of file records become. New ones are added at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Enum)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// CSV files in ODK Central's layout, in a zip file.
    Csv,
    /// An Excel workbook with labels and a data dictionary.
    Xlsx,
    /// The places among the answers as GeoJSON.
    GeoJson,
    /// One row for each answer as Parquet.
    Parquet,
    /// One interview a line as JSON, with its whole history.
    JsonLines,
    /// The tables of the result as outsiders may see them, as CSV.
    TablesCsv,
    /// The same as an Excel workbook.
    TablesXlsx,
}

/// What is wanted of an export.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct ExportWish {
    /// The kind of file.
    pub kind: ExportKind,
    /// The organisation that gets it, if it is another one: then those who did not agree to sharing are left out.
    #[uniffi(default = None)]
    pub others: Option<String>,
    /// What it is for, as the register shows it.
    #[uniffi(default = "")]
    pub purpose: String,
    /// The id of the questionnaire; without it, all of them.
    #[uniffi(default = None)]
    pub questionnaire: Option<String>,
    /// Whether questions with several choices get a column for each choice.
    #[uniffi(default = false)]
    pub split: bool,
    /// Whether pictures and other files go along.
    #[uniffi(default = false)]
    pub files: bool,
    /// Whether names and contacts go along, of those who agreed to being contacted.
    #[uniffi(default = false)]
    pub people: bool,
}

/// What an export came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, uniffi::Record)]
pub struct ExportCard {
    /// Interviews in the file.
    pub interviews: u64,
    /// Answers in it, or rows of tables.
    pub answers: u64,
    /// Pictures and other files in it.
    pub files: u64,
    /// Interviews left out because they were taken back.
    pub taken_back: u64,
    /// Interviews left out because nobody agreed to their use.
    pub no_use: u64,
    /// Interviews left out because nobody agreed to sharing.
    pub no_sharing: u64,
    /// Interviews left out because a coordinator left them out of the results.
    pub doubtful: u64,
    /// Interviews left out because their questionnaire is not on this phone.
    pub unread: u64,
    /// Answers kept back, of interviews that are in the file.
    pub withheld: u64,
}

/// Told by the library how far an export has come.
#[uniffi::export(rust, foreign)]
pub trait ExportObserver: Send + Sync {
    /// Takes note of how many interviews have been looked at, and of how many. What it throws is ignored.
    ///
    /// # Errors
    /// When the app fails at it.
    fn exported(&self, interviews: u64, of: u64) -> Result<(), CallbackError>;
}

#[uniffi::export]
impl Phone {
    /// Writes an export into a file, which is made or replaced, and enters it into the register of what was handed on. It is there whole or
    /// not at all.
    ///
    /// # Errors
    /// This person may hand nothing on, the wishes do not go together, or the file can't be written.
    pub fn export(
        &self,
        path: String,
        wish: ExportWish,
        observer: Option<Arc<dyn ExportObserver>>,
    ) -> Result<ExportCard, PhoneError> {
        let path = Path::new(input::capped("the file's path", &path, MAX_FILE_PATH_BYTES)?);
        let whole = unfinished(path);
        let exported = self.write_export(&whole, &wish, observer.as_deref());
        let kept = exported.and_then(|card| std::fs::rename(&whole, path).map(|()| card).map_err(unwritable));
        if kept.is_err() {
            // Where nothing was made there is nothing to take away.
            std::fs::remove_file(&whole).unwrap_or_default();
        }
        kept
    }
}

impl Phone {
    fn write_export(
        &self,
        path: &Path,
        wish: &ExportWish,
        observer: Option<&dyn ExportObserver>,
    ) -> Result<ExportCard, PhoneError> {
        let words = self.words();
        let tag = words.language().tag();
        let capped = |what, text| input::capped(what, text, MAX_PURPOSE_BYTES);
        let wanted = WantedExport {
            kind: kind(wish.kind),
            others: wish.others.as_deref().map(|others| capped("the organisation", others.trim())).transpose()?,
            purpose: capped("the purpose", wish.purpose.trim())?,
            form: wish.questionnaire.as_deref(),
            split: wish.split,
            files: wish.files,
            people: wish.people,
            language: &tag,
        };
        let mut rng = machine::rng()?;
        let at = &mut Moment { now: machine::now(), rng: &mut rng };
        let mut progress = |interviews, of| {
            if let Some(observer) = observer {
                observer.exported(interviews, of).unwrap_or_default();
            }
        };
        self.device().check_export(&wanted)?;
        let file = private_file(path).map_err(unwritable)?;
        Ok(ExportCard::of(self.device().export(&wanted, file, &words, &mut progress, at)?))
    }
}

impl ExportCard {
    const fn of(exported: Exported) -> Self {
        let left_out = exported.left_out;
        Self {
            interviews: exported.interviews,
            answers: exported.answers,
            files: exported.files,
            taken_back: left_out.taken_back,
            no_use: left_out.no_use,
            no_sharing: left_out.no_sharing,
            doubtful: left_out.doubtful,
            unread: left_out.unread,
            withheld: left_out.answers,
        }
    }
}

const fn kind(kind: ExportKind) -> ExportAs {
    match kind {
        ExportKind::Csv => ExportAs::Records(RecordsAs::Csv),
        ExportKind::Xlsx => ExportAs::Records(RecordsAs::Book),
        ExportKind::GeoJson => ExportAs::Records(RecordsAs::Places),
        ExportKind::Parquet => ExportAs::Records(RecordsAs::Parquet),
        ExportKind::JsonLines => ExportAs::Records(RecordsAs::Lines),
        ExportKind::TablesCsv => ExportAs::TablesCsv,
        ExportKind::TablesXlsx => ExportAs::TablesBook,
    }
}

/// Beside the file that is wanted: what lies there under its own name is whole.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

/// A new file that nobody else on this machine may open, where the system knows such a thing.
fn private_file(path: &Path) -> std::io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn unwritable(error: std::io::Error) -> PhoneError {
    PhoneError::Storage { code: "export-not-written".to_owned(), reason: format!("the file can't be written: {error}") }
}

impl From<ExportError> for PhoneError {
    fn from(error: ExportError) -> Self {
        let (code, reason) = (error.code().to_owned(), error.to_string());
        match error {
            ExportError::Device(error) => error.into(),
            ExportError::Write(_) => Self::Storage { code, reason },
            ExportError::PeopleForOthers
            | ExportError::NoRoomForPeople
            | ExportError::PlacesForOthers
            | ExportError::NoRoomForFiles => Self::Input { code, reason },
            ExportError::NoSuchForm => Self::Absent { code, reason },
        }
    }
}
