//! Asking in the terminal: how a question looks there, and what a typed line means.
//!
//! The course of the interview is `interview`'s.

use std::io::{self, BufRead, Write};

use doorstep_ffi::{AskedAs, ChoiceCard, QuestionCard};

use crate::failure::Failure;
use crate::out::Out;

/// The longest line that is read, in bytes.
const MAX_LINE_BYTES: u64 = 64 << 10;

/// What can be typed instead of an answer.
pub(crate) const HELP: &str = "\
  an answer, then Enter; choices by number or name, several with spaces between
  Enter alone    keeps what stands there and goes on
  :back          the question before
  :clear         takes the answer away
  :review        everything so far
  :speak NAME    another language of the questionnaire
  :leave         stops here; everything is saved, and you can go on later";

/// What somebody typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// An answer.
    Answer(String),
    /// Nothing: go on.
    Nothing,
    /// The question before.
    Back,
    /// Take the answer away.
    Clear,
    /// Show everything so far.
    Review,
    /// Another language.
    Speak(String),
    /// Stop here; also the end of input.
    Leave,
    /// What can be typed.
    Help,
}

impl Typed {
    /// Reads a line.
    pub(crate) fn read() -> Result<Self, Failure> {
        let mut line = String::new();
        let read = io::Read::take(io::stdin().lock(), MAX_LINE_BYTES).read_line(&mut line).map_err(Failure::Output)?;
        if read == 0 { Ok(Self::Leave) } else { Ok(Self::of(line.trim())) }
    }

    fn of(line: &str) -> Self {
        let Some(command) = line.strip_prefix(':') else {
            return if line.is_empty() { Self::Nothing } else { Self::Answer(line.to_owned()) };
        };
        let (word, rest) = command.split_once(' ').unwrap_or((command, ""));
        match word {
            "back" | "b" => Self::Back,
            "clear" | "c" => Self::Clear,
            "review" | "r" => Self::Review,
            "speak" | "s" => Self::Speak(rest.trim().to_owned()),
            "leave" | "l" | "q" => Self::Leave,
            _ => Self::Help,
        }
    }
}

/// Shows a question. From paper, in few words: whoever types has the question before them.
pub(crate) fn show(out: &Out, question: &QuestionCard, few_words: bool) -> Result<(), Failure> {
    if few_words {
        return out.line(format!("\n{}", question.path));
    }
    let needed = if question.required { " *" } else { "" };
    out.line(format!("\n{}{needed}", question.label))?;
    for more in [&question.hint, &question.guidance].into_iter().flatten() {
        out.line(format!("  ({more})"))?;
    }
    for (number, choice) in (1..).zip(&question.choices) {
        out.line(format!("  {number:>2}  {}", choice.label))?;
    }
    if !question.value.is_empty() {
        out.line(format!("  so far: {}", in_words(question)))?;
    }
    Ok(())
}

/// Shows the sign that something is to be typed.
pub(crate) fn prompt(kind: AskedAs) -> Result<(), Failure> {
    let what = match kind {
        AskedAs::One => "one",
        AskedAs::Several => "any",
        AskedAs::Ranked => "in order",
        AskedAs::WholeNumber => "whole number",
        AskedAs::Number => "number",
        AskedAs::Day => "day, as 2026-03-14",
        AskedAs::TimeOfDay => "time, as 14:30",
        AskedAs::Moment => "day and time, as 2026-03-14T14:30",
        AskedAs::Place => "latitude and longitude",
        AskedAs::Line | AskedAs::Land => "places with semicolons between",
        AskedAs::Tick => "OK",
        AskedAs::File | AskedAs::Picture | AskedAs::Sound | AskedAs::Film => "path of a file",
        AskedAs::Words | AskedAs::BarCode | AskedAs::Note | AskedAs::FilledIn => "",
    };
    let mut out = io::stdout().lock();
    let sign = if what.is_empty() { "> ".to_owned() } else { format!("{what} > ") };
    out.write_all(sign.as_bytes()).and_then(|()| out.flush()).map_err(Failure::Output)
}

