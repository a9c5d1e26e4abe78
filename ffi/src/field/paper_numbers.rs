//! What is typed for an answer on the sheet: numbers for choices, anything else as it is.
//!
//! The page is `paper`'s.

use crate::{AskedAs, QuestionCard};

/// What somebody typed for a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// An answer, as it is given.
    Answer(String),
    /// No choice has this number.
    Unfit,
}

/// Whether a question of this kind is answered by typing.
pub(super) const fn is_typed(kind: AskedAs) -> bool {
    match kind {
        AskedAs::One
        | AskedAs::Several
        | AskedAs::Ranked
        | AskedAs::Words
        | AskedAs::WholeNumber
        | AskedAs::Number
        | AskedAs::Day
        | AskedAs::TimeOfDay
        | AskedAs::Moment
        | AskedAs::Place
        | AskedAs::Tick
        | AskedAs::BarCode => true,
        AskedAs::Note
        | AskedAs::Line
        | AskedAs::Land
        | AskedAs::File
        | AskedAs::Picture
        | AskedAs::Sound
        | AskedAs::Film
        | AskedAs::FilledIn => false,
    }
}

/// Which keys a phone shows.
pub(super) const fn keys(kind: AskedAs) -> Option<&'static str> {
    if matches!(kind, AskedAs::One | AskedAs::Tick | AskedAs::WholeNumber) {
        Some("numeric")
    } else if matches!(kind, AskedAs::Number) {
        Some("decimal")
    } else {
        None
    }
}

/// The answer as it would be typed.
pub(super) fn shown(question: &QuestionCard) -> String {
    if question.kind.has_choices() {
        let number = |name: &str| question.choices.iter().position(|choice| choice.name == name);
        let numbers = question.value.split_whitespace().filter_map(number);
        return numbers.map(|place| (place + 1).to_string()).collect::<Vec<_>>().join(" ");
    }
    let is_ticked = question.kind == AskedAs::Tick && !question.value.is_empty();
    if is_ticked { "1".to_owned() } else { question.value.clone() }
}

/// Reads what was typed.
pub(super) fn read(question: &QuestionCard, typed: &str) -> Typed {
    if question.kind.has_choices() {
        return chosen(question, typed, if question.kind == AskedAs::One { 1 } else { question.choices.len() });
    }
    if question.kind != AskedAs::Tick {
        return Typed::Answer(typed.to_owned());
    }
    match typed {
        "" | "0" => Typed::Answer(String::new()),
        "1" => Typed::Answer("OK".to_owned()),
        _ => Typed::Unfit,
    }
}

/// The choices with these numbers, each once, at most so many.
fn chosen(question: &QuestionCard, typed: &str, most: usize) -> Typed {
    let numbers: Vec<&str> = typed.split([' ', ',', ';', '.']).filter(|number| !number.is_empty()).collect();
    let mut names: Vec<&str> = Vec::new();
    for number in numbers {
        let place = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
        match place.and_then(|place| question.choices.get(place)) {
            Some(choice) if !names.contains(&choice.name.as_str()) => names.push(&choice.name),
            Some(_) | None => return Typed::Unfit,
        }
    }
    if names.len() > most { Typed::Unfit } else { Typed::Answer(names.join(" ")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ChoiceCard;

    fn question(kind: AskedAs, value: &str) -> QuestionCard {
        let choice = |name: &str| ChoiceCard { name: name.to_owned(), label: name.to_owned(), means_no_answer: false };
        QuestionCard {
            path: "q".to_owned(),
            kind,
            label: String::new(),
            hint: None,
            guidance: None,
            required: false,
            read_only: false,
            value: value.to_owned(),
            choices: ["lamps", "paths", "bins"].map(choice).to_vec(),
            appearance: String::new(),
            lacks: None,
        }
    }

    fn reads(kind: AskedAs, typed: &str) -> Option<String> {
        match read(&question(kind, ""), typed) {
            Typed::Answer(answer) => Some(answer),
            Typed::Unfit => None,
        }
    }

    #[test]
    fn a_number_stands_for_its_choice_and_nothing_else_does() {
        assert_eq!(reads(AskedAs::One, "2").as_deref(), Some("paths"));
        assert_eq!(reads(AskedAs::One, "").as_deref(), Some(""), "an emptied field takes the answer away");
        for unfit in ["0", "4", "lamps", "1 2", "-1"] {
            assert_eq!(reads(AskedAs::One, unfit), None, "{unfit}");
        }
        assert_eq!(reads(AskedAs::Several, "3, 1").as_deref(), Some("bins lamps"));
        assert_eq!(reads(AskedAs::Several, "3 3"), None);
        assert_eq!(reads(AskedAs::Words, " 2").as_deref(), Some(" 2"));
        assert_eq!(reads(AskedAs::Tick, "1").as_deref(), Some("OK"));
    }

    #[test]
    fn what_is_shown_reads_back_as_the_same_answer() {
        for (kind, value) in [(AskedAs::One, "bins"), (AskedAs::Several, "lamps bins"), (AskedAs::Words, "so so")] {
            let question = question(kind, value);
            assert_eq!(read(&question, &shown(&question)), Typed::Answer(value.to_owned()));
        }
        assert_eq!(shown(&question(AskedAs::Ranked, "bins lamps paths")), "3 1 2");
    }
}
