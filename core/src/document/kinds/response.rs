//! A response as a document: one interview's answers, their corrections, and what was decided about them.
//!
//! The merged answers alone, without keys, are `crate::response`; what happened to them is in `review`.
//!
//! | key | value |
//! |---|---|
//! | `form` | bytes, the form version's blob |
//! | `round`, `area`, `door` | bytes, document ids; each may be absent |
//! | `took` | unsigned, seconds from the first question to the end |
//! | `from_paper` | yes if the answers were typed in from paper |
//! | `asked_on` | text, the day on which they were asked on paper, as `2026-03-14`; absent where nobody said it |
//! | `origin/…` | where an imported response comes from, see [`Origin`] |
//! | `withdrawn` | yes once the respondent took the answers back |
//! | `card`, `withdraw` | bytes, what the respondent's card leads to, see `carded` |
//! | `told/…` | what was said before the first question, see [`Told`] |
//! | `a/<path>` | text, an answer; or an unsigned number, the kind of missing answer |
//! | `c/<path>` | the same for what the questionnaire works out; the latest counts, and nobody has to decide |
//! | `s/<path>/<act>`, `u/<act>` | deciding between answers, see `settle` |
//! | `x/<act>`, `y/<act>` | leaving the response out of the results, see `leaving` |

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{any_yes, doc_id};
use crate::document::flat::{Flat, Held};
use crate::document::scalar::Scalar;
use crate::document::settle::{Resolution, acts, resolve};
use crate::ids::{BlobHash, DocId};
use crate::response::{Answer, Cell, Missing, Response};

mod carded;
mod leaving;
mod origin;
mod review;
mod told;

pub use carded::{card, carded, locked};
pub use leaving::{is_review_key, leaving_out, left_out, taking_in};
pub use origin::Origin;
pub use review::{Candidate, Correction, Decision, TwoAnswers, corrections, decisions, two_answers};
pub use told::{Told, notice_hash};

const COMPUTED: &str = "c/";

/// A finished interview, before it is a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interview {
    /// The form version it was collected with.
    pub form: BlobHash,
    /// The round it belongs to, if the project has rounds.
    pub round: Option<DocId>,
    /// The area it belongs to.
    pub area: Option<DocId>,
    /// The opaque reference of the door, if there was one.
    pub door: Option<DocId>,
    /// What every question got, by path.
    pub answers: BTreeMap<String, Answer>,
    /// What the questionnaire worked out, by path.
    pub computed: BTreeMap<String, Answer>,
}

impl Interview {
    /// The values of the document's first change.
    pub fn to_values(&self) -> BTreeMap<String, Scalar> {
        let mut values: BTreeMap<String, Scalar> =
            self.answers.iter().map(|(path, answer)| (answer_key(path), answer_value(answer))).collect();
        values.extend(self.computed.iter().map(|(path, answer)| (computed_key(path), answer_value(answer))));
        values.insert("form".to_owned(), Scalar::Bytes(self.form.0.to_vec()));
        for (key, id) in [("round", self.round), ("area", self.area), ("door", self.door)] {
            if let Some(id) = id {
                values.insert(key.to_owned(), Scalar::Bytes(id.0.to_vec()));
            }
        }
        values
    }
}

/// The key of a question's answer.
pub fn answer_key(path: &str) -> String {
    format!("a/{path}")
}

/// The key of a value that the questionnaire works out.
pub fn computed_key(path: &str) -> String {
    format!("{COMPUTED}{path}")
}

/// Whether this path's value was worked out by the questionnaire.
pub fn is_computed(flat: &Flat, path: &str) -> bool {
    !flat.held(&computed_key(path)).is_empty()
}

/// The value that stands for an answer.
pub fn answer_value(answer: &Answer) -> Scalar {
    match answer {
        Answer::Given(text) => Scalar::Text(text.clone()),
        Answer::Missing(missing) => Scalar::Uint(missing.number()),
    }
}

/// The value that says whether the respondent took the answers back.
pub fn withdrawal(withdrawn: bool) -> (String, Scalar) {
    ("withdrawn".to_owned(), Scalar::Bool(withdrawn))
}

/// The value that says that a response was typed in from paper.
pub fn typed_in() -> (String, Scalar) {
    ("from_paper".to_owned(), Scalar::Bool(true))
}

/// The value that says on which day it was asked on paper.
pub fn asked_on_value(day: Date) -> (String, Scalar) {
    ("asked_on".to_owned(), Scalar::Text(day.to_string()))
}

/// The day on which it was asked on paper, if that was said.
pub fn asked_on(flat: &Flat) -> Option<Date> {
    flat.latest("asked_on").and_then(Scalar::text)?.parse().ok()
}

/// The value that says how long the interview took, in seconds.
pub fn took_value(seconds: u64) -> (String, Scalar) {
    ("took".to_owned(), Scalar::Uint(seconds))
}

