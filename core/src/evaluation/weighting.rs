//! The adjustment to who lives here: which interviews get which weight, and what could not be adjusted and why.
//!
//! The weights themselves come from `rake` and `trim`; whose answers they go to is `strata`'s matter, adjusted figures are
//! `adjusted`'s.

use super::cube::Forms;
use super::interval::Worth;
use super::population::Population;
use super::rake::{Cell, ONE, rake};
use super::trim::trim;

/// Groups with fewer people than this make weights that rest on too few.
const FEW: u64 = 10;
/// With fewer interviews nothing is adjusted.
const FEWEST_INTERVIEWS: i64 = 30;

/// Something that could not be adjusted, or not well.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remark {
    /// Margins name a question that no questionnaire here has.
    UnknownQuestion {
        /// What they call it.
        question: String,
    },
    /// Margins name a question that is not marked to be compared with the population.
    NotCompared {
        /// The question.
        question: String,
    },
    /// Margins name a choice that the question does not have.
    UnknownChoice {
        /// The question.
        question: String,
        /// The choice.
        choice: String,
    },
    /// Nobody was heard from a group that lives here.
    NobodyHeard {
        /// The question.
        question: String,
        /// The choice.
        choice: String,
    },
    /// Only a handful was heard from a group.
    FewHeard {
        /// The question.
        question: String,
        /// The choice.
        choice: String,
    },
    /// The margins contradict what was heard; they are met as nearly as they can be.
    NotMet,
    /// Too few interviews to adjust anything.
    TooFew {
        /// From how many on it is done.
        fewest: i64,
    },
}

impl Remark {
    /// A name that stays the same in every version and language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownQuestion { .. } => "unknown-question",
            Self::NotCompared { .. } => "not-compared",
            Self::UnknownChoice { .. } => "unknown-choice",
            Self::NobodyHeard { .. } => "nobody-heard",
            Self::FewHeard { .. } => "few-heard",
            Self::NotMet => "not-met",
            Self::TooFew { .. } => "too-few",
        }
    }

    /// The question that it is about.
    pub fn question(&self) -> Option<&str> {
        match self {
            Self::UnknownQuestion { question }
            | Self::NotCompared { question }
            | Self::UnknownChoice { question, .. }
            | Self::NobodyHeard { question, .. }
            | Self::FewHeard { question, .. } => Some(question),
            Self::NotMet | Self::TooFew { .. } => None,
        }
    }

    /// The choice that it is about.
    pub fn choice(&self) -> Option<&str> {
        match self {
            Self::UnknownChoice { choice, .. } | Self::NobodyHeard { choice, .. } | Self::FewHeard { choice, .. } => {
                Some(choice)
            }
            Self::UnknownQuestion { .. } | Self::NotCompared { .. } | Self::NotMet | Self::TooFew { .. } => None,
        }
    }
}

/// How the numbers were adjusted to match who lives here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// How many interviews were weighted.
    pub interviews: i64,
    /// How many equally weighted interviews they are worth, by Kish's formula.
    pub worth: Worth,
    /// The questions that were matched, by path.
    pub matched: Vec<String>,
    /// What could not be adjusted, or not well.
    pub remarks: Vec<Remark>,
}

