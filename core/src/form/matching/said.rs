//! A guess as a sentence, for whoever is asked whether it is right.
//!
//! The sentence says what would follow; why it is guessed is the guess's own `reason`.

use super::{Guess, Meaning};
use crate::form::model::{Form, Measure, MissingKind, Translated};

/// The most characters of a label that are shown.
const SHOWN: usize = 90;

impl Guess {
    /// What would be so if the guess is right, with the form's own words.
    pub fn said(&self, form: &Form) -> String {
        let asked = |path: &String| question(form, path);
        let listed = |paths: &[String]| paths.iter().map(asked).collect::<Vec<_>>().join("\n    ");
        match &self.meaning {
            Meaning::Perspective { question } => format!("{} says in which role somebody answers.", asked(question)),
            Meaning::Scale { list, points } => {
                let mut steps: Vec<(&u8, &String)> = points.iter().map(|(name, points)| (points, name)).collect();
                steps.sort();
                let step = |(points, name): (&u8, &String)| format!("{points} {}", choice(form, list, name));
                let steps: Vec<String> = steps.into_iter().map(step).collect();
                format!("The choices of {list} are a scale, the good end last: {}.", steps.join(", "))
            }
            Meaning::NoAnswer { list, choices } => {
                let one = |(name, kind): (&String, &MissingKind)| {
                    format!("{} ({})", choice(form, list, name), silence(*kind))
                };
                let silent: Vec<String> = choices.iter().map(one).collect();
                format!("In {list}, these stand for no answer: {}.", silent.join(", "))
            }
            Meaning::Measure { question, measure, criterion, reversed } => {
                let about = criterion.as_deref().unwrap_or("each of its choices");
                let turned = if *reversed { ", and agreeing counts low" } else { "" };
                format!("{} says {} of {about}{turned}.", asked(question), measured(*measure))
            }
            Meaning::Theme { theme, questions } => {
                format!("These belong to the theme {theme}:\n    {}", listed(questions))
            }
            Meaning::Margin { questions } => {
                format!("These are compared with what is known of the population:\n    {}", listed(questions))
            }
            Meaning::Review { questions } => {
                format!("A coordinator reads these before anybody else:\n    {}", listed(questions))
            }
            Meaning::Sealed { questions } => {
                format!("These are kept apart from the answers:\n    {}", listed(questions))
            }
        }
    }
}

const fn measured(measure: Measure) -> &'static str {
    match measure {
        Measure::Importance => "the importance",
        Measure::Satisfaction => "the satisfaction with what is there",
        Measure::Agreement => "the agreement",
        Measure::Score => "the score",
        Measure::Priority => "the priority",
    }
}

const fn silence(kind: MissingKind) -> &'static str {
    match kind {
        MissingKind::DontKnow => "don't know",
        MissingKind::PreferNot => "rather not say",
        MissingKind::NoExperience => "no experience",
    }
}

fn question(form: &Form, path: &str) -> String {
    let found = form.questions().into_iter().find(|(known, _)| known == path);
    let label = found.map(|(_, question)| shown(form, &question.label)).unwrap_or_default();
    if label.is_empty() { path.to_owned() } else { format!("{path} “{label}”") }
}

fn choice(form: &Form, list: &str, name: &str) -> String {
    let choice = form.lists.get(list).and_then(|list| list.named(name));
    let label = choice.map(|choice| shown(form, &choice.label)).unwrap_or_default();
    if label.is_empty() { name.to_owned() } else { label }
}

fn shown(form: &Form, text: &Translated) -> String {
    let text = text.best(&form.default_language, &form.default_language).unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}
