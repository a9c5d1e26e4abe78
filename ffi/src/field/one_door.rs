//! Several interviews at one door: the rule for which counts, the doors where it matters, and two interviews side by side.

use maud::{Markup, html};

use super::answer::Answer;
use super::desk::{Ask, Desk, short};
use super::layout::{Place, Screen, page as lay_out};
use crate::{CountingRule, InResults, OneDoorInterview, OneDoorRow, PhoneError, SideBySideRow};

const RULES: [(CountingRule, &str, &str); 3] = [
    (CountingRule::OnePerHome, "one_per_home", "one-door-home"),
    (CountingRule::OnePerPerson, "one_per_person", "one-door-person"),
    (CountingRule::Anyone, "anyone", "one-door-anyone"),
];

/// On the results page and beside what is worth a look: that there are such doors.
pub(super) fn hint(desk: &Desk) -> Result<Markup, PhoneError> {
    let count = desk.phone().device().at_one_door()?.len();
    Ok(html! { p { a href="/one-door" {
        (desk.say("one-door-title"))
        @if count > 0 { ": " (desk.tell("one-door-count", &[("count", count.into())])) }
    } } })
}

/// Shows the rule and the doors.
pub(super) fn page(desk: &Desk) -> Result<Answer, PhoneError> {
    let (rule, rows) = (desk.phone().counting_rule()?, desk.phone().several_at_one_door()?);
    let body = html! {
        p { (desk.say("one-door-what")) }
        (rules(desk, rule))
        section { h2 { (desk.say("one-door-doors")) }
            @if rows.is_empty() { p { (desk.say("one-door-none")) } }
            @for row in &rows { (door(desk, row)) }
        }
    };
    let screen = Screen {
        back: Some("/results".to_owned()),
        ..Screen::new(desk.say("one-door-title"), Place::Interviews, body)
    };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

fn rules(desk: &Desk, now: CountingRule) -> Markup {
    html! {
        @if desk.phone().may_set_up() {
            form method="post" action="/one-door" {
                fieldset { legend.asked { (desk.say("one-door-rule")) }
                    @for (rule, name, key) in RULES {
                        label.choice for=(name) {
                            input id=(name) type="radio" name="rule" value=(name) checked[rule == now];
                            span { (desk.say(key)) }
                        }
                    }
                }
                button.button.second { (desk.say("thresholds-keep")) }
            }
        } @else {
            @for (_, _, key) in RULES.iter().filter(|(rule, ..)| *rule == now) { p { strong { (desk.say(key)) } } }
        }
    }
}

fn door(desk: &Desk, row: &OneDoorRow) -> Markup {
    let others = row.interviews.iter().skip(1);
    html! {
        h3 { (row.address.clone().unwrap_or_else(|| desk.say("one-door-unknown")))
            @if let Some(round) = &row.round { " · " (round) } }
        ul.list { @for one in &row.interviews { li {
            a href=(format!("/interviews/{}", one.response)) { (short(&one.response).to_uppercase()) }
            " " (standing(desk, one)) " "
            span.aside { (desk.person(one.by.as_ref())) ", " (desk.moment(one.finished_ms)) }
        } } }
        @if let Some(first) = row.interviews.first() {
            @for other in others {
                p { a href=(format!("/one-door/{}/{}", first.response, other.response)) {
                    (desk.tell("one-door-beside", &[
                        ("one", short(&first.response).to_uppercase().as_str().into()),
                        ("other", short(&other.response).to_uppercase().as_str().into()),
                    ]))
                } }
            }
        }
    }
}

fn standing(desk: &Desk, one: &OneDoorInterview) -> Markup {
    let (class, key) = match one.in_results {
        InResults::Counts => ("tag good", "one-door-counts"),
        InResults::AnotherCounts => ("tag", "one-door-another"),
        InResults::LeftOut => ("tag stop", "one-door-left-out"),
        InResults::TakenBack => ("tag stop", "interview-taken-back"),
    };
    html! { span class=(class) { (desk.say(key)) } }
}

/// Keeps the rule.
pub(super) fn set(desk: &Desk, ask: &Ask) -> Result<Answer, PhoneError> {
    let wanted = ask.fields.one("rule");
    if let Some((rule, ..)) = RULES.into_iter().find(|(_, name, _)| *name == wanted) {
        desk.phone().set_counting_rule(rule)?;
        desk.app.notify(desk.say("thresholds-kept"));
    }
    Ok(Answer::see("/one-door"))
}

/// Shows two interviews side by side.
pub(super) fn beside(desk: &Desk, one: &str, other: &str) -> Result<Answer, PhoneError> {
    let card = desk.phone().side_by_side(one.to_owned(), other.to_owned())?;
    let rows = desk.phone().several_at_one_door()?;
    let found = |id: &str| rows.iter().flat_map(|row| &row.interviews).find(|row| row.response == id);
    let body = html! {
        p { (desk.tell("one-door-same", &[("count", card.same.into())])) }
        @if card.rows.is_empty() { p { (desk.say("one-door-alike")) } }
        @else { (otherwise(desk, (one, other), &card.rows)) }
        @for id in [one, other] {
            @if let Some(row) = found(id) { section { (leaving(desk, row, (one, other))) } }
        }
    };
    let title = desk.tell(
        "one-door-beside",
        &[("one", short(one).to_uppercase().as_str().into()), ("other", short(other).to_uppercase().as_str().into())],
    );
    let screen = Screen { back: Some("/one-door".to_owned()), ..Screen::new(title, Place::Interviews, body) };
    Ok(Answer::Page(lay_out(desk, &screen)))
}

fn otherwise(desk: &Desk, (one, other): (&str, &str), rows: &[SideBySideRow]) -> Markup {
    let said = |words: &[String]| if words.is_empty() { desk.say("one-door-not-there") } else { words.join(" · ") };
    html! {
        dl.answers { @for row in rows {
            div.row {
                dt { (row.label) }
                @for (id, words) in [(one, &row.one), (other, &row.other)] {
                    dd { span.aside { (short(id).to_uppercase()) } " " span.said { (said(words)) } }
                }
            }
        } }
    }
}

/// Leaving one of the two out, or taking it back in, for whoever may.
fn leaving(desk: &Desk, row: &OneDoorInterview, (one, other): (&str, &str)) -> Markup {
    let number = short(&row.response).to_uppercase();
    let (what, key) = match row.in_results {
        InResults::Counts => ("out", "one-door-leave-out"),
        InResults::LeftOut => ("in", "one-door-take-in"),
        InResults::AnotherCounts | InResults::TakenBack => return html! { p { (number) " " (standing(desk, row)) } },
    };
    html! {
        p { (number) " " (standing(desk, row)) }
        @if desk.phone().may_set_up() {
            form method="post" action=(format!("/one-door/{one}/{other}")) {
                input type="hidden" name="response" value=(row.response);
                button.button.second name="what" value=(what) { (desk.tell(key, &[("number", number.as_str().into())])) }
            }
        }
    }
}

/// Leaves one out, or takes it back in.
pub(super) fn leave(desk: &Desk, one: &str, other: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let response = ask.fields.one("response").to_owned();
    if ask.fields.one("what") == "in" {
        desk.phone().take_back_in(response)?;
    } else {
        desk.phone().leave_out(response, desk.say("one-door-reason"))?;
    }
    Ok(Answer::see(format!("/one-door/{one}/{other}")))
}