/// How long the interview took, in seconds, as the phone's clock claimed; not said of older and imported ones.
pub fn took(flat: &Flat) -> Option<u64> {
    flat.latest("took").and_then(Scalar::uint)
}

/// Whether a response was typed in from paper.
pub fn from_paper(flat: &Flat) -> bool {
    any_yes(flat, "from_paper")
}

/// The document is not a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// It does not say which form version it was collected with.
    #[error("the response does not name its form version")]
    NoForm,
}

/// Reads a merged response.
///
/// What people answered and what the questionnaire worked out stand side by side, each under its path.
/// A question with several values that nobody decided between is `Cell::Several`. Where several were right at
/// different times, the one that was named first counts. An answer of a kind that this version does not know is left
/// out, see `unreadable`.
///
/// # Errors
/// The document does not name a form version.
pub fn read(id: DocId, flat: &Flat) -> Result<Response, ResponseError> {
    let form = flat.latest("form").and_then(Scalar::bytes).and_then(|bytes| BlobHash::try_from(bytes).ok());
    let answers = flat.under("a/").filter_map(|(path, held)| Some((path.to_owned(), read_cell(flat, path, held)?)));
    let computed = flat
        .under(COMPUTED)
        .filter_map(|(path, held)| Some((path.to_owned(), Cell::One(read_answer(&held.last()?.value)?))));
    Ok(Response {
        id,
        form: form.ok_or(ResponseError::NoForm)?,
        round: doc_id(flat.latest("round")),
        area: doc_id(flat.latest("area")),
        door: doc_id(flat.latest("door")),
        withdrawn: any_yes(flat, "withdrawn"),
        answers: computed.chain(answers).collect(),
    })
}

fn read_cell(flat: &Flat, path: &str, held: &[Held]) -> Option<Cell> {
    match decided(flat, path, held)? {
        Resolution::Agreed(value) => Some(Cell::One(read_answer(&value)?)),
        Resolution::BothRight(values) => Some(Cell::One(read_answer(values.first()?)?)),
        Resolution::Several { values, .. } => {
            let mut answers = values.iter().map(read_answer).collect::<Option<Vec<_>>>()?;
            answers.sort();
            Some(Cell::Several(answers))
        }
    }
}

fn decided(flat: &Flat, path: &str, held: &[Held]) -> Option<Resolution> {
    match held {
        [only] => Some(Resolution::Agreed(only.value.clone())),
        several => resolve(several, &acts(flat, path)),
    }
}

/// The answer that a value stands for; `None` for a kind that this version does not know.
pub fn read_answer(value: &Scalar) -> Option<Answer> {
    match value {
        Scalar::Text(text) => Some(Answer::Given(text.clone())),
        Scalar::Uint(number) => Missing::from_number(*number).map(Answer::Missing),
        Scalar::Null | Scalar::Bool(_) | Scalar::Int(_) | Scalar::Bytes(_) | Scalar::Float(_) | Scalar::Moment(_) => {
            None
        }
    }
}

