//! Applying a matching to a form: what comes out is the form that its columns would have given.
//!
//! Nothing is applied in part: what does not fit is told, all of it, and the form stays as it was.

use std::collections::{BTreeMap, BTreeSet};

use super::{Matching, Meaning};
use crate::form::import::check_evaluation;
use crate::form::model::{Choice, ChoiceSource, Form, Item, Measure, Question, QuestionKind};
use crate::form::problems::{Report, Severity};

/// Why a matching can't be read or applied.
#[derive(Debug, thiserror::Error)]
pub enum MatchingError {
    /// The file is too large.
    #[error("a matching has at most {limit_bytes} bytes")]
    TooLarge {
        /// How many it may have.
        limit_bytes: usize,
    },
    /// The file is no matching.
    #[error("the file is no matching of questions: line {}, column {}", .0.line(), .0.column())]
    Malformed(#[source] serde_json::Error),
    /// Written by a program that is newer than this one.
    #[error("the matching has format {format}; this program is too old for it")]
    Newer {
        /// The format that the file names.
        format: u32,
    },
    /// Some of it does not fit the form.
    #[error("the matching does not fit this questionnaire: {}", misfits.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Unfit {
        /// What does not fit, in the order of the matching.
        misfits: Vec<Misfit>,
    },
}

/// One thing in a matching that does not fit the form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// There is no such question.
    #[error("there is no question {path}")]
    NoQuestion {
        /// Its path.
        path: String,
    },
    /// There is no such list.
    #[error("there is no choice list {list}")]
    NoList {
        /// Its name.
        list: String,
    },
    /// The list has no such choice.
    #[error("the list {list} has no choice {choice}")]
    NoChoice {
        /// The list.
        list: String,
        /// The choice's name.
        choice: String,
    },
    /// A choice with points stands for having no answer.
    #[error("the choice {choice} of {list} has points and stands for no answer")]
    PointsAndMissing {
        /// The list.
        list: String,
        /// The choice's name.
        choice: String,
    },
    /// Points outside 0 to 100.
    #[error("the choice {choice} of {list} has more than 100 points")]
    TooManyPoints {
        /// The list.
        list: String,
        /// The choice's name.
        choice: String,
    },
    /// A column that does not go with the question's type.
    #[error("{what}")]
    Column {
        /// Which question, and what is wrong, in words.
        what: String,
    },
}

impl Matching {
    /// The form with what was matched in it.
    ///
    /// # Errors
    /// Everything that does not fit the form.
    pub fn apply(&self, form: &Form) -> Result<Form, MatchingError> {
        let mut matched = form.clone();
        let mut misfits = Vec::new();
        let mut reversed = BTreeSet::new();
        for guess in &self.guesses {
            apply_one(&guess.meaning, &mut matched, &mut reversed, &mut misfits);
        }
        turn_round(&mut matched, &reversed);
        both(&matched, &mut misfits);
        let mut report = Report::default();
        check_evaluation(&matched, &mut report);
        let columns = report.of(Severity::Error).map(|problem| Misfit::Column { what: problem.to_string() });
        misfits.extend(columns);
        if misfits.is_empty() { Ok(matched) } else { Err(MatchingError::Unfit { misfits }) }
    }
}

fn apply_one(meaning: &Meaning, form: &mut Form, reversed: &mut BTreeSet<String>, misfits: &mut Vec<Misfit>) {
    let mut each = |paths: &[String], change: &mut dyn FnMut(&mut Question)| {
        for path in paths {
            match find(&mut form.items, path) {
                Some(question) => change(question),
                None => misfits.push(Misfit::NoQuestion { path: path.clone() }),
            }
        }
    };
    match meaning {
        Meaning::Perspective { question } => {
            each(std::slice::from_ref(question), &mut |question| question.evaluation.perspective = true);
        }
        Meaning::Measure { question: path, measure, criterion, reversed: turned } => {
            each(std::slice::from_ref(path), &mut |question| {
                question.evaluation.measure = Some(*measure);
                question.evaluation.criterion.clone_from(criterion);
            });
            if *turned {
                reversed.insert(path.clone());
            }
        }
        Meaning::Theme { theme, questions } => {
            each(questions, &mut |question| question.evaluation.theme = Some(theme.clone()));
        }
        Meaning::Margin { questions } => each(questions, &mut |question| question.evaluation.margin = true),
        Meaning::Review { questions } => each(questions, &mut |question| question.evaluation.review = true),
        Meaning::Sealed { questions } => each(questions, &mut |question| question.evaluation.sealed = true),
        Meaning::Scale { list, points } => with_choices(form, list, points, misfits, |choice, points| {
            choice.points = Some(points);
        }),
        Meaning::NoAnswer { list, choices } => with_choices(form, list, choices, misfits, |choice, kind| {
            choice.missing = Some(kind);
        }),
    }
}

