//! `sync`: with progress while it runs, and what was sent, received and where everything is at the end.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use doorstep_ffi::{CallbackError, Phone, PhoneError, SessionRow, SyncObserver, SyncProgress, SyncReport, SyncWay};
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::Failure;
use crate::out::{Out, bytes, counted};

/// Syncs with the project's server.
pub(crate) fn sync(phone: &Phone, out: &Out, explain: bool, without_files: bool) -> Result<(), Failure> {
    let report = if without_files {
        with_progress(phone, |observer| phone.sync_without_files(Some(observer)))?
    } else {
        with_progress(phone, |observer| phone.sync(Some(observer)))?
    };
    if explain && !out.json {
        for (number, session) in (1..).zip(&report.sessions) {
            out.line(explained(out, number, session))?;
        }
    }
    tell(out, &report)
}

/// One session in a paragraph: what was exchanged, and why.
fn explained(out: &Out, number: usize, session: &SessionRow) -> String {
    let head = out.say_with("exchange-number", "number", &number.to_string());
    let sentences = session.explained.iter().map(|sentence| format!("\n  {sentence}"));
    format!("{head}:{}", sentences.collect::<String>())
}

/// Says what a sync did. Entries that were turned away make it a failure.
pub(crate) fn tell(out: &Out, report: &SyncReport) -> Result<(), Failure> {
    out.either(report, |report| {
        let sent = counted(report.sent, "entry", "entries");
        let received = counted(report.received, "new entry", "new entries");
        let pieces = match report.pieces {
            0 => String::new(),
            pieces => format!(" {} of questionnaires and files.", counted(pieces, "piece", "pieces")),
        };
        let way = match report.way {
            SyncWay::Quic => "",
            SyncWay::WebSocket => ", over TCP: this network lets no UDP through",
        };
        let (up, down) = (bytes(report.bytes_sent), bytes(report.bytes_received));
        let mut lines = vec![
            format!("Sent {sent}, {} of them on the server's disk; received {received}.{pieces}", report.acknowledged),
            format!("{up} out, {down} in{way}."),
            format!("{}.", report.status.sentence),
        ];
        lines.extend(crate::status::files(&report.status));
        if report.files_refused > 0 {
            let files = counted(report.files_refused, "file", "files");
            lines.push(format!(
                "The server did not take {files}: it has no room; they stay here. Tell your coordinator."
            ));
        }
        lines.extend(Some(&report.status.standing_sentence).filter(|sentence| !sentence.is_empty()).cloned());
        lines
    })?;
    if report.refused.is_empty() {
        return Ok(());
    }
    let reason = |row: &doorstep_ffi::RefusedRow| format!("{} ({})", row.reason, row.entries);
    Err(Failure::TurnedAway {
        entries: report.refused.iter().map(|row| row.entries).sum(),
        reasons: report.refused.iter().map(reason).collect::<Vec<_>>().join("; "),
    })
}

/// Runs something that syncs, and shows how far it is.
pub(crate) fn with_progress<F>(
    phone: &Phone,
    begin: impl FnOnce(Arc<dyn SyncObserver>) -> F,
) -> Result<SyncReport, PhoneError>
where
    F: Future<Output = Result<SyncReport, PhoneError>>,
{
    let bar = ProgressBar::new_spinner();
    // The template is a constant that parses.
    bar.set_style(ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_message("calling the server");
    bar.enable_steady_tick(Duration::from_millis(100));
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime =
        runtime.map_err(|error| PhoneError::Broken { code: "no-threads".into(), reason: error.to_string() })?;
    let done = runtime.block_on(async {
        let done = begin(Arc::new(Bar(bar.clone()))).await;
        phone.hang_up().await;
        done
    });
    bar.finish_and_clear();
    done
}

struct Bar(ProgressBar);

impl SyncObserver for Bar {
    fn progress(&self, progress: SyncProgress) -> Result<(), CallbackError> {
        self.0.set_message(format!("{} sent, {} received", progress.sent, progress.received));
        Ok(())
    }
}