/// The questions with an answer of a kind that this version does not know, ascending.
pub fn unreadable(flat: &Flat) -> Vec<String> {
    let unread = |held: &&Held| read_answer(&held.value).is_none();
    flat.under("a/")
        .filter(|(_, held)| held.iter().any(|held| unread(&held)))
        .map(|(path, _)| path.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;

    use super::*;
    use crate::document::settle::Choice;
    use crate::document::testing::{ALICE, AMINA, BOB, EVERYBODY, history, loaded, play, put, values};
    use crate::document::{Change, Document};
    use crate::time::Timestamp;

    const ID: DocId = DocId([0xd0; 16]);

    fn interview() -> Interview {
        let answers = [
            ("about/age", Answer::Given("41".to_owned())),
            ("about/email", Answer::Missing(Missing::PreferNot)),
            ("sat_clean", Answer::Given("good".to_owned())),
        ];
        Interview {
            form: BlobHash([0xf0; 32]),
            round: Some(DocId([0xdd; 16])),
            area: Some(DocId([0xaa; 16])),
            door: None,
            answers: answers.map(|(path, answer)| (path.to_owned(), answer)).into(),
            computed: [("share".to_owned(), Answer::Given("20".to_owned()))].into(),
        }
    }

    fn finished() -> Change {
        Document::first(ALICE, &interview().to_values()).expect("changes").remove(0)
    }

    /// Bob and Amina correct the same answer, offline.
    fn corrected_twice() -> Document {
        let mut document = loaded(&[finished()]);
        let mut aminas = document.clone();
        for (who, age) in [(BOB, "42"), (AMINA, "14")] {
            let document = if who == BOB { &mut document } else { &mut aminas };
            let edit = document.edit(who, &values(&[("a/about/age", age)]), Some("misheard")).expect("an edit");
            document.apply(edit[0].clone()).expect("a fitting change");
        }
        let changes: Vec<Change> = document.changes().chain(aminas.changes()).cloned().collect();
        loaded(&changes)
    }

    #[test]
    fn a_finished_interview_is_read_as_it_was_given() {
        let interview = interview();
        let response = read(ID, &Flat::of_first_change(&finished())).expect("a response");
        assert_eq!((response.form, response.round), (interview.form, interview.round));
        assert_eq!((response.area, response.door, response.withdrawn), (interview.area, None, false));
        let given = interview.answers.into_iter().chain(interview.computed);
        let cells = given.map(|(path, answer)| (path, Cell::One(answer)));
        assert_eq!(response.answers, cells.collect());
    }

    #[test]
    fn two_corrections_of_one_answer_stand_with_who_and_why() {
        let document = corrected_twice();
        let response = read(ID, document.flat()).expect("a response");
        let ages = ["14", "42"].map(|age| Answer::Given(age.to_owned()));
        assert_eq!(response.answers["about/age"], Cell::Several(ages.to_vec()));
        let open = two_answers(document.flat());
        assert_eq!(open.iter().map(|open| open.path.as_str()).collect::<Vec<_>>(), ["about/age"]);
        assert_eq!(open[0].candidates.iter().map(|given| given.actor).collect::<Vec<_>>(), [AMINA, BOB]);
        let why: Vec<_> = corrections(&document).into_iter().map(|made| (made.actor, made.reason)).collect();
        assert_eq!(why, [(AMINA, Some("misheard".to_owned())), (BOB, Some("misheard".to_owned()))]);
    }

    #[test]
    fn a_decision_is_one_answer_again_and_is_listed() {
        let mut document = corrected_twice();
        let both = Choice::Both(vec!["42".into(), "14".into()]);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let decided = document.settle(ALICE, "a/about/age", &both, Timestamp(7), &mut rng).expect("a decision");
        document.apply(decided[0].clone()).expect("a fitting change");
        let response = read(ID, document.flat()).expect("a response");
        assert_eq!(response.answers["about/age"], Cell::One(Answer::Given("42".to_owned())));
        assert_eq!(two_answers(document.flat()), []);
        let decisions = decisions(document.flat());
        assert_eq!((decisions.len(), decisions[0].path.as_str(), decisions[0].actor), (1, "about/age", ALICE));
    }

    #[test]
    fn answers_taken_back_by_anybody_are_taken_back() {
        let mut document = loaded(&[finished()]);
        let taken_back: BTreeMap<_, _> = [withdrawal(true)].into();
        let edit = document.edit(BOB, &taken_back, Some("asked to")).expect("an edit");
        document.apply(edit[0].clone()).expect("a fitting change");
        assert!(read(ID, document.flat()).expect("a response").withdrawn);
        let listed = corrections(&document);
        assert_eq!((listed.len(), listed[0].withdrawn, listed[0].paths.len()), (1, Some(true), 0));
    }

    #[test]
    fn an_answer_of_a_later_kind_is_left_out_and_named() {
        let mut given = interview().to_values();
        given.insert("a/later".to_owned(), Scalar::Uint(99));
        given.insert("later".to_owned(), Scalar::Bool(true));
        let flat = Flat::of_first_change(&Document::first(ALICE, &given).expect("changes")[0]);
        let response = read(ID, &flat).expect("a response");
        assert_eq!(response.answers.len(), 4);
        assert_eq!(unreadable(&flat), ["later"]);
    }

    #[test]
    fn a_document_without_a_form_is_no_response() {
        let mut document = Document::default();
        put(&mut document, ALICE, "a/age", "41");
        assert_eq!(read(ID, document.flat()), Err(ResponseError::NoForm));
    }

    #[test]
    fn later_parts_of_a_large_interview_are_no_corrections() {
        let mut interview = interview();
        interview.answers.extend((0..3_000).map(|n| (format!("q{n}"), Answer::Given(n.to_string()))));
        let changes = Document::first(ALICE, &interview.to_values()).expect("changes");
        assert_eq!((changes.len(), corrections(&loaded(&changes)).len()), (2, 0));
    }

    proptest! {
        #[test]
        fn any_order_and_repetition_gives_the_same_response(
            (changes, order) in history().prop_map(|steps| {
                let mut changes = play(&steps);
                let form = BTreeMap::from([("form".to_owned(), Scalar::Bytes(vec![0xf0; 32]))]);
                let mut document = loaded(&changes);
                let edit = document.edit(EVERYBODY[0], &form, None).expect("an edit").remove(0);
                document.apply(edit.clone()).expect("a fitting change");
                changes.push(edit);
                changes
            }).prop_flat_map(|changes| {
                let twice: Vec<Change> = changes.iter().chain(&changes).cloned().collect();
                (Just(changes), Just(twice).prop_shuffle())
            })
        ) {
            let (straight, shuffled) = (loaded(&changes), loaded(&order));
            prop_assert_eq!(read(ID, straight.flat()), read(ID, shuffled.flat()));
            prop_assert_eq!(two_answers(straight.flat()), two_answers(shuffled.flat()));
            prop_assert_eq!(corrections(&straight), corrections(&shuffled));
        }
    }
}