/// The answer that a typed line means: numbers of choices become their names. A number that is itself the name of a
/// choice means that choice.
pub(crate) fn meant(question: &QuestionCard, line: &str) -> String {
    match question.kind {
        AskedAs::One => named(&question.choices, line),
        AskedAs::Several | AskedAs::Ranked => {
            let parts = line.split([' ', ',']).filter(|part| !part.is_empty());
            parts.map(|part| named(&question.choices, part)).collect::<Vec<_>>().join(" ")
        }
        AskedAs::Tick if line.eq_ignore_ascii_case("ok") => "OK".to_owned(),
        AskedAs::Tick
        | AskedAs::Note
        | AskedAs::Words
        | AskedAs::WholeNumber
        | AskedAs::Number
        | AskedAs::Day
        | AskedAs::TimeOfDay
        | AskedAs::Moment
        | AskedAs::Place
        | AskedAs::Line
        | AskedAs::Land
        | AskedAs::File
        | AskedAs::Picture
        | AskedAs::Sound
        | AskedAs::Film
        | AskedAs::BarCode
        | AskedAs::FilledIn => line.to_owned(),
    }
}

/// Whether a question is answered with a file.
pub(crate) const fn is_file(kind: AskedAs) -> bool {
    matches!(kind, AskedAs::File | AskedAs::Picture | AskedAs::Sound | AskedAs::Film)
}

/// Whether somebody typed a word or the beginning of it.
pub(crate) fn is_start_of(typed: &str, word: &str) -> bool {
    !typed.is_empty() && word.starts_with(&typed.to_lowercase())
}

fn named(choices: &[ChoiceCard], typed: &str) -> String {
    let same = |choice: &&ChoiceCard| choice.name == typed || choice.label.eq_ignore_ascii_case(typed);
    if let Some(choice) = choices.iter().find(same) {
        return choice.name.clone();
    }
    let number = typed.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
    number.and_then(|place| choices.get(place)).map_or_else(|| typed.to_owned(), |choice| choice.name.clone())
}

fn in_words(question: &QuestionCard) -> String {
    if question.choices.is_empty() {
        return question.value.clone();
    }
    let label = |name: &str| {
        let choice = question.choices.iter().find(|choice| choice.name == name);
        choice.map_or_else(|| name.to_owned(), |choice| choice.label.clone())
    };
    question.value.split_whitespace().map(label).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(kind: AskedAs, choices: &[(&str, &str)]) -> QuestionCard {
        let choice = |(name, label): &(&str, &str)| ChoiceCard {
            name: (*name).to_owned(),
            label: (*label).to_owned(),
            means_no_answer: false,
        };
        QuestionCard {
            path: "q".into(),
            kind,
            label: "q".into(),
            hint: None,
            guidance: None,
            required: false,
            read_only: false,
            value: String::new(),
            choices: choices.iter().map(choice).collect(),
            appearance: String::new(),
            lacks: None,
        }
    }

    #[test]
    fn a_choice_is_typed_by_number_name_or_words() {
        let question = question(AskedAs::One, &[("yes", "Yes"), ("not_sure", "Not sure")]);
        for typed in ["2", "not_sure", "not SURE"] {
            assert_eq!(meant(&question, typed), "not_sure");
        }
        assert_eq!(meant(&question, "3"), "3");
    }

    #[test]
    fn a_number_that_is_a_choices_name_means_that_choice() {
        let scale = question(AskedAs::One, &[("5", "Very happy"), ("4", "Happy")]);
        assert_eq!(meant(&scale, "5"), "5");
        assert_eq!(meant(&scale, "1"), "5");
    }

    #[test]
    fn several_choices_are_typed_with_spaces_or_commas() {
        let question = question(AskedAs::Several, &[("park", "Park"), ("library", "Library"), ("shop", "Shop")]);
        assert_eq!(meant(&question, "1, 3"), "park shop");
        assert_eq!(meant(&question, "library park"), "library park");
    }

    #[test]
    fn words_after_a_colon_are_commands_and_unknown_ones_ask_for_help() {
        assert_eq!(Typed::of(":back"), Typed::Back);
        assert_eq!(Typed::of(":speak Español (es)"), Typed::Speak("Español (es)".into()));
        assert_eq!(Typed::of(":wat"), Typed::Help);
        assert_eq!(Typed::of(""), Typed::Nothing);
    }
}
