//! `status`: where everything provably is.

use doorstep_ffi::{MemberRole, Phone, PhoneStanding, StatusCard};
use serde_json::json;

use crate::failure::Failure;
use crate::out::{Out, counted, moment, short};

/// Says where every interview is.
pub(crate) fn status(phone: &Phone, out: &Out) -> Result<(), Failure> {
    let (project, status) = (phone.project()?, phone.status()?);
    let locked = matches!(status.standing, PhoneStanding::Expired | PhoneStanding::Revoked);
    let shut = phone.pin()?.is_locked;
    let unfinished = if locked || shut { Vec::new() } else { phone.unfinished()? };
    let value = json!({ "project": project, "status": status, "unfinished": unfinished });
    out.either(&value, |_| {
        let outside = if status.standing == PhoneStanding::Revoked { "no longer a member" } else { "not yet a member" };
        let role = project.role.map_or_else(|| outside.to_owned(), |role| format!("{role:?}").to_lowercase());
        let mut lines = vec![format!("Project {}, you are {role}.", project.name)];
        lines.push(match project.server_addresses.first() {
            Some(address) => format!("Server {address}."),
            None => "No server yet: `doorstep link` gives the project one.".to_owned(),
        });
        if !status.standing_sentence.is_empty() {
            lines.push(status.standing_sentence.clone());
        }
        if shut {
            lines.push("Locked by its PIN; a sync needs none.".to_owned());
        }
        if !doorstep_ffi::about().encrypts {
            lines.push(
                "This program does not encrypt its store: for trying things out, not for real people's answers."
                    .to_owned(),
            );
        }
        if !status.copy_sentence.is_empty() {
            lines.push(status.copy_sentence.clone());
        }
        if !project.missing.is_empty() {
            let missing = project.missing.join(", ");
            lines.push(format!("Nobody can be asked yet; missing: {missing}. See `doorstep responsible --help`."));
        }
        if project.role == Some(MemberRole::Coordinator) && project.coordinators < 2 {
            lines.push("There is one coordinator; two are recommended.".to_owned());
        }
        if project.role == Some(MemberRole::Coordinator) && !project.has_recovery_sheet {
            lines.push("There is no unused recovery sheet: `doorstep recovery-sheet --new` makes one.".to_owned());
        }
        lines.extend(sentences(&status));
        for draft in &unfinished {
            let (id, saved) = (short(&draft.id), moment(draft.saved_ms));
            lines.push(format!("  not finished, saved here {saved}: doorstep interview --resume {id}"));
        }
        lines
    })
}

/// How pictures and other files stand, if there are any.
pub(crate) fn files(status: &StatusCard) -> Option<String> {
    (status.files > 0).then(|| {
        let all = counted(status.files, "picture or other file", "pictures and other files");
        format!("{all}: {} only here, {} not wholly here yet.", status.files_only_here, status.files_not_whole)
    })
}

fn sentences(status: &StatusCard) -> Vec<String> {
    let mut lines = vec![format!("{}.", status.sentence)];
    lines.extend(files(status));
    if !status.has_synced {
        lines.push("This store has never synced: nothing in it is proven to be anywhere else.".to_owned());
    }
    if let Some(at) = status.backup_ms {
        lines.push(format!("{} of them in the server's backup of {}.", status.in_backup, moment(at)));
    }
    let more = [
        (
            status.two_answers,
            "interview has a question with two answers; see `doorstep questions`",
            "interviews have a question with two answers; see `doorstep questions`",
        ),
        (
            status.kept_for_later,
            "entry of a later version is kept and passed on",
            "entries of a later version are kept and passed on",
        ),
        (status.waiting, "entry waits for something that has not come", "entries wait for something that has not come"),
    ];
    lines.extend(
        more.iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{}.", counted(*count, one, many))),
    );
    lines
}
