//! Changing a guess by a few typed words, instead of taking or leaving it.
//!
//! Asking for the words is the terminal's business.

use super::{Confidence, Guess, Meaning};
use crate::form::model::{Form, Measure, MissingKind};

/// The typed words do not say a change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{expected}")]
pub struct NotAChange {
    /// What would be one, in a sentence.
    pub expected: String,
}

impl Guess {
    /// What can be typed to change a guess of this kind.
    pub const fn how_to_change(&self) -> &'static str {
        match &self.meaning {
            Meaning::Perspective { .. } => "the path of the question",
            Meaning::Scale { .. } => "round, to turn it round; or the choices' names from worst to best",
            Meaning::NoAnswer { .. } => "each choice as name=dont_know, name=prefer_not or name=no_experience",
            Meaning::Measure { .. } => {
                "criterion and measure, as in parks satisfaction; reversed behind it if agreeing counts low"
            }
            Meaning::Theme { .. } => "the theme's name",
            Meaning::Margin { .. } | Meaning::Review { .. } | Meaning::Sealed { .. } => {
                "the paths of the questions, with spaces between"
            }
        }
    }

    /// The guess as somebody changed it.
    ///
    /// # Errors
    /// The words don't say a change, or name what the form does not have.
    pub fn changed(&self, typed: &str, form: &Form) -> Result<Self, NotAChange> {
        let meaning = match &self.meaning {
            Meaning::Perspective { .. } => Meaning::Perspective { question: known(typed.trim(), form)? },
            Meaning::Scale { list, points } => scale(list, points, typed, form)?,
            Meaning::NoAnswer { list, .. } => Meaning::NoAnswer {
                list: list.clone(),
                choices: typed.split_whitespace().map(silence).collect::<Result<_, _>>()?,
            },
            Meaning::Measure { question, .. } => measure(question, typed)?,
            Meaning::Theme { questions, .. } => {
                let theme = typed.trim().to_owned();
                if theme.is_empty() {
                    return Err(expected("type the theme's name"));
                }
                Meaning::Theme { theme, questions: questions.clone() }
            }
            Meaning::Margin { .. } => Meaning::Margin { questions: paths(typed, form)? },
            Meaning::Review { .. } => Meaning::Review { questions: paths(typed, form)? },
            Meaning::Sealed { .. } => Meaning::Sealed { questions: paths(typed, form)? },
        };
        Ok(Self::new(meaning, Confidence::Certain, "changed by hand"))
    }

    /// The guess as somebody confirmed it.
    #[must_use]
    pub fn confirmed(self) -> Self {
        Self { confidence: Confidence::Certain, ..self }
    }
}

fn expected(sentence: impl Into<String>) -> NotAChange {
    NotAChange { expected: sentence.into() }
}

fn known(path: &str, form: &Form) -> Result<String, NotAChange> {
    let exists = form.questions().iter().any(|(known, _)| known == path);
    if exists { Ok(path.to_owned()) } else { Err(expected(format!("there is no question {path}"))) }
}

fn paths(typed: &str, form: &Form) -> Result<Vec<String>, NotAChange> {
    let paths: Vec<String> = typed.split_whitespace().map(|path| known(path, form)).collect::<Result<_, _>>()?;
    if paths.is_empty() { Err(expected("type the path of a question")) } else { Ok(paths) }
}

