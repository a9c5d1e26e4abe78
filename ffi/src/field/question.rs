//! A question as fields of a form, and the fields as an answer.
//!
//! Interviews and corrections ask in the same way.

use maud::{Markup, html};

use super::desk::Desk;
use super::fields::Fields;
use super::files;
use crate::{AskedAs, ChoiceCard, QuestionCard};

/// How a question is shown.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    /// Tells its fields from those of others on the page.
    pub(super) number: usize,
    /// What has to be mended.
    pub(super) fault: Option<&'a str>,
    /// What was typed and could not be saved.
    pub(super) typed: Option<&'a str>,
    /// Whether it is the only thing on the page, so that its words are the heading.
    pub(super) is_heading: bool,
    /// Where the file that answers it is to be had, if one does.
    pub(super) from: Option<&'a str>,
}

impl Shown<'_> {
    /// The anchor of the field to mend.
    pub(super) fn anchor(&self) -> String {
        format!("q{}", self.number)
    }
}

/// The name of a question's field.
pub(super) fn field_of(path: &str) -> String {
    format!("a:{path}")
}

/// Whether something can be answered here.
pub(super) fn is_asked(question: &QuestionCard) -> bool {
    let told = matches!(question.kind, AskedAs::Note | AskedAs::FilledIn);
    !told && !question.read_only
}

/// The answer that a form's fields give; `None` if they say nothing about it.
pub(super) fn given(question: &QuestionCard, fields: &Fields) -> Option<String> {
    let name = field_of(&question.path);
    match question.kind {
        AskedAs::Several => Some(fields.all(&name).collect::<Vec<_>>().join(" ")),
        AskedAs::Ranked => ranked(question, fields),
        AskedAs::One => fields.all(&name).next().map(str::to_owned),
        AskedAs::Tick => Some(fields.one(&name).to_owned()),
        AskedAs::Words
        | AskedAs::WholeNumber
        | AskedAs::Number
        | AskedAs::Day
        | AskedAs::TimeOfDay
        | AskedAs::Moment
        | AskedAs::Place
        | AskedAs::Line
        | AskedAs::Land
        | AskedAs::BarCode => fields.has(&name).then(|| fields.one(&name).trim().to_owned()),
        AskedAs::Note | AskedAs::File | AskedAs::Picture | AskedAs::Sound | AskedAs::Film | AskedAs::FilledIn => None,
    }
}

/// The choices by the place that each was given; an answer once all have one.
fn ranked(question: &QuestionCard, fields: &Fields) -> Option<String> {
    let place = |choice: &ChoiceCard| {
        let place = fields.one(&format!("{}:{}", field_of(&question.path), choice.name)).parse::<usize>();
        Some((place.ok()?, choice.name.clone()))
    };
    let mut places: Vec<(usize, String)> = question.choices.iter().filter_map(place).collect();
    if places.len() < question.choices.len() {
        return places.is_empty().then(String::new);
    }
    places.sort();
    Some(places.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(" "))
}

/// The question with its fields.
pub(super) fn show(desk: &Desk, question: &QuestionCard, shown: Shown<'_>) -> Markup {
    let told = matches!(question.kind, AskedAs::Note | AskedAs::FilledIn);
    if told || question.read_only {
        return told_only(question, shown);
    }
    let class = if shown.fault.is_some() { "question wrong" } else { "question" };
    html! {
        div class=(class) {
            @match question.kind {
                AskedAs::One => (choices(desk, question, shown, "radio")),
                AskedAs::Several => (choices(desk, question, shown, "checkbox")),
                AskedAs::Ranked => (places(desk, question, shown)),
                AskedAs::Tick => (tick(desk, question, shown)),
                AskedAs::File | AskedAs::Picture | AskedAs::Sound | AskedAs::Film => (file(desk, question, shown)),
                AskedAs::Note
                | AskedAs::Words
                | AskedAs::WholeNumber
                | AskedAs::Number
                | AskedAs::Day
                | AskedAs::TimeOfDay
                | AskedAs::Moment
                | AskedAs::Place
                | AskedAs::Line
                | AskedAs::Land
                | AskedAs::BarCode
                | AskedAs::FilledIn => (typed(desk, question, shown)),
            }
        }
    }
}

