//! `export`: interviews and tables as files for other tools, with progress while they are written and what was left out at the end.
//!
//! What was handed on before is listed by `keeping`.

use std::sync::Arc;

use doorstep_ffi::{CallbackError, ExportCard, ExportKind, ExportObserver, ExportWish, Phone};
use indicatif::{ProgressBar, ProgressStyle};

use crate::arguments::{Export, ExportName};
use crate::failure::Failure;
use crate::out::{Out, counted};
use crate::pick;

/// Writes an export.
pub(crate) fn export(phone: &Phone, out: &Out, arguments: &Export) -> Result<(), Failure> {
    let form = arguments.form.as_deref().map(|form| pick::form(phone, form)).transpose()?;
    let questionnaire = match form {
        Some(version) => phone.forms()?.into_iter().find(|row| row.version == version).map(|row| row.id),
        None => None,
    };
    let wish = ExportWish {
        kind: kind(arguments),
        others: arguments.others.clone(),
        purpose: arguments.purpose.clone().unwrap_or_default(),
        questionnaire,
        split: arguments.split,
        files: arguments.with_files,
        people: arguments.with_names,
    };
    let bar = ProgressBar::new(0);
    // The template is a constant that parses.
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} interviews");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let exported = phone.export(arguments.to.to_string_lossy().into_owned(), wish, Some(Arc::new(Bar(bar.clone()))));
    bar.finish_and_clear();
    out.either(&exported?, |card| told(card, arguments))
}

fn kind(arguments: &Export) -> ExportKind {
    let is_book = arguments.to.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
    match arguments.kind {
        ExportName::Csv => ExportKind::Csv,
        ExportName::Xlsx => ExportKind::Xlsx,
        ExportName::Geojson => ExportKind::GeoJson,
        ExportName::Parquet => ExportKind::Parquet,
        ExportName::Jsonl => ExportKind::JsonLines,
        ExportName::Tables if is_book => ExportKind::TablesXlsx,
        ExportName::Tables => ExportKind::TablesCsv,
    }
}

fn told(card: &ExportCard, arguments: &Export) -> Vec<String> {
    let interviews = counted(card.interviews, "interview", "interviews");
    let what = if arguments.kind == ExportName::Tables {
        format!("{} from {interviews}", counted(card.answers, "number", "numbers"))
    } else {
        format!("{interviews} with {}", counted(card.answers, "answer", "answers"))
    };
    let files = if card.files > 0 { format!(" and {}", counted(card.files, "file", "files")) } else { String::new() };
    let mut lines = vec![format!("Written to {}: {what}{files}.", arguments.to.display())];
    let reasons = [
        (card.taken_back, "taken back"),
        (card.no_use, "without agreement that the answers count"),
        (card.no_sharing, "without agreement to sharing"),
        (card.doubtful, "left out of the results by a coordinator"),
        (card.unread, "whose questionnaire is not here"),
    ];
    let reasons = reasons.into_iter().filter(|(count, _)| *count > 0);
    lines
        .extend(reasons.map(|(count, why)| format!("Not in it: {} {why}.", counted(count, "interview", "interviews"))));
    if card.withheld > 0 {
        lines.push(format!(
            "Kept back: {}; whoever answered did not agree, or nobody outside is to have them.",
            counted(card.withheld, "answer", "answers")
        ));
    }
    if arguments.with_names {
        lines.push(
            "It says who said what: keep it locked, hand it to nobody, delete it when it is not needed.".to_owned(),
        );
    } else if arguments.kind != ExportName::Tables {
        lines.push("It holds what single people said: do not publish it.".to_owned());
    }
    lines
}

struct Bar(ProgressBar);

impl ExportObserver for Bar {
    fn exported(&self, interviews: u64, of: u64) -> Result<(), CallbackError> {
        self.0.set_length(of);
        self.0.set_position(interviews);
        Ok(())
    }
}
