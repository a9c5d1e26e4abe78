//! Pictures and other files on pages: a question that takes one, what is attached, and what belongs to a finished interview.
//!
//! How a browser sends one is `upload`'s; what is kept of it the core's.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::fields::encoded;
use super::question::Shown;
use crate::{AskedAs, FileHere, FileRow, Given, PhoneError, QuestionCard};

/// Whether a question is answered with a file.
pub(super) const fn is_file(kind: AskedAs) -> bool {
    matches!(kind, AskedAs::File | AskedAs::Picture | AskedAs::Sound | AskedAs::Film)
}

/// The name of a question's field for a file.
pub(super) fn field_of(path: &str) -> String {
    format!("f:{path}")
}

/// What a browser offers to choose.
fn accepted(kind: AskedAs) -> Option<&'static str> {
    let offered = [(AskedAs::Picture, "image/jpeg,image/png"), (AskedAs::Sound, "audio/*"), (AskedAs::Film, "video/*")];
    offered.iter().find(|(of, _)| *of == kind).map(|(_, offered)| *offered)
}

/// What is said beside the field.
fn how(question: &QuestionCard) -> &'static str {
    let looks = |word: &str| question.appearance.split_whitespace().any(|part| part == word);
    if question.kind == AskedAs::Sound {
        "app-how-sound"
    } else if question.kind == AskedAs::Film {
        "app-how-film"
    } else if question.kind == AskedAs::File {
        "app-how-file"
    } else if is_signed(question) {
        "app-how-signature"
    } else if looks("draw") || looks("annotate") {
        "app-how-drawing"
    } else {
        "app-how-picture"
    }
}

fn is_signed(question: &QuestionCard) -> bool {
    question.appearance.split_whitespace().any(|part| part == "signature")
}

/// Whether somebody may sign or draw on the page, where its script runs.
pub(super) fn is_drawn(question: &QuestionCard) -> bool {
    let draws = question.appearance.split_whitespace().any(|part| part == "draw");
    question.kind == AskedAs::Picture && !question.read_only && (draws || is_signed(question))
}

/// Where somebody signs or draws. Without its script it is not there, and the field below takes a picture.
fn pad(desk: &Desk, question: &QuestionCard, shown: Shown<'_>) -> Markup {
    let said = desk.say(if is_signed(question) { "app-sign-here" } else { "app-draw-here" });
    html! {
        div.pad hidden data-field=(shown.anchor()) {
            canvas width="900" height="360" role="img" aria-label=(said) {}
            p { span aria-hidden="true" { (said) } " " button.plain type="button" { (desk.say("app-sign-again")) } }
        }
        script src="/pad.js" defer {}
    }
}

/// The fields of a question that takes a file. `heading` is its label.
pub(super) fn show(
    desk: &Desk,
    question: &QuestionCard,
    shown: Shown<'_>,
    heading: &Markup,
    about: Option<&str>,
) -> Markup {
    let (anchor, how) = (shown.anchor(), how(question));
    let asks_for_new = question.appearance.split_whitespace().any(|part| part == "new");
    let described = about.map_or_else(|| format!("{anchor}-how"), |about| format!("{about} {anchor}-how"));
    html! {
        (heading)
        @if !question.value.is_empty() { (attached(desk, question, shown)) }
        @if is_drawn(question) { (pad(desk, question, shown)) }
        p.hint id=(format!("{anchor}-how")) { (desk.say(how)) }
        input id=(anchor) name=(field_of(&question.path)) type="file" accept=[accepted(question.kind)]
            capture=[asks_for_new.then_some("environment")] aria-describedby=(described) aria-invalid=[shown.fault.map(|_| "true")];
    }
}