fn file(desk: &Desk, question: &QuestionCard, shown: Shown<'_>) -> Markup {
    let heading = html! {
        @if shown.is_heading { h1 { label for=(shown.anchor()) { (question.label) } } }
        @else { label.asked for=(shown.anchor()) { (question.label) } }
        (hints(question, shown))
        (fault(desk, shown))
    };
    files::show(desk, question, shown, &heading, described(question, shown, None).as_deref())
}

fn told_only(question: &QuestionCard, shown: Shown<'_>) -> Markup {
    html! {
        div.told {
            @if shown.is_heading { h1.said { (question.label) } } @else { p.said { (question.label) } }
            (hints(question, shown))
            @if question.kind != AskedAs::Note && !question.value.is_empty() { p { (question.value) } }
        }
    }
}

fn heading(question: &QuestionCard, shown: Shown<'_>) -> Markup {
    html! { @if shown.is_heading { h1 { (question.label) } } @else { span.asked { (question.label) } } }
}

fn hints(question: &QuestionCard, shown: Shown<'_>) -> Markup {
    html! {
        @if question.hint.is_some() || question.guidance.is_some() {
            div.hint id=(format!("{}-hint", shown.anchor())) {
                @if let Some(hint) = &question.hint { p { (hint) } }
                @if let Some(guidance) = &question.guidance { p { (guidance) } }
            }
        }
    }
}

fn fault(desk: &Desk, shown: Shown<'_>) -> Markup {
    html! {
        @if let Some(fault) = shown.fault {
            p.fault id=(format!("{}-fault", shown.anchor())) { span.unseen { (desk.say("app-title-problem")) ": " } (fault) }
        }
    }
}

