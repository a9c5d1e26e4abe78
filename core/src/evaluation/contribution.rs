//! What one response adds to the counts: who answered, where and when, and one mark for each thing to count.
//!
//! It is made once per merged response and kept beside it, so that an evaluation never reads the documents again.
//! `tally` adds contributions up.

use std::borrow::Cow;

use minicbor::{Decode, Decoder, Encode, Encoder};

use super::Consents;
use super::rules::{Kind, Question, Rules};
use super::tally::{Place, Traits};
use crate::form::model::Consent;
use crate::ids::{BlobHash, DocId};
use crate::response::{Answer, Cell, Missing, Response};

/// What a mark counts under its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    /// This choice, by its number in the form.
    Choice(u16),
    /// Answered at all; one for every answer, however many choices it names.
    Answered,
    /// Two answers stand side by side until somebody decides.
    BeingChecked,
    /// Answered with something that is none of the choices.
    Unfit,
    /// No answer, and why.
    Missing(Missing),
}

/// One thing to count: a question of the form, by number, and what was said to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Mark {
    /// The question's number in its form's rules.
    pub question: u16,
    /// What it counts.
    pub slot: Slot,
}

/// The counts that a contribution goes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct Group {
    /// The form version.
    #[n(0)]
    pub form: BlobHash,
    /// The round, if the project has rounds.
    #[n(1)]
    pub round: Option<DocId>,
    /// The area.
    #[n(2)]
    pub area: Option<DocId>,
    /// The perspective, as a choice of the form's perspective question; none if not said or being checked.
    #[n(3)]
    pub perspective: Option<u16>,
    /// The choice of each of the form's margin questions, in the rules' order.
    #[n(4)]
    pub margins: Vec<Option<u16>>,
}

impl Group {
    /// Where, and as whom.
    pub const fn place(&self) -> Place {
        Place { form: self.form, round: self.round, area: self.area, perspective: self.perspective }
    }

    /// Which groups of the population.
    pub fn traits(&self) -> Traits {
        Traits { form: self.form, perspective: self.perspective, margins: self.margins.clone() }
    }
}

/// What one response adds to the counts.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Contribution {
    /// Which counts it goes to.
    #[n(0)]
    pub group: Group,
    /// Whether the respondent took the answers back, or never agreed that they count; then there are no marks.
    #[n(1)]
    pub withdrawn: bool,
    /// What it counts, in the order of the questions' paths. A repeated question may have equal marks.
    #[cbor(n(2), with = "pairs")]
    pub marks: Vec<Mark>,
}

impl Contribution {
    /// Reads what a response adds, by the rules of its form version. Answers to questions that the form does not have
    /// add nothing.
    pub fn new(rules: &Rules, response: &Response) -> Self {
        let mut marks = Vec::new();
        let withdrawn = response.withdrawn || !Consents::of(rules, response).allow(Consent::Use);
        if !withdrawn {
            for (path, cell) in &response.answers {
                let Some(number) = rules.number(&without_instances(path)) else { continue };
                let Some(question) = rules.question(number) else { continue };
                mark(&mut marks, number, question, cell);
            }
        }
        let chosen = |question: u16| {
            marks.iter().find_map(|mark| match mark.slot {
                Slot::Choice(choice) if mark.question == question => Some(choice),
                Slot::Choice(_) | Slot::Answered | Slot::BeingChecked | Slot::Unfit | Slot::Missing(_) => None,
            })
        };
        let group = Group {
            form: rules.form(),
            round: response.round,
            area: response.area,
            perspective: rules.perspective().and_then(chosen),
            margins: rules.margins().iter().map(|&margin| chosen(margin)).collect(),
        };
        Self { group, withdrawn, marks }
    }
}

