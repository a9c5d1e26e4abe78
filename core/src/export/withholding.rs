//! Which answers leave, given what whoever answered agreed to and who gets the file.
//!
//! Whether an interview leaves at all is `device`'s. What a coordinator has to read first never stands in an interview; should it all the
//! same, it stays here.

use std::collections::BTreeMap;

use crate::evaluation::{Consent, Consents};
use crate::form::model::{Form, Initial, Question, QuestionKind};
use crate::response::{Answer, Cell, Missing};
use crate::time::Timestamp;

/// Who gets a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// Those who run the project.
    Own,
    /// Another organisation: it gets nothing of those who did not agree to that, no places, no sensitive answers and no reasons.
    Others,
}

/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;

impl For {
    /// A moment as it leaves. Others get the day alone: the minute tells whose door it was to whoever stood by.
    #[must_use]
    pub const fn moment(self, at: Timestamp) -> Timestamp {
        match self {
            Self::Own => at,
            Self::Others => Timestamp(at.0 - at.0.rem_euclid(DAY_MS)),
        }
    }
}

/// What keeps an answer here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hold {
    Always,
    Unless(&'static [Consent]),
}

/// What of one form version is withheld.
#[derive(Debug, Clone, Default)]
pub struct Withholding(BTreeMap<String, Hold>);

impl Withholding {
    /// The rules for a form version.
    pub fn of(form: &Form, whose: For) -> Self {
        let questions = form.questions();
        let mut held: BTreeMap<String, Hold> = BTreeMap::new();
        for (path, question) in &questions {
            held.extend(hold(question, whose).map(|hold| (path.clone(), hold)));
        }
        // What is worked out from something that is withheld is withheld like it, and so on.
        let mut sources: Vec<(String, Hold)> = held.iter().map(|(path, hold)| (path.clone(), *hold)).collect();
        while let Some((source, hold)) = sources.pop() {
            let name = source.rsplit('/').next().unwrap_or_default();
            for (path, question) in &questions {
                let stricter = match held.get(path) {
                    None => true,
                    Some(known) => *known != Hold::Always && hold == Hold::Always,
                };
                if stricter && is_made_of(question, name) {
                    held.insert(path.clone(), hold);
                    sources.push((path.clone(), hold));
                }
            }
        }
        Self(held)
    }

    /// Whether what was said to a question leaves.
    pub fn leaves(&self, path: &str, consents: &Consents) -> bool {
        match self.0.get(&without_instances(path)) {
            None => true,
            Some(Hold::Always) => false,
            Some(Hold::Unless(needed)) => needed.iter().all(|consent| consents.allow(*consent)),
        }
    }

    /// The answers with what stays taken out, each marked as said; and how many those are.
    pub fn apply(&self, cells: BTreeMap<String, Cell>, consents: &Consents) -> (BTreeMap<String, Cell>, u64) {
        let mut withheld = 0;
        let mut kept = BTreeMap::new();
        for (path, cell) in cells {
            let said = !matches!(cell, Cell::One(Answer::Missing(_)));
            if said && !self.leaves(&path, consents) {
                withheld += 1;
                kept.insert(path, Cell::One(Answer::Missing(Missing::Locked)));
            } else {
                kept.insert(path, cell);
            }
        }
        (kept, withheld)
    }
}

fn hold(question: &Question, whose: For) -> Option<Hold> {
    let columns = &question.evaluation;
    let others = whose == For::Others;
    let read_first = columns.review && question.kind.choices().is_none();
    if columns.sealed
        || read_first
        || is_of_the_phone(&question.kind)
        || others && (columns.sensitive || is_place(&question.kind))
    {
        return Some(Hold::Always);
    }
    let needed: &[Consent] = if question.kind == QuestionKind::Text {
        &[Consent::Quote]
    } else if question.kind == QuestionKind::Image {
        &[Consent::Photo]
    } else if matches!(question.kind, QuestionKind::Audio | QuestionKind::BackgroundAudio) {
        &[Consent::Audio]
    } else if question.kind == QuestionKind::Video {
        &[Consent::Photo, Consent::Audio]
    } else {
        return None;
    };
    Some(Hold::Unless(needed))
}

