//! The space that a question's answer is written in: boxes, lines or cells.

use maud::{Markup, html};

use crate::form::model::{ChoiceList, Form, Lang, Question, QuestionKind};

/// More choices than this are not printed: they belong on a card of their own.
const MOST_CHOICES: usize = 60;

/// What to print below the question.
pub(super) fn space(form: &Form, language: &Lang, question: &Question) -> Markup {
    let kind = &question.kind;
    if kind.choices().is_some() {
        let one = matches!(kind, QuestionKind::SelectOne(_));
        return choices(form, language, question, if one { "ring" } else { "box" });
    }
    let forms: [(QuestionKind, fn() -> Markup); 7] = [
        (QuestionKind::Acknowledge, || html! { ul { li { span.box {} "OK" } } }),
        (QuestionKind::Integer, || cells(&[4])),
        (QuestionKind::Range, || cells(&[4])),
        (QuestionKind::Decimal, || html! { p.cells { (boxes(4)) i { "." } (boxes(2)) } }),
        (QuestionKind::Date, date),
        (QuestionKind::Time, || html! { p.cells { (boxes(2)) i { ":" } (boxes(2)) } }),
        (QuestionKind::DateTime, || html! { (date()) p.cells { (boxes(2)) i { ":" } (boxes(2)) } }),
    ];
    let own = forms.iter().find(|(known, _)| known == kind);
    own.map_or_else(|| lines(kind, &question.appearance), |(_, form)| form())
}

fn date() -> Markup {
    html! { p.cells { (boxes(2)) i { "day" } (boxes(2)) i { "month" } (boxes(4)) i { "year" } } }
}

fn choices(form: &Form, language: &Lang, question: &Question, mark: &str) -> Markup {
    let Some(list) = form.list_of(question).filter(|list| list.choices.len() <= MOST_CHOICES) else {
        return html! { p.rule { "Choose from the card." } span.line {} };
    };
    html! {
        ul { @for label in labels(list, form, language) { li { span class=(mark) {} (label) } } }
    }
}

fn labels<'a>(list: &'a ChoiceList, form: &'a Form, language: &'a Lang) -> impl Iterator<Item = &'a str> {
    list.choices.iter().map(|choice| choice.label.best(language, &form.default_language).unwrap_or(&choice.name))
}

fn cells(groups: &[usize]) -> Markup {
    html! { p.cells { @for group in groups { (boxes(*group)) i {} } } }
}

fn boxes(count: usize) -> Markup {
    html! { @for _ in 0..count { span {} } }
}

fn lines(kind: &QuestionKind, appearance: &str) -> Markup {
    let count = if *kind != QuestionKind::Text {
        1
    } else if appearance.contains("multiline") {
        4
    } else {
        2
    };
    html! { @for _ in 0..count { span.line {} } }
}
