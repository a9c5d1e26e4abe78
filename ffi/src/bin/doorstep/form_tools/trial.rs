//! `form run`: a questionnaire tried out in the terminal, on the same screen as an interview; nothing is kept.

use std::path::Path;

use doorstep_core::form::check::needed_files;
use doorstep_core::form::model::Form;
use doorstep_ffi::{FormFile, Interview, TextFile};

use super::usable;
use crate::failure::Failure;
use crate::files;
use crate::interview::Course;
use crate::out::Out;

/// The largest data file beside a questionnaire, in bytes.
const MAX_BESIDE_BYTES: u64 = 32 << 20;

/// Tries a file out.
pub(super) fn run(out: &Out, language: Option<&str>, file: &Path) -> Result<(), Failure> {
    let form = usable(file)?.form;
    let language = language.map(|meant| super::spoken(&form, Some(meant))).transpose()?;
    let beside = beside(&form, file.parent().unwrap_or_else(|| Path::new("")))?;
    let bytes = files::form_bytes(file)?;
    let interview = Interview::trial(FormFile { bytes, name: files::stem(file), beside, zone: None })?;
    if let Some(language) = language {
        interview.speak(language.0)?;
    }
    Course::trial(&interview, out).run()?;
    if out.json { out.either(&interview.answers(), |_| Vec::new()) } else { Ok(()) }
}

/// The data files that the form names, as far as they stand in its folder; one that is missing offers no choices.
fn beside(form: &Form, folder: &Path) -> Result<Vec<TextFile>, Failure> {
    let mut found = Vec::new();
    for name in needed_files(form) {
        let path = folder.join(&name);
        // A name with a slash in it would lead out of the folder.
        if Path::new(&name).file_name().is_some_and(|file| file == name.as_str()) && path.is_file() {
            let bytes = files::bytes(&path, MAX_BESIDE_BYTES)?;
            found.push(TextFile { name, text: String::from_utf8_lossy(&bytes).into_owned() });
        }
    }
    Ok(found)
}