/// Counts one cell. Open questions count only while they are being checked.
fn mark(marks: &mut Vec<Mark>, number: u16, question: &Question, cell: &Cell) {
    let mut push = |slot| marks.push(Mark { question: number, slot });
    let answer = match cell {
        Cell::Several(_) => return push(Slot::BeingChecked),
        Cell::One(answer) => answer,
    };
    let text = match (question.kind, answer) {
        (Kind::Open, _) => return,
        (Kind::One | Kind::Several, Answer::Missing(kind)) => return push(Slot::Missing(*kind)),
        (Kind::One | Kind::Several, Answer::Given(text)) => text,
    };
    let names: Vec<&str> = match question.kind {
        Kind::Several => text.split_whitespace().collect(),
        Kind::One | Kind::Open => vec![text.as_str()],
    };
    let mut chosen: Vec<u16> = Vec::new();
    let mut missing = None;
    for name in names {
        match (0u16..).zip(&question.choices).find(|(_, choice)| choice.name == name) {
            None => return push(Slot::Unfit),
            Some((_, choice)) if choice.missing.is_some() => missing = missing.or(choice.missing),
            Some((place, _)) => chosen.push(place),
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    if chosen.is_empty() {
        return push(Slot::Missing(missing.unwrap_or(Missing::Blank)));
    }
    push(Slot::Answered);
    for choice in chosen {
        push(Slot::Choice(choice));
    }
}

impl Rules {
    /// The question with this path; the path may name repeat instances.
    pub fn question_at(&self, path: &str) -> Option<&Question> {
        self.number(&without_instances(path)).and_then(|number| self.question(number))
    }
}

/// `person[0f3a]/p_age` without the brackets.
fn without_instances(path: &str) -> Cow<'_, str> {
    if !path.contains('[') {
        return Cow::Borrowed(path);
    }
    let mut inside = false;
    let kept = path.chars().filter(|&letter| {
        let was_inside = inside;
        inside = letter == '[' || (inside && letter != ']');
        !inside && !was_inside
    });
    Cow::Owned(kept.collect())
}

/// Marks as one flat array: question, slot, question, slot.
mod pairs {
    use minicbor::decode::Error as DecodeError;
    use minicbor::encode::{Error as EncodeError, Write};
    use minicbor::{Decoder, Encoder};

    use super::Mark;

    pub(super) fn encode<C, W: Write>(
        marks: &[Mark],
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), EncodeError<W::Error>> {
        e.array(2 * marks.len() as u64)?;
        for mark in marks {
            e.u16(mark.question)?.encode_with(mark.slot, ctx)?;
        }
        Ok(())
    }

    pub(super) fn decode<'b, C>(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Vec<Mark>, DecodeError> {
        let length = d.array()?.filter(|length| length % 2 == 0);
        let length = length.ok_or_else(|| DecodeError::message("marks that are no pairs"))?;
        let mut marks = Vec::new();
        for _ in 0..length / 2 {
            marks.push(Mark { question: d.u16()?, slot: d.decode_with(ctx)? });
        }
        Ok(marks)
    }
}

/// Choices are written as themselves; the rest below zero: -1 answered, -2 being checked, -3 unfit, and from -11 on the
/// kinds of missing answer by their number.
impl<C> Encode<C> for Slot {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Choice(choice) => e.u16(*choice)?,
            Self::Answered => e.i64(-1)?,
            Self::BeingChecked => e.i64(-2)?,
            Self::Unfit => e.i64(-3)?,
            Self::Missing(kind) => e.i64(-10 - i64::try_from(kind.number()).unwrap_or(0))?,
        };
        Ok(())
    }
}

