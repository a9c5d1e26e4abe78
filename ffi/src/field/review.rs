//! The end of an interview: everything once more, changing any answer, finishing; and one more of a repeat.

use maud::{Markup, html};

use super::answer::Answer;
use super::card;
use super::desk::{Ask, Desk};
use super::layout::{Fault, Place, Screen, page as lay_out};
use crate::wording::tag_of;
use crate::{Interview, PageCard, PhoneError, ReviewRow, ReviewState};

/// Shows everything that was answered.
pub(super) fn page(desk: &Desk, interview: &Interview, page: &PageCard) -> Result<Answer, PhoneError> {
    with_word(desk, interview, page, "", None)
}

/// Shows it with the word that was typed, and what is wrong with that.
fn with_word(
    desk: &Desk,
    interview: &Interview,
    page: &PageCard,
    typed: &str,
    wrong: Option<&str>,
) -> Result<Answer, PhoneError> {
    let (id, rows) = (interview.id(), interview.review());
    let lacking = rows.iter().any(|row| row.state == ReviewState::Lacking);
    let tag = tag_of(&page.language).map(|tag| tag.tag());
    let body = html! {
        p { (desk.say("app-review-how")) }
        @for notice in &page.notices { p.aside { (notice) } }
        dl.answers lang=[tag] { @for (place, row) in rows.iter().enumerate() { (line(desk, &id, place, row)) } }
        @if !lacking {
            form method="post" action=(format!("/interview/{id}/finish")) {
                (card::word_field(desk, typed, wrong))
                button.button { (desk.say("app-finish")) }
            }
        }
        (super::help_ask::way_after(desk, &id)?)
        div.steps {
            @if lacking { p { strong { (desk.say("app-review-lacking")) } } }
            form method="post" action=(format!("/interview/{id}")) {
                input type="hidden" name="at" value="";
                button.button.second name="go" value="back" { (desk.say("app-back")) }
                p.leave { button.plain name="go" value="leave" { (desk.say("app-leave")) } }
            }
        }
    };
    let mut faults: Vec<Fault> =
        rows.iter().enumerate().filter(|(_, row)| row.state == ReviewState::Lacking).map(lacks(desk)).collect();
    faults.extend(wrong.map(|why| Fault { anchor: "word".to_owned(), text: why.to_owned() }));
    let screen = Screen { faults: &faults, ..Screen::new(desk.say("app-review"), Place::Apart, body) };
    let laid_out = lay_out(desk, &screen);
    Ok(if wrong.is_none() { Answer::Page(laid_out) } else { Answer::Mend(laid_out) })
}

fn lacks(desk: &Desk) -> impl Fn((usize, &ReviewRow)) -> Fault {
    move |(place, row)| {
        let why = row.lacks.as_deref().map(|lacks| desk.lacking(lacks)).unwrap_or_default();
        Fault { anchor: format!("r{place}"), text: format!("{}: {why}", row.label) }
    }
}

fn line(desk: &Desk, id: &str, place: usize, row: &ReviewRow) -> Markup {
    let answer = if row.answer.is_empty() { desk.say("missing-blank") } else { row.answer.clone() };
    let class = if row.state == ReviewState::Lacking { "row wrong" } else { "row" };
    html! {
        @if row.state == ReviewState::Heading {
            div.row.head { dt { (row.label) } dd {} }
        } @else {
            div class=(class) {
                dt { (row.label) }
                dd {
                    span.said { (answer) }
                    @if let Some(lacks) = &row.lacks { span.fault { (desk.lacking(lacks)) } }
                    @if row.state != ReviewState::Removed {
                        form method="post" action=(format!("/interview/{id}/go")) {
                            input type="hidden" name="path" value=(row.path);
                            button.plain id=(format!("r{place}")) { (desk.say("app-change")) span.unseen { ": " (row.label) } }
                        }
                    }
                }
            }
        }
    }
}

/// The page between two of a repeat that is as long as somebody says.
pub(super) fn add_another(desk: &Desk, interview: &Interview, page: &PageCard) -> Markup {
    let rows = interview.review();
    let start = format!("{}[", page.path);
    let mut instances: Vec<String> = Vec::new();
    for row in &rows {
        let Some(rest) = row.path.strip_prefix(&start) else { continue };
        let Some((inside, _)) = rest.split_once(']') else { continue };
        let instance = format!("{start}{inside}]");
        if instances.last() != Some(&instance) {
            instances.push(instance);
        }
    }
    let name = page.headings.last().cloned().unwrap_or_else(|| desk.say("app-another-title"));
    html! {
        h1 { (name) }
        p { (desk.tell("app-so-many", &[("count", instances.len().into())])) }
        div.stack {
            button.button name="go" value="another" { (desk.say("app-add-another")) }
            button.button.second name="go" value="next" { (desk.say("app-no-more")) }
        }
        @if let Some(last) = instances.last() {
            input type="hidden" name="instance" value=(last);
            p { button.plain name="go" value="without" { (desk.say("app-remove-last")) } }
        }
    }
}

/// Goes to a question again.
pub(super) fn go(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    desk.app.interview(id)?.go_to(ask.fields.one("path").to_owned())?;
    Ok(Answer::see(format!("/interview/{id}")))
}

/// Finishes, and shows the card; what still lacks an answer is shown on the review.
pub(super) fn finish(desk: &Desk, id: &str, ask: &Ask) -> Result<Answer, PhoneError> {
    let interview = desk.app.interview(id)?;
    match interview.finish_with_card(card::word(ask)) {
        Ok(finished) => {
            desk.app.put_away();
            let place = format!("/interviews/{}/card", finished.id);
            desk.app.card.show(finished);
            Ok(Answer::see(place))
        }
        Err(PhoneError::Unready { .. }) => Ok(Answer::see(format!("/interview/{id}"))),
        Err(error @ PhoneError::Input { .. }) if card::word(ask).is_some() => {
            let why = desk.why(&error);
            with_word(desk, &interview, &interview.page(), ask.fields.one("word"), Some(&why))
        }
        Err(error) => Err(error),
    }
}

/// Gives an interview up.
pub(super) fn discard(desk: &Desk, id: &str) -> Result<Answer, PhoneError> {
    desk.app.put_away();
    desk.phone().discard(id.to_owned())?;
    desk.app.notify(desk.say("app-discarded"));
    Ok(Answer::see("/"))
}
