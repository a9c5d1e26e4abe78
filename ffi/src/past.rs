//! Past responses from ODK Central and KoboToolbox, imported as those of an earlier round.
//!
//! Interviews of today are `interview`'s; what an imported one looks like afterwards is `responses`'.

use doorstep_core::device::PastImport;
use doorstep_core::form::past::{PastFile, PastOptions};

use crate::{FormProblem, Phone, PhoneError, input};

/// A file as another server gave it out.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ExportedFile {
    /// Its name without folders.
    pub name: String,
    /// What is in it: CSV, or a zip of CSV files.
    pub bytes: Vec<u8>,
}

/// Past responses, and where they belong.
#[derive(Debug, Clone, uniffi::Record)]
pub struct PastResponses {
    /// The questionnaire's version that they answer.
    pub form: String,
    /// The name of their round; one that is not there is made, and is over.
    pub round: String,
    /// Their area.
    #[uniffi(default = None)]
    pub area: Option<String>,
    /// The files that they stand in: the form's own, and those of its repeats.
    pub files: Vec<ExportedFile>,
    /// Whether cells that are no answers to their questions are left out, instead of refusing everything.
    #[uniffi(default = false)]
    pub leave_out_unfit: bool,
}

/// What an import of past responses did.
#[derive(Debug, Clone, serde::Serialize, uniffi::Record)]
pub struct ImportCard {
    /// The round that they belong to.
    pub round: String,
    /// How many responses were added.
    pub added: u32,
    /// How many were here before.
    pub known: u32,
    /// What their owner may want to know.
    pub warnings: Vec<FormProblem>,
}

#[uniffi::export]
impl Phone {
    /// Imports past responses. Importing the same ones again adds nothing.
    ///
    /// # Errors
    /// The files have problems (all of them are listed, and nothing was imported), the round is still open, the
    /// questionnaire is not on this phone, or this person may not write there.
    pub fn import_responses(&self, past: PastResponses) -> Result<ImportCard, PhoneError> {
        let files = past.files.into_iter().map(|file| PastFile { name: file.name, bytes: file.bytes });
        let files: Vec<PastFile> = files.collect();
        let import = PastImport {
            form: input::id("a questionnaire", &past.form)?,
            round: input::capped("the round's name", &past.round, 1_000)?,
            area: input::optional_id("an area", past.area.as_deref())?,
            files: &files,
            options: PastOptions { leave_out_unfit: past.leave_out_unfit, ..PastOptions::default() },
        };
        let imported = self.act(|device, at| device.import_responses(&import, at))?;
        let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(ImportCard {
            round: imported.round.to_string(),
            added: count(imported.added),
            known: count(imported.known),
            warnings: imported.warnings.iter().map(FormProblem::of).collect(),
        })
    }
}
