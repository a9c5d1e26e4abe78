//! Interviews and tables as files for other tools: which file, for whom, and what it holds.
//!
//! The whole result as one page is `results`'.

use maud::html;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{ExportKind, ExportWish, FileContent, PhoneError};

/// The kinds of file, with their names in the form, their words, the file's ending and its media type.
const KINDS: [(ExportKind, &str, &str, &str); 6] = [
    (ExportKind::Xlsx, "xlsx", "interviews.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (ExportKind::Csv, "csv", "interviews.zip", "application/zip"),
    (
        ExportKind::TablesXlsx,
        "tables",
        "tables.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    (ExportKind::GeoJson, "geojson", "places.geojson", "application/geo+json"),
    (ExportKind::Parquet, "parquet", "answers.parquet", "application/vnd.apache.parquet"),
    (ExportKind::JsonLines, "jsonl", "interviews.jsonl", "application/jsonl"),
];

/// Shows what can be had.
pub(super) fn page(desk: &Desk, ask: &Ask, faults: &[Fault]) -> Result<Answer, PhoneError> {
    desk.phone().handed_on()?;
    let chosen = |name: &str| ask.fields.one("kind") == name;
    let nothing_chosen = !ask.fields.has("kind");
    let wrong = |anchor: &str| faults.iter().find(|fault| fault.anchor == anchor);
    let body = html! {
        p { (desk.say("export-what")) }
        form method="post" action="/results/export" {
            div.question { fieldset { legend { span.asked { (desk.say("export-kind")) } }
                @for (_, name, ..) in KINDS {
                    label.choice for=(format!("kind-{name}")) {
                        input id=(format!("kind-{name}")) type="radio" name="kind" value=(name)
                            checked[chosen(name) || nothing_chosen && name == "xlsx"];
                        span { (desk.say(&format!("export-kind-{name}"))) span.aside { (desk.say(&format!("export-kind-{name}-what"))) } }
                    }
                }
            } }
            div.question {
                label.asked for="others" { (desk.say("export-others")) }
                p.hint #others-hint { (desk.say("export-others-hint")) }
                input #others name="others" type="text" maxlength="100" autocomplete="off" aria-describedby="others-hint"
                    value=(ask.fields.one("others"));
            }
            div class=(if wrong("purpose").is_some() { "question wrong" } else { "question" }) {
                label.asked for="purpose" { (desk.say("export-purpose")) }
                p.hint #purpose-hint { (desk.say("results-save-hint")) }
                @if let Some(fault) = wrong("purpose") { p.fault { (fault.text) } }
                input #purpose name="purpose" type="text" maxlength="150" autocomplete="off" aria-describedby="purpose-hint"
                    value=(ask.fields.one("purpose")) aria-invalid=[wrong("purpose").map(|_| "true")];
            }
            p.aside { (desk.say("export-careful")) }
            button.button { (desk.say("results-save")) }
        }
    };
    let back = Some("/results".to_owned());
    let screen = Screen { faults, back, ..Screen::new(desk.say("export-title"), Place::Today, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

/// Makes the file and gives it out.
pub(super) fn file(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let purpose = ask.fields.one("purpose").trim();
    let others = ask.fields.one("others").trim();
    let kind = KINDS.into_iter().find(|(_, name, ..)| ask.fields.one("kind") == *name);
    let mend = |anchor: &str, text: String| page(desk, ask, &[Fault { anchor: anchor.to_owned(), text }]);
    let Some((kind, _, name, media)) = kind else {
        return mend("kind-xlsx", desk.say("export-kind-missing"));
    };
    if purpose.is_empty() {
        return mend("purpose", desk.say("export-purpose-missing"));
    }
    if kind == ExportKind::GeoJson && !others.is_empty() {
        return mend("kind-geojson", desk.say("export-no-places-for-others"));
    }
    let unwritable = |error: std::io::Error| PhoneError::broken("export-not-written", &error.to_string());
    let folder = tempfile::tempdir().map_err(unwritable)?;
    let path = folder.path().join(name);
    let wish = ExportWish {
        kind,
        others: (!others.is_empty()).then(|| others.to_owned()),
        purpose: purpose.to_owned(),
        questionnaire: None,
        split: false,
        files: false,
        people: false,
    };
    desk.phone().export(path.to_string_lossy().into_owned(), wish, None)?;
    let bytes = std::fs::read(&path).map_err(unwritable)?;
    Ok(Answer::Content(FileContent { name: name.to_owned(), media: media.to_owned(), bytes }))
}
