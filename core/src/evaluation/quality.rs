//! Interviews and volunteers that a coordinator may want to look at: a list, never a verdict, and nothing is ever left out by it.
//!
//! Plain values in, plain values out. Which interviews are looked at is `device`'s matter; leaving one out is a coordinator's.

use std::collections::BTreeMap;

use super::rules::{Kind, Rules};
use crate::ids::{BlobHash, DocId, MemberId};
use crate::response::{Answer, Cell, Missing, Response};

/// From how many answers on scales on it says something that all are the same.
const FEWEST_ON_SCALES: usize = 6;
/// From how many timed interviews of a questionnaire on, an interview may be called short.
const FEWEST_TIMED: usize = 10;
/// From how many open questions asked on, all of them left empty is worth a look.
const FEWEST_TEXTS: usize = 2;
/// From how many volunteers on, one may be called unusual, and how many interviews each needs.
const FEWEST_VOLUNTEERS: usize = 5;
const FEWEST_INTERVIEWS: usize = 5;
/// The modified z-score, in hundredths, from which on something is unusual; 0.6745 is what makes it comparable to a z-score.
///
/// Iglewicz, B. and Hoaglin, D. (1993), How to detect and handle outliers.
const UNUSUAL: i64 = 350;
const SCALE_OF_MAD: i64 = 6_745;

/// What of one interview is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// The interview.
    pub id: DocId,
    /// Its form version.
    pub form: BlobHash,
    /// Who did it, if their grant is known here.
    pub by: Option<MemberId>,
    /// From the first question to the end, in seconds; not known of imported interviews and those typed in from paper.
    pub took_s: Option<u64>,
    /// How many answers it has to questions with a scale.
    pub on_scales: usize,
    /// Whether all of those have one and the same points.
    pub alike: bool,
    /// How many open questions were asked.
    pub texts: usize,
    /// How many of those have an answer.
    pub texts_given: usize,
    /// How many questions with choices were asked.
    pub asked: usize,
    /// How many of those have no answer: left empty, not sure, rather not say.
    pub unanswered: usize,
}

/// Why somebody may want to look at an interview.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// It took less than a third of the time that interviews with this questionnaire usually take.
    Short {
        /// How long it took, in seconds.
        took_s: u64,
        /// How long the middle one took, in seconds.
        usual_s: u64,
    },
    /// Every answer on a scale is the same.
    StraightLined {
        /// How many answers.
        answers: usize,
    },
    /// Every open question was left empty.
    NoWords {
        /// How many were asked.
        texts: usize,
    },
}

impl Oddity {
    /// A name that stays the same in every version and language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Short { .. } => "short",
            Self::StraightLined { .. } => "straight-lined",
            Self::NoWords { .. } => "no-words",
        }
    }
}

/// What is measured of volunteers' interviews.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Habit {
    /// How long their middle interview took, in seconds.
    Length,
    /// How many of their interviews are straight-lined, in hundredths of a percent.
    StraightLined,
    /// How many of the questions that they asked have no answer, in hundredths of a percent.
    Unanswered,
}

impl Habit {
    /// A name that stays the same in every version and language.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::StraightLined => "straight-lined",
            Self::Unanswered => "unanswered",
        }
    }
}

/// A volunteer whose interviews differ from the others'.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unusual {
    /// Who.
    pub member: MemberId,
    /// In what.
    pub habit: Habit,
    /// What it is with them.
    pub value: i64,
    /// What it is with the middle volunteer.
    pub usual: i64,
    /// How many interviews they did.
    pub interviews: usize,
}

/// What a coordinator may want to look at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Quality {
    /// How many interviews were looked at.
    pub interviews: usize,
    /// Interviews, in the order of their ids, each with why.
    pub odd: Vec<(DocId, Vec<Oddity>)>,
    /// Volunteers; none is listed before five have five interviews each.
    pub unusual: Vec<Unusual>,
}

