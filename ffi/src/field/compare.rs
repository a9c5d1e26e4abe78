//! A released result of another project beside the newest of this one that knows its words.
//!
//! What is compared is the core's; releases themselves are on `releases`' page.

use maud::html;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::{FileContent, PhoneError};

/// The newest release that knows in which words was asked.
fn newest(desk: &Desk) -> Result<Option<String>, PhoneError> {
    for row in desk.phone().releases()?.releases {
        match desk.phone().release_comparable(row.id) {
            Ok(file) => return Ok(Some(file)),
            Err(PhoneError::NotNow { .. }) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(None)
}

/// Shows the place where a file is chosen.
pub(super) fn page(desk: &Desk, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        p { (desk.say("compare-what")) }
        @if newest(desk)?.is_none() { p { (desk.say("compare-none-here")) } } @else {
            form method="post" action="/compare" enctype="multipart/form-data" {
                div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                    label.asked for="result" { (desk.say("compare-file")) }
                    @for fault in &faults { p.fault { (fault.text) } }
                    input #result name="result" type="file" accept=".json,application/json"
                        aria-invalid=[(!faults.is_empty()).then_some("true")];
                }
                button.button { (desk.say("compare-show")) }
            }
            form method="post" action="/compare/file" { button.button.second { (desk.say("compare-save")) } }
        }
    };
    let screen = Screen {
        faults: &faults,
        back: Some("/releases".to_owned()),
        ..Screen::new(desk.say("compare-title"), Place::Today, body)
    };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

/// Compares with the file that was chosen.
pub(super) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let wrong = |text| page(desk, Some(Fault { anchor: "result".to_owned(), text }));
    let Some(theirs) = ask.files.of("result") else { return wrong(desk.say("compare-no-file")) };
    let Some(ours) = newest(desk)? else { return Ok(Answer::see("/compare")) };
    match desk.phone().compare_page(vec![ours.into_bytes(), theirs.to_vec()]) {
        Ok(page) => Ok(Answer::Report(page)),
        Err(error @ PhoneError::Input { .. }) => wrong(desk.why(&error)),
        Err(other) => Err(other),
    }
}

/// Gives this project's file out.
pub(super) fn file(desk: &Desk) -> Result<Answer, PhoneError> {
    let Some(ours) = newest(desk)? else { return Ok(Answer::see("/compare")) };
    let (name, media) = ("result.json".to_owned(), "application/json".to_owned());
    Ok(Answer::Content(FileContent { name, media, bytes: ours.into_bytes() }))
}