/// Whether a value is worked out from a question of this name.
fn is_made_of(question: &Question, name: &str) -> bool {
    let (reference, element) = (format!("${{{name}}}"), format!("/{name}"));
    let made = question.calculation.iter().chain(match &question.default {
        Some(Initial::Computed(made)) => Some(made),
        Some(Initial::Fixed(_)) | None => None,
    });
    made.into_iter().any(|made| made.contains(&reference) || made.contains(&element))
}

/// Particulars of whoever asks and of their phone: they stay here, and so do their columns.
pub(super) const fn is_of_the_phone(kind: &QuestionKind) -> bool {
    matches!(
        kind,
        QuestionKind::DeviceId
            | QuestionKind::Username
            | QuestionKind::PhoneNumber
            | QuestionKind::Email
            | QuestionKind::SubscriberId
            | QuestionKind::SimSerial
    )
}

/// A place on earth: at a door it is the address.
const fn is_place(kind: &QuestionKind) -> bool {
    matches!(
        kind,
        QuestionKind::Geopoint
            | QuestionKind::Geotrace
            | QuestionKind::Geoshape
            | QuestionKind::StartGeopoint
            | QuestionKind::BackgroundGeopoint
    )
}

/// `person[0f3a]/p_age` without the brackets.
pub(super) fn without_instances(path: &str) -> String {
    let mut inside = false;
    let mut plain = String::with_capacity(path.len());
    for letter in path.chars() {
        match letter {
            '[' => inside = true,
            ']' => inside = false,
            _ if !inside => plain.push(letter),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::{Question as Asked, Rules};
    use crate::form::model::Item;
    use crate::ids::{BlobHash, DocId};
    use crate::response::Response;

    fn form() -> Form {
        let question = |name: &str, kind| Question::new(name.to_owned(), kind);
        let mut read_first = question("best", QuestionKind::Text);
        read_first.evaluation.review = true;
        let mut sensitive = question("health", QuestionKind::Integer);
        sensitive.evaluation.sensitive = true;
        let mut worked_out = question("shout", QuestionKind::Calculate);
        worked_out.calculation = Some("concat(${best}, '!')".into());
        let questions = [
            read_first,
            sensitive,
            question("other", QuestionKind::Text),
            question("spot", QuestionKind::Geopoint),
            question("phone", QuestionKind::PhoneNumber),
            worked_out,
        ];
        let items = questions.into_iter().map(|question| Item::Question(Box::new(question))).collect();
        Form { id: "street".into(), items, ..Form::default() }
    }

    fn leaving(whose: For, quote: &str) -> Vec<String> {
        let asking = Asked { consent: Some(Consent::Quote), ..Asked::open("ok") };
        let rules = Rules::new(BlobHash([1; 32]), vec![asking]);
        let given = |text: &str| Cell::One(Answer::Given(text.to_owned()));
        let answers: BTreeMap<String, Cell> = BTreeMap::from([("ok".to_owned(), given(quote))]);
        let (form_version, round, area, door) = (BlobHash([1; 32]), None, None, None);
        let response =
            Response { id: DocId([2; 16]), form: form_version, round, area, door, withdrawn: false, answers };
        let consents = Consents::of(&rules, &response);
        let withholding = Withholding::of(&form(), whose);
        let paths = ["best", "shout", "health", "other", "spot", "phone"];
        paths.into_iter().filter(|path| withholding.leaves(path, &consents)).map(str::to_owned).collect()
    }

    #[test]
    fn words_leave_only_of_those_who_agree_and_unread_words_never() {
        assert_eq!(leaving(For::Own, "yes"), ["health", "other", "spot"]);
        assert_eq!(leaving(For::Own, "no"), ["health", "spot"]);
    }

    #[test]
    fn others_get_neither_places_nor_sensitive_answers() {
        assert_eq!(leaving(For::Others, "yes"), ["other"]);
    }

    #[test]
    fn what_stays_is_marked_as_said() {
        let cells = BTreeMap::from([("best".to_owned(), Cell::One(Answer::Given("my name is".to_owned())))]);
        let (kept, withheld) = Withholding::of(&form(), For::Own).apply(cells, &Consents::default());
        assert_eq!((&kept["best"], withheld), (&Cell::One(Answer::Missing(Missing::Locked)), 1));
    }
}