impl Looked {
    /// Looks at an interview.
    pub fn new(rules: &Rules, response: &Response, by: Option<MemberId>, took_s: Option<u64>) -> Self {
        let (id, form) = (response.id, response.form);
        let mut looked =
            Self { id, form, by, took_s, on_scales: 0, alike: true, texts: 0, texts_given: 0, asked: 0, unanswered: 0 };
        let mut points = None;
        for (path, cell) in &response.answers {
            let Some(question) = rules.question_at(path) else { continue };
            let answer = match cell {
                Cell::One(answer) => answer,
                Cell::Several(_) => continue,
            };
            if *answer == Answer::Missing(Missing::NotAsked) || *answer == Answer::Missing(Missing::Withdrawn) {
                continue;
            }
            if question.kind == Kind::Open {
                looked.texts += usize::from(question.review);
                looked.texts_given += usize::from(question.review && *answer != Answer::Missing(Missing::Blank));
                continue;
            }
            looked.asked += 1;
            let chosen = answer.text().and_then(|name| question.choices.iter().find(|choice| choice.name == name));
            let without = matches!(answer, Answer::Missing(_)) || chosen.is_some_and(|choice| choice.missing.is_some());
            looked.unanswered += usize::from(without);
            if let Some(given) = chosen.and_then(|choice| choice.points).filter(|_| question.kind == Kind::One) {
                looked.on_scales += 1;
                looked.alike &= *points.get_or_insert(given) == given;
            }
        }
        looked
    }

    fn is_straight_lined(&self) -> bool {
        self.on_scales >= FEWEST_ON_SCALES && self.alike
    }
}

impl Quality {
    /// Lists what stands out among these interviews.
    pub fn new(looked: &[Looked]) -> Self {
        let usual = usual_lengths(looked);
        let oddities = |one: &Looked| {
            let mut why = Vec::new();
            if let (Some(took_s), Some(usual_s)) = (one.took_s, usual.get(&one.form).copied())
                && 3 * took_s < usual_s
            {
                why.push(Oddity::Short { took_s, usual_s });
            }
            if one.is_straight_lined() {
                why.push(Oddity::StraightLined { answers: one.on_scales });
            }
            if one.texts >= FEWEST_TEXTS && one.texts_given == 0 {
                why.push(Oddity::NoWords { texts: one.texts });
            }
            (one.id, why)
        };
        let mut odd: Vec<_> = looked.iter().map(oddities).filter(|(_, why)| !why.is_empty()).collect();
        odd.sort();
        Self { interviews: looked.len(), odd, unusual: unusual(looked) }
    }
}

/// The middle length of interviews by questionnaire, where enough were timed.
fn usual_lengths(looked: &[Looked]) -> BTreeMap<BlobHash, u64> {
    let mut lengths: BTreeMap<BlobHash, Vec<i64>> = BTreeMap::new();
    for one in looked {
        let took = one.took_s.and_then(|took| i64::try_from(took).ok());
        lengths.entry(one.form).or_default().extend(took);
    }
    let enough = lengths.into_iter().filter(|(_, lengths)| lengths.len() >= FEWEST_TIMED);
    enough.filter_map(|(form, lengths)| Some((form, median(lengths)?.unsigned_abs()))).collect()
}

fn unusual(looked: &[Looked]) -> Vec<Unusual> {
    let mut by_member: BTreeMap<MemberId, Vec<&Looked>> = BTreeMap::new();
    for one in looked {
        if let Some(member) = one.by {
            by_member.entry(member).or_default().push(one);
        }
    }
    by_member.retain(|_, interviews| interviews.len() >= FEWEST_INTERVIEWS);
    let mut unusual = Vec::new();
    for habit in [Habit::Length, Habit::StraightLined, Habit::Unanswered] {
        let values: BTreeMap<MemberId, i64> =
            by_member.iter().filter_map(|(member, interviews)| Some((*member, value(habit, interviews)?))).collect();
        if values.len() < FEWEST_VOLUNTEERS {
            continue;
        }
        let Some(usual) = median(values.values().copied().collect()) else { continue };
        let Some(spread) = median(values.values().map(|value| (value - usual).abs()).collect()) else { continue };
        for (member, value) in values {
            // Where most are the very same, any difference would be unusual: then it takes one of a tenth of the whole range.
            let spread = spread.max(least_spread(habit, usual));
            if SCALE_OF_MAD * (value - usual).abs() > 100 * UNUSUAL * spread {
                let interviews = by_member.get(&member).map_or(0, Vec::len);
                unusual.push(Unusual { member, habit, value, usual, interviews });
            }
        }
    }
    unusual.sort();
    unusual
}

