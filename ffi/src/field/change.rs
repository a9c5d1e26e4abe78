//! Changing an answer of a finished interview, with a reason.

use maud::html;

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::fields::encoded;
use super::files;
use super::layout::{Fault, Place, Screen, page as lay_out};
use super::question::{self, Shown};
use crate::{AskedAs, Given, PhoneError, QuestionCard};

/// Asks the question again, and why. What has to be mended comes with the anchor of its field.
pub(super) fn page(desk: &Desk, id: &str, ask: &Ask, wrong: Option<(&str, &str)>) -> Result<Answer, PhoneError> {
    let path = ask.query.one("path");
    let Some(asked) = question(desk, id, path)? else { return Ok(Answer::Absent(super::layout::nothing_here(desk))) };
    let typed = ask.posted.then(|| question::given(&asked, &ask.fields)).flatten();
    let fault_at = |place: &str| wrong.filter(|(anchor, _)| *anchor == place).map(|(_, why)| why);
    let reason_fault = fault_at("reason");
    let fault = fault_at("q0");
    let shown = Shown { number: 0, fault, typed: typed.as_deref(), is_heading: true, from: None };
    let parts = files::is_file(asked.kind).then_some("multipart/form-data");
    let body = html! {
        form method="post" action=(format!("/interviews/{id}/change?path={}", encoded(path))) enctype=[parts] novalidate {
            (question::show(desk, &asked, shown))
            div class=(if reason_fault.is_some() { "question wrong" } else { "question" }) {
                label.asked for="reason" { (desk.say("app-reason")) }
                p.hint #reason-hint { (desk.say("app-reason-hint")) }
                @if let Some(fault) = reason_fault { p.fault { (fault) } }
                textarea #reason name="reason" rows="2" aria-describedby="reason-hint" { (ask.fields.one("reason")) }
            }
            button.button { (desk.say("app-save-change")) }
        }
    };
    let faults: Vec<Fault> =
        wrong.map(|(anchor, why)| Fault { anchor: anchor.to_owned(), text: why.to_owned() }).into_iter().collect();
    let (title, back) = (desk.say("app-change-title"), Some(format!("/interviews/{id}")));
    let screen = Screen { back, own_heading: true, faults: &faults, ..Screen::new(title, Place::Interviews, body) };
    Ok(Answer::page(lay_out(desk, &screen), files::is_drawn(&asked), wrong.is_none()))
}

/// The question at a path of a finished interview, with its answer.
pub(super) fn question(desk: &Desk, id: &str, path: &str) -> Result<Option<QuestionCard>, PhoneError> {
    let card = desk.phone().response(id.to_owned())?;
    let plain: Vec<&str> = path.split('/').map(|step| step.split('[').next().unwrap_or(step)).collect();
    let plain = plain.join("/");
    let asked = desk.phone().question_at(&card.form, &plain)?;
    let value = card.answers.iter().find(|row| row.path == path).and_then(|row| match row.given.first() {
        Some(Given::Answer { text }) => Some(text.clone()),
        Some(Given::Nothing { .. }) | None => None,
    });
    Ok(asked.map(|(question, appearance)| QuestionCard {
        path: path.to_owned(),
        kind: question.kind,
        label: question.label,
        hint: None,
        guidance: None,
        required: true,
        read_only: false,
        value: value.unwrap_or_default(),
        choices: question.choices,
        appearance,
        lacks: None,
    }))
}

/// Saves the change, or says why not.
pub(super) fn change(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let path = ask.query.one("path").to_owned();
    let Some(asked) = question(desk, id, &path)? else { return Ok(Answer::Absent(super::layout::nothing_here(desk))) };
    let text = question::given(&asked, &ask.fields);
    let file = ask.files.of(&files::field_of(&path)).map(<[u8]>::to_vec);
    if text.is_none() && file.is_none() {
        return page(desk, id, ask, Some(("q0", desk.say("app-needs-answer").as_str())));
    }
    let reason = ask.fields.one("reason").trim().to_owned();
    if reason.is_empty() {
        return page(desk, id, ask, Some(("reason", desk.say("app-reason-missing").as_str())));
    }
    let changed = match file {
        Some(content) => desk.phone().attach_to(id.to_owned(), path, content, reason),
        None => desk.phone().correct(id.to_owned(), path, text.unwrap_or_default(), reason).map(drop),
    };
    match changed {
        Ok(()) => {
            desk.app.notify(desk.say("app-change-saved"));
            Ok(Answer::see(format!("/interviews/{id}")))
        }
        Err(error @ PhoneError::Input { .. }) => {
            page(desk, id, ask, Some(("q0", unfit(desk, asked.kind, &error).as_str())))
        }
        Err(error) => Err(error),
    }
}

/// Why an answer can't be taken.
pub(super) fn unfit(desk: &Desk, kind: AskedAs, error: &PhoneError) -> String {
    if error.code() == "bad-answer" { desk.say(super::interview::unfit_key(kind)) } else { desk.why(error) }
}