fn with_choices<T: Copy>(
    form: &mut Form,
    name: &str,
    values: &BTreeMap<String, T>,
    misfits: &mut Vec<Misfit>,
    change: impl Fn(&mut Choice, T),
) {
    let Some(list) = form.lists.get_mut(name) else {
        misfits.push(Misfit::NoList { list: name.to_owned() });
        return;
    };
    for (choice, value) in values {
        let mut found = list.choices.iter_mut().filter(|known| known.name == *choice).peekable();
        if found.peek().is_none() {
            misfits.push(Misfit::NoChoice { list: name.to_owned(), choice: choice.clone() });
        }
        found.for_each(|known| change(known, *value));
    }
}

/// The question at a path; nesting is bounded by the importer.
fn find<'f>(items: &'f mut [Item], path: &str) -> Option<&'f mut Question> {
    let (name, rest) = path.split_once('/').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let item = items.iter_mut().find(|item| item.name() == name)?;
    match (item, rest) {
        (Item::Question(question), None) => Some(question),
        (Item::Group(group), Some(rest)) => find(&mut group.items, rest),
        (Item::Repeat(repeat), Some(rest)) => find(&mut repeat.group.items, rest),
        (Item::Question(_) | Item::Group(_) | Item::Repeat(_), _) => None,
    }
}

/// Turns the scales of reversed questions round. A list that other measured questions use as it stands gets a twin.
fn turn_round(form: &mut Form, reversed: &BTreeSet<String>) {
    let mut straight = BTreeSet::new();
    let mut turned: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, question) in form.questions() {
        let Some(ChoiceSource::List(list)) = question.kind.choices() else { continue };
        if reversed.contains(&path) {
            turned.entry(list.clone()).or_default().push(path);
        } else if question.evaluation.measure.is_some_and(|measure| measure != Measure::Priority) {
            straight.insert(list.clone());
        }
    }
    for (list, paths) in turned {
        let Some(choices) = form.lists.get(&list) else { continue };
        let mut round = choices.clone();
        let points = || choices.choices.iter().filter_map(|choice| choice.points);
        let (Some(least), Some(most)) = (points().min(), points().max()) else { continue };
        let both_ends = u16::from(least) + u16::from(most);
        for choice in &mut round.choices {
            choice.points = choice.points.and_then(|points| u8::try_from(both_ends - u16::from(points)).ok());
        }
        if !straight.contains(&list) {
            form.lists.insert(list, round);
            continue;
        }
        let mut twin = format!("{list}_reversed");
        while form.lists.contains_key(&twin) {
            twin.push('_');
        }
        for path in paths {
            if let Some(question) = find(&mut form.items, &path) {
                question.kind = QuestionKind::SelectOne(ChoiceSource::List(twin.clone()));
            }
        }
        form.lists.insert(twin, round);
    }
}