fn attached(desk: &Desk, question: &QuestionCard, shown: Shown<'_>) -> Markup {
    html! {
        div.attached {
            @if let Some(from) = shown.from {
                @let place = format!("{from}?path={}", encoded(&question.path));
                @if question.kind == AskedAs::Picture {
                    img src=(place) alt=(desk.say("app-picture-attached"));
                } @else if question.kind == AskedAs::Sound {
                    audio controls src=(place) aria-label=(desk.say("app-sound-attached")) {}
                } @else {
                    p { strong { (desk.say("app-file-attached")) } " " a href=(place) { (desk.say("app-file-look")) } }
                }
                button.plain name="clear" value=(question.path) { (desk.say("app-file-take-out")) span.unseen { ": " (question.label) } }
            } @else {
                p { strong { (desk.say("app-file-attached")) } }
            }
        }
    }
}

/// The file that answers a question of an interview under way.
pub(super) fn attached_to(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let file = desk.app.interview(id)?.attached(ask.query.one("path").to_owned())?;
    Ok(file.map_or_else(|| Answer::Absent(super::layout::nothing_here(desk)), Answer::Content))
}

/// What is in a file of a finished interview.
pub(super) fn content(desk: &Desk, id: &str, name: &str) -> Result<Answer, PhoneError> {
    desk.phone().file(id.to_owned(), name.to_owned()).map(Answer::Content)
}

/// The files of a finished interview, with where they are.
pub(super) fn list(desk: &Desk, id: &str) -> Result<Markup, PhoneError> {
    let rows = desk.phone().files(id.to_owned())?;
    Ok(html! {
        @if !rows.is_empty() {
            section { h2 { (desk.say("app-files")) }
                ul.list { @for row in &rows { li { (line(desk, id, row)) } } }
            }
        }
    })
}

/// The file that one of several answers is, to be looked at before somebody decides, or where it is.
pub(super) fn beside(desk: &Desk, id: &str, given: &Given, rows: &[FileRow]) -> Markup {
    let Given::Answer { text } = given else { return html! {} };
    let row = rows.iter().find(|row| row.name == *text);
    html! { @if let Some(row) = row {
        div.attached {
            @if row.here == FileHere::Present { (opened(desk, id, row)) } @else { p.aside { (desk.say(state_key(row))) } }
        }
    } }
}

fn is_picture(row: &FileRow) -> bool {
    row.media.as_deref().is_some_and(|media| media.starts_with("image/"))
}

/// A way into a file, a picture to be seen at once.
fn opened(desk: &Desk, id: &str, row: &FileRow) -> Markup {
    let place = format!("/interviews/{id}/files/{}", row.name);
    html! {
        a href=(place) {
            @if is_picture(row) { img src=(place) alt=(desk.say("app-picture-attached")) loading="lazy"; }
            @else { (desk.say("app-file-look")) }
        }
    }
}

fn line(desk: &Desk, id: &str, row: &FileRow) -> Markup {
    let place = format!("/interviews/{id}/files/{}", row.name);
    let is_safe = row.saved.is_some_and(|saved| saved != crate::Whereabouts::OnlyHere);
    html! {
        @if let (Some(label), FileHere::Present) = (&row.label, row.here) {
            a href=(place) { (label) }
            @if is_picture(row) { div.attached { (opened(desk, id, row)) } }
        } @else { (row.label.clone().unwrap_or_else(|| desk.say("app-file-locked"))) }
        " " span class=(if is_safe { "tag good" } else { "tag" }) { (desk.say(state_key(row))) }
        @if row.here == FileHere::Incomplete {
            " " (desk.tell("app-file-pieces", &[("pieces", row.pieces.into()), ("all", row.of.into())]))
        }
        @if !row.answers { " " span.tag { (desk.say("app-file-replaced")) } }
    }
}

/// The words for where a file is.
fn state_key(row: &FileRow) -> &'static str {
    match (row.here, row.saved) {
        (FileHere::Present, Some(saved)) => super::interviews::saved_key(saved),
        (FileHere::Present, None) => "saved-here",
        (FileHere::Incomplete, _) => "app-file-incomplete",
        (FileHere::Missing, _) => "app-file-missing",
    }
}
