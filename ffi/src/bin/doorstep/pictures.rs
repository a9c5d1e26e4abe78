//! `files`, `attach` and `send-files`: pictures, recordings and documents of finished interviews.
//!
//! Attaching one during an interview is `interview`'s and `answers_file`'s.

use std::path::Path;

use doorstep_ffi::{FileHere, FileRow, Phone, SendFiles, Whereabouts};

use crate::arguments::{Attach, Files, SendFilesName};
use crate::failure::Failure;
use crate::files;
use crate::out::{Out, bytes};
use crate::pick;

/// The most bytes that are read of a file to attach: a picture may be made smaller when it is taken.
const MAX_READ_BYTES: u64 = 64 << 20;

/// Lists the files of an interview, or saves those that can be opened here.
pub(crate) fn list(phone: &Phone, out: &Out, arguments: &Files) -> Result<(), Failure> {
    let response = pick::response(phone, &arguments.response)?;
    let rows = phone.files(response.clone())?;
    let Some(folder) = &arguments.save else {
        return out.either(&rows, |rows| match rows.as_slice() {
            [] => vec!["This interview has no pictures or other files.".to_owned()],
            rows => rows.iter().map(|row| line(out, row)).collect(),
        });
    };
    let unmade = |source| Failure::File { path: folder.clone(), done: "made", source };
    std::fs::create_dir_all(folder).map_err(unmade)?;
    for row in rows {
        let name = row.name.clone();
        let content = phone.file(response.clone(), row.name)?;
        files::write(&folder.join(&name), content.bytes)?;
        out.line(format!(
            "Saved {}. It may show somebody: delete it when it is not needed any more.",
            folder.join(name).display()
        ))?;
    }
    Ok(())
}

fn line(out: &Out, row: &FileRow) -> String {
    let what = row.label.as_deref().and_then(|label| label.lines().next()).unwrap_or("locked: coordinators only");
    let state = match (row.here, row.saved) {
        (FileHere::Missing, _) => out.say("app-file-missing"),
        (FileHere::Incomplete, _) => format!("{} of {} pieces are here", row.pieces, row.of),
        (FileHere::Present, Some(Whereabouts::OnServer)) => out.say("saved-server"),
        (FileHere::Present, Some(Whereabouts::InBackup)) => out.say("saved-backup"),
        (FileHere::Present, Some(Whereabouts::OnlyHere) | None) => out.say("saved-here"),
    };
    let replaced = if row.answers { "" } else { ", replaced since" };
    format!("{}  {what}, {}, {state}{replaced}", row.name, bytes(row.size_bytes))
}

/// Puts a file in the place of what answered a question.
pub(crate) fn attach(phone: &Phone, out: &Out, arguments: Attach) -> Result<(), Failure> {
    let Attach { response, path, file, reason } = arguments;
    let response = pick::response(phone, &response)?;
    phone.attach_to(response, path, content(&file)?, reason)?;
    out.line("Attached and saved, only on this computer until you sync.")
}

/// Sets when files go along with a sync, or says it.
pub(crate) fn send(phone: &Phone, out: &Out, when: Option<SendFilesName>) -> Result<(), Failure> {
    if let Some(when) = when {
        phone.set_send_files(when.when())?;
    }
    out.either(&phone.send_files()?, |when| {
        let when = match when {
            SendFiles::Always => "with every sync",
            SendFiles::Unmetered => "with a sync over a network that costs nothing, as far as the app knows",
            SendFiles::Never => "not at all; answers do",
        };
        vec![format!("Pictures and other files go along {when}.")]
    })
}

/// What is in a file that somebody names.
pub(crate) fn content(path: &Path) -> Result<Vec<u8>, Failure> {
    files::bytes(path, MAX_READ_BYTES)
}
