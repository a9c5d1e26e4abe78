//! `pack`, `unpack`, `share` and `take`: handing things on without the server.

use std::path::Path;
use std::sync::Arc;

use doorstep_ffi::{MeetingCard, PassTo, Phone, PhoneError, RefusedRow};
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use crate::arguments::Pack;
use crate::failure::Failure;
use crate::out::{Out, bytes, counted};

/// Packs a file.
pub(crate) fn pack(phone: &Phone, out: &Out, arguments: &Pack) -> Result<(), Failure> {
    let to = match arguments.to.as_str() {
        "server" => PassTo::Server,
        "project" => PassTo::Project,
        member => PassTo::Member { member: member.to_owned() },
    };
    let packed = phone.pack(arguments.file.to_string_lossy().into_owned(), to)?;
    out.either(&packed, |packed| {
        let (entries, devices) =
            (counted(packed.entries, "entry", "entries"), counted(packed.devices, "device", "devices"));
        vec![
            format!("Packed {entries}{}; {devices} can open the file.", with_files(packed.files)),
            "Nothing in it counts as safe on the server before it has arrived there and you have synced.".to_owned(),
        ]
    })
}

fn with_files(files: u64) -> String {
    if files == 0 {
        String::new()
    } else {
        format!(" and {}", counted(files, "picture or other file", "pictures and other files"))
    }
}

/// Takes a file.
pub(crate) fn unpack(phone: &Phone, out: &Out, file: &Path) -> Result<(), Failure> {
    let taken = phone.unpack(file.to_string_lossy().into_owned())?;
    out.either(&taken, |taken| {
        let mut lines = vec![format!(
            "Took {}; {} were here already.",
            counted(taken.new_entries, "new entry", "new entries"),
            taken.known
        )];
        if taken.damaged {
            lines.push(format!(
                "The file is damaged: {} could not be read. Ask for the file again; what was whole is taken.",
                counted(taken.missing, "entry", "entries")
            ));
        }
        if taken.files_missing > 0 {
            let missing = counted(taken.files_missing, "picture or other file", "pictures and other files");
            lines.push(format!("{missing} of {} did not come whole. Ask for the file again.", taken.files));
        }
        lines.push(format!("{}.", taken.status.sentence));
        lines
    })?;
    turned_away(&taken.refused)
}

/// Shows a code and waits for the phone that scans it.
pub(crate) fn share(phone: &Arc<Phone>, out: &Out, wait: u32) -> Result<(), Failure> {
    let sharing = Arc::clone(phone).share()?;
    let code = sharing.code();
    if out.json {
        out.line(serde_json::json!({ "code": code }).to_string())?;
    } else {
        out.line(QrCode::new(&code)?.render::<Dense1x2>().build())?;
        out.line(format!("\n{code}\n"))?;
        out.line("Waiting for a phone in the same network; the code is good for one.")?;
    }
    tell(out, &waited_for(async { sharing.meet(wait).await })?)
}

/// Calls the phone that shows a code.
pub(crate) fn take(phone: &Phone, out: &Out, code: &str) -> Result<(), Failure> {
    tell(
        out,
        &waited_for(async {
            let met = phone.take(code.to_owned()).await;
            phone.hang_up().await;
            met
        })?,
    )
}

fn waited_for<T>(done: impl Future<Output = Result<T, PhoneError>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let broken = |error: std::io::Error| PhoneError::Broken { code: "no-threads".into(), reason: error.to_string() };
    Ok(runtime.map_err(broken)?.block_on(done)?)
}

fn tell(out: &Out, met: &MeetingCard) -> Result<(), Failure> {
    out.either(met, |met| {
        let (sent, received) =
            (counted(met.sent, "entry", "entries"), counted(met.received, "new entry", "new entries"));
        vec![
            format!(
                "Sent {sent}, received {received}. {} out, {} in.",
                bytes(met.bytes_sent),
                bytes(met.bytes_received)
            ),
            format!("{}. What another phone has is not on the server yet.", met.status.sentence),
        ]
    })?;
    turned_away(&met.refused)
}

fn turned_away(refused: &[RefusedRow]) -> Result<(), Failure> {
    if refused.is_empty() {
        return Ok(());
    }
    let reasons: Vec<String> = refused.iter().map(|row| format!("{} ({})", row.reason, row.entries)).collect();
    Err(Failure::TurnedAway { entries: refused.iter().map(|row| row.entries).sum(), reasons: reasons.join("; ") })
}
