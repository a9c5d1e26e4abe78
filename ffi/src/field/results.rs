//! The results so far, in short; the whole result, made by the core, for looking at or as a file.
//!
//! A file is entered in the register of what was handed on, with whom it is for; looking is not.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use super::one_door;
use crate::{PhoneError, ResultCard, RoundRates};

/// Shows how much there is, and the way to the rest.
pub(super) fn page(desk: &Desk, fault: Option<Fault>) -> Result<Answer, PhoneError> {
    let results = desk.phone().results()?;
    let checking = results.being_checked;
    let faults: Vec<Fault> = fault.into_iter().collect();
    let body = html! {
        @if results.interviews == 0 && results.gone == 0 { p { (desk.say("result-empty")) } }
        @else {
            p.lead { (desk.tell("short-heard", &[("count", results.interviews.into())])) }
            @if results.gone > 0 { p { (desk.tell("short-gone", &[("count", results.gone.into())])) } }
            p { (desk.tell("short-checking", &[("count", checking.into())])) }
            (taking_part(desk, &results))
            p { a.button href="/results/all" { (desk.say("app-whole-result")) } }
            p { a href="/releases" { (desk.say("release-title")) } }
            p { a href="/results/groups" { (desk.say("by-group-title")) } }
            p { a href="/criteria" { (desk.say("criterion-title")) } }
            p { a href="/margins" { (desk.say("margins-title")) } }
            p { a href="/stages" { (desk.say("wheel-title")) } }
            p { a href="/thresholds" { (desk.say("thresholds-title")) } }
            (one_door::hint(desk)?)
            p.aside { (desk.say("app-results-here")) }
            @if desk.phone().may_hand_on() { (saving(desk, &faults)) }
        }
        p { a href="/packs" { (desk.say("packs-title")) } }
    };
    let screen = Screen { faults: &faults, ..Screen::new(desk.say("app-results"), Place::Today, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(if faults.is_empty() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

/// How many took part, round by round.
fn taking_part(desk: &Desk, results: &ResultCard) -> Markup {
    let said = |round: &RoundRates| {
        let share = round.rates.first()?.basis_points?;
        let share = desk.tell("percent", &[("number", ((share + 50) / 100).into())]);
        let doors = round.doors.to_string();
        Some(desk.tell("rates-said", &[("doors", doors.as_str().into()), ("share", share.as_str().into())]))
    };
    html! {
        @for round in &results.participation {
            p {
                @if let Some(name) = &round.round { strong { (name) } " " }
                (said(round).unwrap_or_else(|| desk.say("rates-no-home")))
            }
        }
    }
}

fn saving(desk: &Desk, faults: &[Fault]) -> Markup {
    html! {
        section { h2 { (desk.say("results-save-title")) }
            p { (desk.say("results-save-what")) }
            form method="post" action="/results/file" {
                div class=(if faults.is_empty() { "question" } else { "question wrong" }) {
                    label.asked for="purpose" { (desk.say("results-save-purpose")) }
                    p.hint #purpose-hint { (desk.say("results-save-hint")) }
                    @for fault in faults { p.fault { (fault.text) } }
                    input #purpose name="purpose" type="text" maxlength="300" autocomplete="off" aria-describedby="purpose-hint"
                        aria-invalid=[(!faults.is_empty()).then_some("true")];
                }
                button.button.second { (desk.say("results-save")) }
            }
            p { a href="/results/sheet" { (desk.say("sheet-link")) } }
            @if cfg!(feature = "export") { p { a href="/results/export" { (desk.say("export-link")) } } }
        }
    }
}

/// Shows the whole result on the screen. Printed, it says how to hand it on.
pub(super) fn whole(desk: &Desk) -> Result<Answer, PhoneError> {
    let page = desk.phone().results_view()?;
    let says: String = desk.say("results-on-screen").chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '>')).collect();
    let on_paper = format!(
        "<style>@media print{{body>*{{display:none!important}}body::after{{content:\"{says}\"}}}}</style></head>"
    );
    Ok(Answer::Report(page.replacen("</head>", &on_paper, 1)))
}

/// Gives the whole result out as a file, and notes for whom.
pub(super) fn file(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let purpose = ask.fields.one("purpose").trim();
    if purpose.is_empty() {
        let text = desk.say("results-save-missing");
        return page(desk, Some(Fault { anchor: "purpose".to_owned(), text }));
    }
    Ok(Answer::File("results.html", desk.phone().results_page(purpose.to_owned())?))
}