/// Less than this is never a wide spread: a tenth of the usual length, or two of a hundred.
const fn least_spread(habit: Habit, usual: i64) -> i64 {
    match habit {
        Habit::Length => usual / 10 + 1,
        Habit::StraightLined | Habit::Unanswered => 200,
    }
}

fn value(habit: Habit, interviews: &[&Looked]) -> Option<i64> {
    let share =
        |part: usize, whole: usize| (whole > 0).then(|| i64::try_from(part * 10_000 / whole).unwrap_or(i64::MAX));
    match habit {
        Habit::Length => {
            let lengths = interviews.iter().filter_map(|one| i64::try_from(one.took_s?).ok());
            median(lengths.collect())
        }
        Habit::StraightLined => {
            let long = interviews.iter().filter(|one| one.on_scales >= FEWEST_ON_SCALES);
            share(long.clone().filter(|one| one.is_straight_lined()).count(), long.count())
        }
        Habit::Unanswered => {
            let sum = |of: fn(&Looked) -> usize| interviews.iter().map(|one| of(one)).sum();
            share(sum(|one| one.unanswered), sum(|one| one.asked))
        }
    }
}

/// The middle value; of two in the middle the lower.
fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    values.get(values.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    fn ordinary(number: u8, by: u8) -> Looked {
        Looked {
            id: DocId([number; 16]),
            form: example::FORM,
            by: Some(MemberId([by; 16])),
            took_s: Some(600 + u64::from(number % 7) * 20),
            on_scales: 12,
            alike: false,
            texts: 2,
            texts_given: 1,
            asked: 20,
            unanswered: usize::from(number % 3),
        }
    }

    #[test]
    fn an_interview_is_looked_at_by_what_was_asked() {
        let alike = [("sat_clean", "happy"), ("sat_safe", "happy"), ("imp_clean", "lot"), ("view", "resident")];
        let looked = Looked::new(&example::rules(), &example::response(1, &alike), None, Some(90));
        assert_eq!((looked.on_scales, looked.alike, looked.asked), (3, true, 4));
        let with_none = [("sat_clean", "none"), ("sat_safe", "unhappy"), ("sat_contact", "happy")];
        let looked = Looked::new(&example::rules(), &example::response(2, &with_none), None, None);
        assert_eq!((looked.on_scales, looked.alike, looked.asked, looked.unanswered), (2, false, 3, 1));
    }

    #[test]
    fn a_very_short_a_straight_lined_and_a_wordless_interview_are_listed_with_why() {
        let mut looked: Vec<Looked> = (0..20).map(|number| ordinary(number, 1)).collect();
        looked[3].took_s = Some(120);
        looked[5].alike = true;
        looked[7].texts_given = 0;
        let quality = Quality::new(&looked);
        let listed: Vec<u8> = quality.odd.iter().map(|(id, _)| id.0[0]).collect();
        assert_eq!(listed, [3, 5, 7]);
        assert!(matches!(quality.odd[0].1[..], [Oddity::Short { took_s: 120, usual_s: 600..=720 }]));
        assert_eq!(quality.odd[1].1, [Oddity::StraightLined { answers: 12 }]);
        assert_eq!(quality.unusual, []);
    }

    #[test]
    fn nothing_is_called_short_before_enough_were_timed() {
        let mut looked: Vec<Looked> = (0..9).map(|number| ordinary(number, 1)).collect();
        looked[3].took_s = Some(5);
        assert_eq!(Quality::new(&looked).odd, []);
    }

    #[test]
    fn one_volunteer_among_many_who_hurries_is_unusual_and_the_others_are_not() {
        let mut looked: Vec<Looked> = (0..48).map(|number| ordinary(number, number % 6)).collect();
        for one in looked.iter_mut().filter(|one| one.by == Some(MemberId([4; 16]))) {
            one.took_s = Some(250);
        }
        let unusual = Quality::new(&looked).unusual;
        let [found] = unusual.as_slice() else { panic!("{unusual:?}") };
        assert_eq!((found.member.0[0], found.habit, found.value, found.interviews), (4, Habit::Length, 250, 8));
        let few: Vec<Looked> = looked.into_iter().filter(|one| one.by.is_some_and(|by| by.0[0] > 1)).collect();
        assert_eq!(Quality::new(&few).unusual, []);
    }
}
