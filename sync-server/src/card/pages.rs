//! What the steps of the respondent's page look like: one question on each, in plain words, readable without a style.

use doorstep_core::document::kinds::card::CardNumber;
use doorstep_core::words::Words;
use maud::{DOCTYPE, Markup, PreEscaped, html};

const STYLE: &str = include_str!("style.css");
/// The languages of the page, each by its own name.
const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("es", "Español"), ("ar", "العربية")];

/// A step.
#[derive(Debug)]
pub(super) enum Page {
    /// Asks for the number.
    Ask {
        /// Whether what was typed is none.
        wrong: bool,
    },
    /// Answers arrived under the number.
    Arrived {
        /// The number.
        card: CardNumber,
        /// Whether a word was chosen with it.
        has_word: bool,
        /// What is wrong with the word that was typed: a key of the words.
        wrong: Option<&'static str>,
    },
    /// There are none under it, for whatever reason.
    Unknown,
    /// Asks once more before it is done.
    Confirm {
        /// The number.
        card: CardNumber,
        /// The word as it was typed.
        word: String,
    },
    /// It is done.
    Done,
    /// Too many tries.
    Busy,
    /// The store failed.
    Failed,
}

impl Page {
    const fn title(&self) -> &'static str {
        match self {
            Self::Ask { .. } => "card-title",
            Self::Arrived { .. } => "card-arrived-title",
            Self::Unknown => "card-unknown-title",
            Self::Confirm { .. } => "card-confirm-title",
            Self::Done => "card-done-title",
            Self::Busy => "card-busy-title",
            Self::Failed => "card-failed-title",
        }
    }

    /// What is wrong with what was typed, and the field that it is about.
    const fn problem(&self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Ask { wrong: true } => Some(("card-bad-number", "number")),
            Self::Arrived { wrong: Some(wrong), .. } => Some((wrong, "word")),
            Self::Ask { wrong: false }
            | Self::Arrived { wrong: None, .. }
            | Self::Unknown
            | Self::Confirm { .. }
            | Self::Done
            | Self::Busy
            | Self::Failed => None,
        }
    }
}

/// Writes a step as a page.
pub(super) fn html(page: &Page, words: &Words) -> String {
    let say = |key: &str| words.say(key, &[]);
    let title = say(page.title());
    let language = words.language();
    let heading = match page.problem() {
        Some(_) => format!("{}: {title}", say("card-problem")),
        None => title.clone(),
    };
    let body = html! {
        (DOCTYPE)
        html lang=(language) dir=(language.direction().attribute()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (heading) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    nav aria-label="Language" {
                        @for (tag, name) in LANGUAGES {
                            @if tag == language.main() { span { (name) } }
                            @else { a href=(format!("/card?lang={tag}")) lang=(tag) hreflang=(tag) { (name) } }
                        }
                    }
                    @if let Some((problem, field)) = page.problem() {
                        div.problem role="alert" {
                            h2 { (say("card-problem")) }
                            p { a href=(format!("#{field}")) { (say(problem)) } }
                        }
                    }
                    h1 { (title) }
                    (content(page, words))
                }
            }
        }
    };
    body.into_string()
}

fn content(page: &Page, words: &Words) -> Markup {
    let say = |key: &str| words.say(key, &[]);
    match page {
        Page::Ask { .. } => html! {
            p { (say("card-lead")) }
            form method="post" action="/card" {
                (spoken(words))
                (field(page, words, "number", "card-number", "card-number-hint"))
                button type="submit" { (say("card-continue")) }
            }
        },
        Page::Arrived { card, has_word, .. } => html! {
            p { (say("card-arrived")) }
            h2 { (say("card-take-title")) }
            @if *has_word {
                p { (say("card-take")) }
                form method="post" action="/card/word" {
                    (spoken(words))
                    input type="hidden" name="number" value=(card);
                    (field(page, words, "word", "card-word", "card-word-hint"))
                    button type="submit" { (say("card-continue")) }
                }
            } @else {
                p { (say("card-no-word")) }
            }
            (back(words, "card-back"))
        },
        Page::Unknown => html! {
            p { (say("card-unknown")) }
            p { (say("card-unknown-help")) }
            (back(words, "card-back"))
        },
        Page::Confirm { card, word } => html! {
            p { (say("card-confirm")) }
            p { (say("card-confirm-published")) }
            form method="post" action="/card/erase" {
                (spoken(words))
                input type="hidden" name="number" value=(card);
                input type="hidden" name="word" value=(word);
                button.warn type="submit" { (say("card-yes")) }
            }
            (back(words, "card-no"))
        },
        Page::Done => html! { p { (say("card-done")) } },
        Page::Busy => html! { p { (say("card-busy")) } },
        Page::Failed => html! { p { (say("card-failed")) } },
    }
}

fn field(page: &Page, words: &Words, name: &str, label: &str, hint: &str) -> Markup {
    let say = |key: &str| words.say(key, &[]);
    let problem = page.problem().filter(|(_, field)| *field == name).map(|(problem, _)| problem);
    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described = if problem.is_some() { format!("{hint_id} {error_id}") } else { hint_id.clone() };
    html! {
        div.field.wrong[problem.is_some()] {
            label for=(name) { (say(label)) }
            p.hint id=(hint_id) { (say(hint)) }
            @if let Some(problem) = problem { p.error id=(error_id) { (say(problem)) } }
            input type="text" id=(name) name=(name) autocomplete="off" autocapitalize="none" spellcheck="false"
                aria-describedby=(described) aria-invalid=[problem.map(|_| "true")] required;
        }
    }
}

fn spoken(words: &Words) -> Markup {
    html! { input type="hidden" name="lang" value=(words.language().main()); }
}

fn back(words: &Words, key: &str) -> Markup {
    html! { p { a href=(format!("/card?lang={}", words.language().main())) { (words.say(key, &[])) } } }
}

#[cfg(test)]
mod tests {
    use doorstep_core::words::Language;

    use super::*;

    fn shown(page: &Page, tag: &str) -> String {
        html(page, &Words::new(&tag.parse::<Language>().unwrap()))
    }

    #[test]
    fn a_wrong_number_is_said_above_and_at_its_field() {
        let page = shown(&Page::Ask { wrong: true }, "en");
        assert_eq!(page.matches("Enter the number as it stands on your card").count(), 2);
        assert!(page.contains("<title>There is a problem: Your card</title>") && page.contains("href=\"#number\""));
    }

    #[test]
    fn what_was_typed_can_not_become_part_of_the_page() {
        let card = CardNumber::from_text("7K2MQ-40XWT").unwrap();
        let page = shown(&Page::Confirm { card, word: "\"><script>".to_owned() }, "en");
        assert!(!page.contains("<script>"));
    }

    #[test]
    fn every_step_speaks_every_language_of_the_page() {
        let card = CardNumber::from_text("7K2MQ-40XWT").unwrap();
        let steps = [
            Page::Ask { wrong: false },
            Page::Arrived { card, has_word: true, wrong: Some("card-wrong") },
            Page::Arrived { card, has_word: false, wrong: None },
            Page::Unknown,
            Page::Confirm { card, word: "larch".to_owned() },
            Page::Done,
            Page::Busy,
            Page::Failed,
        ];
        for step in &steps {
            let (english, spanish) = (shown(step, "en"), shown(step, "es"));
            assert_ne!(english, spanish);
            assert!(!english.contains(">card-") && !spanish.contains(">card-"), "{step:?}");
        }
    }
}