impl<'b, C> Decode<'b, C> for Slot {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let unknown = || minicbor::decode::Error::message("a number that no slot has");
        match d.i64()? {
            -1 => Ok(Self::Answered),
            -2 => Ok(Self::BeingChecked),
            -3 => Ok(Self::Unfit),
            number @ ..=-11 => {
                let kind = (-10 - number).try_into().ok().and_then(Missing::from_number);
                kind.map(Self::Missing).ok_or_else(unknown)
            }
            number => number.try_into().map(Self::Choice).map_err(|_| unknown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn answers_become_marks_and_the_group_says_who_and_where() {
        let rules = example::rules();
        let response = example::response(
            1,
            &[
                ("view", "carer"),
                ("imp_clean", "lot"),
                ("sat_clean", "none"),
                ("top3", "clean safe"),
                ("age", "young"),
                ("person[0f3a]/used", "library"),
                ("person[77]/used", "library parks"),
                ("best", "The old lime trees."),
                ("gone", "an answer to a question that was removed"),
            ],
        );
        let contribution = Contribution::new(&rules, &response);
        assert_eq!(contribution.group.perspective, Some(2));
        assert_eq!(contribution.group.margins, [Some(0), None]);
        let slots = |path: &str| -> Vec<Slot> {
            let number = rules.number(path).unwrap();
            contribution.marks.iter().filter(|mark| mark.question == number).map(|mark| mark.slot).collect()
        };
        assert_eq!(slots("imp_clean"), [Slot::Answered, Slot::Choice(3)]);
        assert_eq!(slots("sat_clean"), [Slot::Missing(Missing::NoExperience)]);
        assert_eq!(slots("top3"), [Slot::Answered, Slot::Choice(0), Slot::Choice(2)]);
        assert_eq!(slots("person/used").len(), 5);
        assert_eq!(slots("best"), []);
    }

    #[test]
    fn two_answers_are_being_checked_and_count_for_nobodys_perspective() {
        let rules = example::rules();
        let mut response = example::response(1, &[("imp_clean", "lot")]);
        let two = ["staff", "resident"].map(|name| Answer::Given(name.to_owned())).to_vec();
        response.answers.insert("view".to_owned(), Cell::Several(two));
        let contribution = Contribution::new(&rules, &response);
        assert_eq!(contribution.group.perspective, None);
        let view = rules.number("view").unwrap();
        assert!(contribution.marks.contains(&Mark { question: view, slot: Slot::BeingChecked }));
    }

    #[test]
    fn an_answer_outside_the_choices_is_kept_apart_from_the_counts() {
        let rules = example::rules();
        let contribution = Contribution::new(&rules, &example::response(1, &[("imp_clean", "enormously")]));
        assert_eq!(contribution.marks.iter().map(|mark| mark.slot).collect::<Vec<_>>(), [Slot::Unfit]);
    }

    #[test]
    fn answers_that_were_taken_back_add_no_marks() {
        let mut response = example::response(1, &[("view", "carer"), ("imp_clean", "lot")]);
        response.withdrawn = true;
        let contribution = Contribution::new(&example::rules(), &response);
        assert!(contribution.withdrawn);
        assert_eq!(contribution.marks, []);
    }

    #[test]
    fn the_stored_form_does_not_change() {
        let mut response =
            example::response(1, &[("view", "staff"), ("imp_clean", "lot"), ("sat_clean", "none"), ("top3", "moon")]);
        response.round = None;
        let two = ["young", "old"].map(|name| Answer::Given(name.to_owned())).to_vec();
        response.answers.insert("age".to_owned(), Cell::Several(two));
        let contribution = Contribution::new(&example::rules(), &response);
        let bytes = minicbor::to_vec(&contribution).unwrap();
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, FROZEN);
        assert_eq!(minicbor::decode::<Contribution>(&bytes).unwrap(), contribution);
    }

    #[test]
    fn numbers_that_no_slot_has_are_refused() {
        for number in [-4i64, -10, -18, 65_536, i64::MIN, i64::MAX] {
            assert!(minicbor::decode::<Slot>(&minicbor::to_vec(number).unwrap()).is_err(), "{number}");
        }
    }

    const FROZEN: &str = concat!(
        "83855820f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f650a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1",
        "0382f6f6f48e142102200203032e0e2200200003"
    );
}