fn scale(
    list: &str,
    points: &std::collections::BTreeMap<String, u8>,
    typed: &str,
    form: &Form,
) -> Result<Meaning, NotAChange> {
    let list = list.to_owned();
    if typed.trim() == "round" {
        let (least, most) = (points.values().min(), points.values().max());
        let both = u16::from(*least.unwrap_or(&0)) + u16::from(*most.unwrap_or(&0));
        let turned =
            |(name, points): (&String, &u8)| (name.clone(), u8::try_from(both - u16::from(*points)).unwrap_or(*points));
        return Ok(Meaning::Scale { list, points: points.iter().map(turned).collect() });
    }
    let names: Vec<&str> = typed.split_whitespace().collect();
    let unknown = names.iter().find(|name| form.lists.get(&list).is_none_or(|list| list.named(name).is_none()));
    if let Some(unknown) = unknown {
        return Err(expected(format!("the list {list} has no choice {unknown}")));
    }
    if names.len() < 2 || names.len() > 100 {
        return Err(expected("name at least two choices, the worst first"));
    }
    Ok(Meaning::Scale { list, points: names.into_iter().map(str::to_owned).zip(1..).collect() })
}

fn silence(typed: &str) -> Result<(String, MissingKind), NotAChange> {
    let (name, word) = typed.split_once('=').unwrap_or((typed, ""));
    let kind = MissingKind::ALL.into_iter().find(|kind| kind.word() == word);
    let kind = kind.ok_or_else(|| expected("write name=dont_know, name=prefer_not or name=no_experience"))?;
    Ok((name.to_owned(), kind))
}

fn measure(question: &str, typed: &str) -> Result<Meaning, NotAChange> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let (words, reversed) = match words.as_slice() {
        [front @ .., "reversed"] => (front, true),
        all => (all, false),
    };
    let named = |word: &str| Measure::ALL.into_iter().find(|measure| measure.word() == word);
    let (criterion, measure) = match words {
        [measure] => (None, named(measure)),
        [criterion, measure] => (Some((*criterion).to_owned()), named(measure)),
        _ => (None, None),
    };
    let words: Vec<&str> = Measure::ALL.iter().map(|measure| measure.word()).collect();
    let unclear = || expected(format!("write a criterion and one of: {}", words.join(", ")));
    let measure = measure.ok_or_else(unclear)?;
    if criterion.is_none() && measure != Measure::Priority {
        return Err(unclear());
    }
    Ok(Meaning::Measure { question: question.to_owned(), measure, criterion, reversed })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::model::{Item, Question, QuestionKind};

    fn guess(meaning: Meaning) -> Guess {
        Guess::new(meaning, Confidence::Low, "")
    }

    #[test]
    fn a_scale_is_turned_round_or_put_in_order() {
        let points = [("a".to_owned(), 0), ("b".to_owned(), 1), ("c".to_owned(), 2)].into();
        let scale = guess(Meaning::Scale { list: "l".into(), points });
        let changed = scale.changed("round", &Form::default()).unwrap();
        let turned = [("a".to_owned(), 2), ("b".to_owned(), 1), ("c".to_owned(), 0)].into();
        assert_eq!(changed.meaning, Meaning::Scale { list: "l".into(), points: turned });
        assert_eq!(changed.confidence, Confidence::Certain);
        assert!(scale.changed("a z", &Form::default()).is_err());
    }

    #[test]
    fn a_measure_is_typed_as_criterion_and_word() {
        let asked = guess(Meaning::Measure {
            question: "q".into(),
            measure: Measure::Importance,
            criterion: None,
            reversed: false,
        });
        let changed = asked.changed("parks agreement reversed", &Form::default()).unwrap().meaning;
        let (question, measure, criterion) = ("q".to_owned(), Measure::Agreement, Some("parks".to_owned()));
        assert_eq!(changed, Meaning::Measure { question, measure, criterion, reversed: true });
        for wrong in ["", "parks", "satisfaction", "a b c", "parks joy"] {
            assert!(asked.changed(wrong, &Form::default()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn questions_have_to_exist() {
        let form = Form {
            items: vec![Item::Question(Box::new(Question::new("view".into(), QuestionKind::Text)))],
            ..Form::default()
        };
        let role = guess(Meaning::Perspective { question: "other".into() });
        assert!(role.changed("view", &form).is_ok());
        assert_eq!(role.changed("views", &form).unwrap_err().to_string(), "there is no question views");
    }
}