fn both(form: &Form, misfits: &mut Vec<Misfit>) {
    for (list, choices) in &form.lists {
        for choice in &choices.choices {
            let place = || (list.clone(), choice.name.clone());
            if choice.points.is_some() && choice.missing.is_some() {
                let (list, choice) = place();
                misfits.push(Misfit::PointsAndMissing { list, choice });
            }
            if choice.points.is_some_and(|points| points > 100) {
                let (list, choice) = place();
                misfits.push(Misfit::TooManyPoints { list, choice });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Confidence, Guess, guess};
    use super::*;
    use crate::form::import::{Limits, import};
    use crate::form::normal::to_blob;

    const HEAD: &str =
        "## survey\n| type | name | label | evaluation::criterion | evaluation::measure |\n|---|---|---|---|---|\n";
    const LISTS: &str =
        "## choices\n| list_name | name | label | evaluation::points | evaluation::missing |\n|---|---|---|---|---|\n";

    fn form(survey: &str, choices: &str) -> Form {
        import(format!("{HEAD}{survey}{LISTS}{choices}").as_bytes(), &Limits::default()).unwrap().form
    }

    fn matching(guesses: impl IntoIterator<Item = Meaning>) -> Matching {
        let guesses = guesses.into_iter().map(|meaning| Guess::new(meaning, Confidence::Certain, "")).collect();
        Matching { format: 1, form: "form".to_owned(), guesses }
    }

    #[test]
    fn a_matched_form_is_byte_for_byte_the_one_with_the_columns() {
        let plain = form(
            "| select_one sat | sat_parks | How satisfied are you with the parks? | | |\n",
            "| sat | 1 | Satisfied | | |\n| sat | 2 | Dissatisfied | | |\n| sat | 9 | Not sure | | |\n",
        );
        let columns = form(
            "| select_one sat | sat_parks | How satisfied are you with the parks? | parks | satisfaction |\n",
            "| sat | 1 | Satisfied | 2 | |\n| sat | 2 | Dissatisfied | 1 | |\n| sat | 9 | Not sure | | dont_know |\n",
        );
        let matching = guess(&plain);
        let matched = Matching::from_json(matching.to_json().as_bytes()).unwrap().apply(&plain).unwrap();
        assert_eq!(String::from_utf8(to_blob(&matched)), String::from_utf8(to_blob(&columns)));
        assert!(guess(&columns).guesses.is_empty());
    }

    #[test]
    fn a_reversed_statement_gets_a_list_of_its_own_where_others_share_it() {
        let choices = "| agr | a | Agree | | |\n| agr | b | Disagree | | |\n";
        let shared = form(
            "| select_one agr | heard | People are heard. | | |\n| select_one agr | alone | Too much is left to a few. | | |\n",
            choices,
        );
        let matched = guess(&shared).apply(&shared).unwrap();
        let points = |list: &str| matched.lists[list].choices.iter().map(|choice| choice.points).collect::<Vec<_>>();
        assert_eq!((points("agr"), points("agr_reversed")), (vec![Some(2), Some(1)], vec![Some(1), Some(2)]));
        assert_eq!(matched.questions()[1].1.kind.type_text(), "select_one agr_reversed");
        let alone = form("| select_one agr | alone | Too much is left to a few. | | |\n", choices);
        let matched = guess(&alone).apply(&alone).unwrap();
        assert_eq!(matched.lists["agr"].named("a").unwrap().points, Some(1));
    }

    #[test]
    fn everything_that_does_not_fit_is_told_at_once() {
        let form = form("| text | why | Why? | | |\n", "| sat | 1 | Good | | |\n");
        let unfit = matching([
            Meaning::Perspective { question: "nobody".into() },
            Meaning::Scale { list: "none".into(), points: [("1".to_owned(), 1)].into() },
            Meaning::Scale { list: "sat".into(), points: [("2".to_owned(), 1), ("1".to_owned(), 101)].into() },
            Meaning::Measure {
                question: "why".into(),
                measure: Measure::Satisfaction,
                criterion: Some("parks".into()),
                reversed: false,
            },
        ]);
        let Err(MatchingError::Unfit { misfits }) = unfit.apply(&form) else { panic!("it does not fit") };
        let (list, choice) = ("sat".to_owned(), "2".to_owned());
        assert!(misfits.contains(&Misfit::NoQuestion { path: "nobody".into() }));
        assert!(misfits.contains(&Misfit::NoList { list: "none".into() }));
        assert!(misfits.contains(&Misfit::NoChoice { list: list.clone(), choice }));
        assert!(misfits.contains(&Misfit::TooManyPoints { list, choice: "1".into() }));
        assert_eq!(misfits.len(), 5, "{misfits:?}");
    }

    #[test]
    fn bytes_that_are_no_matching_are_refused() {
        for bytes in [&b"{"[..], b"[]", br#"{"format":1,"form":"f","guesses":[{"is":"dance"}]}"#] {
            assert!(matches!(Matching::from_json(bytes), Err(MatchingError::Malformed(_))));
        }
        let newer = br#"{"format":2,"form":"f","guesses":[]}"#;
        assert!(matches!(Matching::from_json(newer), Err(MatchingError::Newer { format: 2 })));
    }
}
