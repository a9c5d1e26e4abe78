//! `import-responses`: past responses from elsewhere as those of an earlier round.

use std::path::Path;

use doorstep_core::form::past::PastOptions;
use doorstep_ffi::{ExportedFile, ImportCard, PastResponses, Phone};

use crate::arguments::ImportResponses;
use crate::failure::{Failure, problem_line};
use crate::files;
use crate::out::{Out, counted};
use crate::pick;

/// Imports past responses.
pub(crate) fn import(phone: &Phone, out: &Out, arguments: ImportResponses) -> Result<(), Failure> {
    let ImportResponses { files, form, round, area, leave_out_unfit } = arguments;
    let past = PastResponses {
        form: pick::form(phone, &form)?,
        round: round.clone(),
        area: pick::optional(phone, area.as_deref(), pick::area)?,
        files: files.iter().map(|path| exported(path)).collect::<Result<_, _>>()?,
        leave_out_unfit,
    };
    let imported = phone.import_responses(past)?;
    out.either(&imported, |imported| said(imported, &round))
}

fn exported(path: &Path) -> Result<ExportedFile, Failure> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(ExportedFile { name, bytes: files::bytes(path, PastOptions::default().most_bytes)? })
}

fn said(imported: &ImportCard, round: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        imported.warnings.iter().map(|warning| format!("Note: {}", problem_line(warning))).collect();
    let added = counted(imported.added.into(), "past interview", "past interviews");
    lines.push(format!("Added {added} to the round {}.", round.trim()));
    if imported.known > 0 {
        lines.push(format!("{} of the file were here before.", imported.known));
    }
    lines
}