/// The population's groups that a question's choices stand for.
type Margin<'a> = (&'a String, Vec<(&'a String, u64)>);

/// The weight of each of some people's cells, and what is to be said of it.
#[derive(Debug)]
pub(super) struct Weights {
    /// One person's weight, for each cell; none where nothing is adjusted.
    pub(super) of: Option<Vec<u64>>,
    pub(super) adjustment: Adjustment,
}

/// Weighs people by what they match. `remarks` are those that the questionnaires alone call for.
pub(super) fn weigh(cells: &[Cell], matched: &[String], population: &Population, mut remarks: Vec<Remark>) -> Weights {
    let interviews = cells.iter().map(|cell| i64::try_from(cell.people).unwrap_or(i64::MAX)).sum();
    let margins: Vec<Margin<'_>> = matched
        .iter()
        .map(|question| (question, population.0[question].iter().map(|(choice, count)| (choice, *count)).collect()))
        .collect();
    let few = interviews < FEWEST_INTERVIEWS;
    if few {
        remarks.push(Remark::TooFew { fewest: FEWEST_INTERVIEWS });
    } else {
        remarks.extend(rarely_heard(cells, &margins));
    }
    let of = (!few && !matched.is_empty()).then(|| raked_and_trimmed(cells, &margins, &mut remarks));
    let worth = of.as_ref().map(|weights| kish(weights.iter().zip(cells).map(|(weight, cell)| (*weight, cell.people))));
    remarks.sort();
    let adjustment = Adjustment { interviews, worth: worth.unwrap_or_default(), matched: matched.to_vec(), remarks };
    Weights { of, adjustment }
}

fn raked_and_trimmed(cells: &[Cell], margins: &[Margin<'_>], remarks: &mut Vec<Remark>) -> Vec<u64> {
    let targets: Vec<Vec<u64>> =
        margins.iter().map(|(_, groups)| groups.iter().map(|(_, count)| *count).collect()).collect();
    let raked = rake(cells, &targets);
    if !raked.settled {
        remarks.push(Remark::NotMet);
    }
    let weighted: Vec<(u64, u64)> = raked.weights.iter().zip(cells).map(|(w, cell)| (*w, cell.people)).collect();
    trim(&weighted)
}

/// The questions that interviews can be matched by; says of the others why they can't.
pub(super) fn matched(forms: &Forms, population: &Population, remarks: &mut Vec<Remark>) -> Vec<String> {
    let mut matched = Vec::new();
    for (question, groups) in &population.0 {
        let asked =
            || forms.values().flat_map(|rules| rules.questions().iter().zip(0_u16..).map(move |one| (rules, one)));
        let mut called = asked().filter(|(_, (one, _))| Population::names(question, &one.path)).peekable();
        if called.peek().is_none() {
            remarks.push(Remark::UnknownQuestion { question: question.clone() });
            continue;
        }
        let compared: Vec<_> =
            called.filter(|(rules, (_, number))| rules.margins().contains(number)).map(|(_, (one, _))| one).collect();
        if compared.is_empty() {
            remarks.push(Remark::NotCompared { question: question.clone() });
            continue;
        }
        for choice in groups.keys() {
            if !compared.iter().any(|one| one.choices.iter().any(|offered| offered.name == *choice)) {
                remarks.push(Remark::UnknownChoice { question: question.clone(), choice: choice.clone() });
            }
        }
        matched.push(question.clone());
    }
    matched
}

fn rarely_heard(cells: &[Cell], margins: &[Margin<'_>]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (place, (question, groups)) in margins.iter().enumerate() {
        let mut heard = vec![0_u64; groups.len()];
        for cell in cells {
            if let Some(of_group) = cell.groups[place].and_then(|group| heard.get_mut(group)) {
                *of_group += cell.people;
            }
        }
        for (heard, (choice, _)) in heard.into_iter().zip(groups) {
            let (question, choice) = ((*question).clone(), (*choice).clone());
            match heard {
                0 => remarks.push(Remark::NobodyHeard { question, choice }),
                1..FEW => remarks.push(Remark::FewHeard { question, choice }),
                _ => {}
            }
        }
    }
    remarks
}

/// How many equally weighted people some weighted ones are worth: the square of the sum of weights by the sum of their squares.
///
/// Kish, L. (1965), Survey sampling, section 11.7.
pub(super) fn kish(weighted: impl Iterator<Item = (u64, u64)>) -> Worth {
    let (sum, squares) = weighted.fold((0_u128, 0_u128), |(sum, squares), (weight, people)| {
        let (weight, people) = (u128::from(weight), u128::from(people));
        (sum + people * weight, squares + people * weight * weight)
    });
    worth(sum, squares)
}

/// As [`kish`], of the two sums in units of `ONE` and its square.
pub(super) fn worth(sum: u128, squares: u128) -> Worth {
    if squares == 0 {
        return Worth::default();
    }
    // Squares are 2⁴⁸ times larger than what they stand for; half of that is enough of them, and the sum's square then fits.
    let (sum, squares) = (sum / u128::from(ONE >> 12), (squares >> 24).max(1));
    Worth(i64::try_from((sum * sum * 100 + squares / 2) / squares).unwrap_or(i64::MAX))
}