/// What describes a field, besides its label.
fn described(question: &QuestionCard, shown: Shown<'_>, own: Option<&str>) -> Option<String> {
    let hinted = question.hint.is_some() || question.guidance.is_some();
    let parts = [hinted.then_some("hint"), own, shown.fault.map(|_| "fault")];
    let ids: Vec<String> = parts.into_iter().flatten().map(|part| format!("{}-{part}", shown.anchor())).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn legend(question: &QuestionCard, shown: Shown<'_>) -> Markup {
    html! { legend { (heading(question, shown)) } (hints(question, shown)) }
}

fn choices(desk: &Desk, question: &QuestionCard, shown: Shown<'_>, kind: &str) -> Markup {
    let chosen: Vec<&str> = shown.typed.unwrap_or(&question.value).split_whitespace().collect();
    let several = kind == "checkbox";
    html! {
        fieldset aria-describedby=[described(question, shown, several.then_some("many"))] {
            (legend(question, shown))
            @if several { p.hint id=(format!("{}-many", shown.anchor())) { (desk.say("app-choose-any")) } }
            (fault(desk, shown))
            @for (index, choice) in question.choices.iter().enumerate() {
                @if choice.means_no_answer && index > 0 && !question.choices[index - 1].means_no_answer { p.or { (desk.say("app-or")) } }
                @let id = if index == 0 { shown.anchor() } else { format!("{}-{index}", shown.anchor()) };
                label.choice for=(id) {
                    input id=(id) type=(kind) name=(field_of(&question.path)) value=(choice.name) checked[chosen.contains(&choice.name.as_str())];
                    span { (choice.label) }
                }
            }
            @if question.choices.is_empty() { p.aside { (desk.say("app-no-choices")) } }
            @if !several && !question.value.is_empty() && !question.required {
                button.plain name="clear" value=(question.path) { (desk.say("app-clear")) }
            }
        }
    }
}

fn places(desk: &Desk, question: &QuestionCard, shown: Shown<'_>) -> Markup {
    let order: Vec<&str> = question.value.split_whitespace().collect();
    html! {
        fieldset aria-describedby=[described(question, shown, Some("order"))] {
            (legend(question, shown))
            p.hint id=(format!("{}-order", shown.anchor())) { (desk.say("app-put-in-order")) }
            (fault(desk, shown))
            @for (index, choice) in question.choices.iter().enumerate() {
                @let id = if index == 0 { shown.anchor() } else { format!("{}-{index}", shown.anchor()) };
                @let at = order.iter().position(|name| *name == choice.name);
                div.rank {
                    label for=(id) { (choice.label) }
                    select id=(id) name=(format!("{}:{}", field_of(&question.path), choice.name)) {
                        option value="" { "–" }
                        @for place in 0..question.choices.len() {
                            option value=(place + 1) selected[at == Some(place)] { (place + 1) }
                        }
                    }
                }
            }
        }
    }
}

fn tick(desk: &Desk, question: &QuestionCard, shown: Shown<'_>) -> Markup {
    html! {
        fieldset aria-describedby=[described(question, shown, None)] {
            (legend(question, shown))
            (fault(desk, shown))
            label.choice for=(shown.anchor()) {
                input id=(shown.anchor()) type="checkbox" name=(field_of(&question.path)) value="OK" checked[!question.value.is_empty()];
                span { (desk.say("app-tick")) }
            }
        }
    }
}

/// How an answer is typed: the type of the field, which keys a phone shows, and what helps.
fn way(kind: AskedAs) -> (&'static str, Option<&'static str>, Option<&'static str>) {
    match kind {
        AskedAs::WholeNumber => ("text", Some("numeric"), None),
        AskedAs::Number => ("text", Some("decimal"), None),
        AskedAs::Day => ("date", None, None),
        AskedAs::TimeOfDay => ("time", None, None),
        AskedAs::Moment => ("datetime-local", None, None),
        AskedAs::Place => ("text", None, Some("app-how-place")),
        AskedAs::Line | AskedAs::Land => ("text", None, Some("app-how-places")),
        AskedAs::Note
        | AskedAs::One
        | AskedAs::Several
        | AskedAs::Ranked
        | AskedAs::Words
        | AskedAs::Tick
        | AskedAs::File
        | AskedAs::Picture
        | AskedAs::Sound
        | AskedAs::Film
        | AskedAs::BarCode
        | AskedAs::FilledIn => ("text", None, None),
    }
}

fn typed(desk: &Desk, question: &QuestionCard, shown: Shown<'_>) -> Markup {
    let (kind, keys, how) = way(question.kind);
    let value = shown.typed.unwrap_or_else(|| trimmed(question));
    let narrow = matches!(question.kind, AskedAs::WholeNumber | AskedAs::Number);
    let name = field_of(&question.path);
    let about = described(question, shown, how.map(|_| "how"));
    let wrong = shown.fault.map(|_| "true");
    html! {
        @if shown.is_heading { h1 { label for=(shown.anchor()) { (question.label) } } }
        @else { label.asked for=(shown.anchor()) { (question.label) } }
        (hints(question, shown))
        @if let Some(how) = how { p.hint id=(format!("{}-how", shown.anchor())) { (desk.say(how)) } }
        (fault(desk, shown))
        @if question.kind == AskedAs::Words {
            textarea id=(shown.anchor()) name=(name) rows="4" aria-describedby=[about] aria-invalid=[wrong] { (value) }
        } @else {
            input id=(shown.anchor()) name=(name) type=(kind) value=(value) inputmode=[keys] autocomplete="off"
                class=[narrow.then_some("narrow")] aria-describedby=[about] aria-invalid=[wrong];
        }
    }
}

/// The stored answer as the field takes it: browsers want no zone and no seconds.
fn trimmed(question: &QuestionCard) -> &str {
    let most = if question.kind == AskedAs::TimeOfDay {
        5
    } else if question.kind == AskedAs::Moment {
        16
    } else {
        usize::MAX
    };
    question.value.get(..most.min(question.value.len())).unwrap_or(&question.value)
}
