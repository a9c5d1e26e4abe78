//! Questions with two answers: what stands there with who and why, deciding, taking a decision back.

use maud::{Markup, html};

use super::answer::Answer;
use super::change;
use super::desk::{Ask, Desk};
use super::fields::encoded;
use super::files;
use super::interviews::address;
use super::layout::{Fault, Place, Screen, nothing_here, page as lay_out};
use crate::{Choice, OpinionRow, PhoneError, TwoAnswersRow};

/// Lists what waits for a decision.
pub(super) fn list(desk: &Desk) -> Result<Answer, PhoneError> {
    let (rows, doors) = (desk.phone().two_answers()?, desk.doors()?);
    let body = html! {
        @if rows.is_empty() { p { (desk.say("two-answers-none")) } p { a.button href="/" { (desk.say("app-to-today")) } } }
        @else { p { (desk.say("app-two-answers-how")) } }
        ul.list { @for row in &rows {
            @let door = desk.phone().response(row.response.clone())?.door;
            li { a href=(format!("/decide/{}?path={}", row.response, encoded(&row.path))) { (row.label) }
                " " span.aside { (address(desk, door.as_deref(), &doors)) }
                @if row.asked_again { " " span.tag.fresh { (desk.say("app-ask-again-tag")) } } }
        } }
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-two-answers"), Place::Interviews, body))))
}

/// Shows a question with its answers side by side.
pub(super) fn page(desk: &Desk, id: &str, ask: &Ask, wrong: Option<&str>) -> Result<Answer, PhoneError> {
    let Some(row) = find(desk, id, ask)? else { return Ok(Answer::see("/decide")) };
    let described = wrong.map(|_| "choice-fault");
    let asked = change::question(desk, id, &row.path)?;
    let is_file = asked.is_some_and(|asked| files::is_file(asked.kind));
    let files = if is_file { desk.phone().files(id.to_owned())? } else { Vec::new() };
    let body = html! {
        form method="post" action=(format!("/decide/{id}?path={}", encoded(&row.path))) novalidate {
            div class=(if wrong.is_some() { "question wrong" } else { "question" }) {
                fieldset aria-describedby=[described] {
                    legend { h1 { (row.label) } }
                    p.hint { (desk.say("app-which-is-right")) }
                    @if let Some(wrong) = wrong { p.fault #choice-fault { (wrong) } }
                    @for (place, opinion) in row.opinions.iter().enumerate() {
                        (opinion_line(desk, place, opinion, ask))
                        (files::beside(desk, id, &opinion.given, &files))
                    }
                    @if !is_file { (another(desk, ask)) }
                    (radio("again", &desk.say("app-ask-again"), ask))
                }
            }
            label.choice for="both" {
                input #both type="checkbox" name="both" value="yes" checked[ask.fields.has("both")];
                span { (desk.say("app-both-right")) }
            }
            button.button { (desk.say("two-answers-decide")) }
        }
    };
    let faults: Vec<Fault> =
        wrong.map(|why| Fault { anchor: "keep-0".to_owned(), text: why.to_owned() }).into_iter().collect();
    let (title, back) = (desk.say("app-two-answers"), Some("/decide".to_owned()));
    let screen = Screen { back, own_heading: true, faults: &faults, ..Screen::new(title, Place::Interviews, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(if wrong.is_none() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn find(desk: &Desk, id: &str, ask: &Ask) -> Result<Option<TwoAnswersRow>, PhoneError> {
    let path = ask.query.one("path");
    Ok(desk.phone().two_answers()?.into_iter().find(|row| row.response == id && row.path == path))
}

fn opinion_line(desk: &Desk, place: usize, opinion: &OpinionRow, ask: &Ask) -> Markup {
    let (value, id) = (place.to_string(), format!("keep-{place}"));
    html! {
        label.choice for=(id) {
            input id=(id) type="radio" name="choice" value=(value) checked[ask.fields.one("choice") == value];
            span {
                strong { (opinion.words) }
                span.aside { (desk.person(opinion.by.as_ref())) ", " (desk.moment(opinion.at_ms)) }
                @if let Some(reason) = &opinion.reason { span.aside { "“" (reason) "”" } }
            }
        }
    }
}

fn radio(value: &str, words: &str, ask: &Ask) -> Markup {
    html! {
        label.choice for=(value) {
            input id=(value) type="radio" name="choice" value=(value) checked[ask.fields.one("choice") == value];
            span { (words) }
        }
    }
}

fn another(desk: &Desk, ask: &Ask) -> Markup {
    html! {
        (radio("other", &desk.say("app-other-right"), ask))
        div.inset {
            label for="text" { (desk.say("app-right-answer")) }
            input #text name="text" type="text" value=(ask.fields.one("text")) autocomplete="off";
        }
    }
}

/// Decides, or says what is missing.
pub(super) fn decide(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let Some(row) = find(desk, id, ask)? else { return Ok(Answer::see("/decide")) };
    let Some(choice) = chosen(&row, ask) else { return page(desk, id, ask, Some(&desk.say("app-choose-one"))) };
    match desk.phone().decide(id.to_owned(), row.path.clone(), choice) {
        Ok(()) => decided(desk, &row),
        Err(error @ PhoneError::Input { .. }) => {
            let asked = change::question(desk, id, &row.path)?;
            let why = asked.map_or_else(|| desk.why(&error), |asked| change::unfit(desk, asked.kind, &error));
            page(desk, id, ask, Some(&why))
        }
        Err(error) => Err(error),
    }
}

fn chosen(row: &TwoAnswersRow, ask: &Ask) -> Option<Choice> {
    match ask.fields.one("choice") {
        "again" => Some(Choice::AskAgain),
        "other" => Some(Choice::Other { text: ask.fields.one("text").trim().to_owned() }),
        place => {
            let given = row.opinions.get(place.parse::<usize>().ok()?)?.given.clone();
            let both = ask.fields.has("both");
            Some(if both { Choice::BothRight { counts: given } } else { Choice::Keep { given } })
        }
    }
}

fn decided(desk: &Desk, row: &TwoAnswersRow) -> Result<Answer, PhoneError> {
    let body = html! {
        p { (row.label) }
        div.stack {
            a.button href="/decide" { (desk.say("app-on-to-decide")) }
            a.button.second href=(format!("/interviews/{}", row.response)) { (desk.say("app-show-interview")) }
        }
        form method="post" action=(format!("/decide/{}/undo", row.response)) {
            input type="hidden" name="path" value=(row.path);
            p { button.plain { (desk.say("app-undo")) } }
        }
    };
    Ok(Answer::Page(lay_out(desk, &Screen::new(desk.say("app-decided"), Place::Interviews, body))))
}

/// Takes a decision back.
pub(super) fn undo(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let path = ask.fields.one("path");
    match desk.phone().undo(id.to_owned(), path.to_owned()) {
        Ok(_) => Ok(Answer::see(format!("/decide/{id}?path={}", encoded(path)))),
        Err(PhoneError::Absent { .. }) => Ok(Answer::Absent(nothing_here(desk))),
        Err(error) => Err(error),
    }
}
