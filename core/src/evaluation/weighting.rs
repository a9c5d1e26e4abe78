//! The adjustment to who lives here: which interviews get which weight, and what could not be adjusted and why.
//!
//! The weights themselves come from `rake` and `trim`; adjusted figures are `adjusted`'s matter.

use std::collections::BTreeMap;

use super::contribution::Group;
use super::interval::Worth;
use super::population::Population;
use super::rake::{Cell, ONE, rake};
use super::rules::Rules;
use super::slice::Who;
use super::tally::Tally;
use super::trim::trim;
use crate::ids::BlobHash;

/// Groups with fewer people than this make weights that rest on too few.
const FEW: i64 = 10;
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

/// Where one form version's answers fall among the population's groups.
#[derive(Debug, Default)]
struct Plan {
    /// Whether everybody is weighted.
    everybody: bool,
    /// Else, for each perspective that somebody may answer in, whether it is.
    perspectives: Vec<bool>,
    /// For each matched question: its place among the form's margin questions, and the group of each of its choices.
    margins: Vec<Option<(usize, Vec<Option<usize>>)>>,
}

/// The weights of the interviews of those whose view comes first.
#[derive(Debug, Default)]
pub(super) struct Weighting {
    plans: BTreeMap<BlobHash, Plan>,
    weights: BTreeMap<Vec<Option<usize>>, u64>,
    pub(super) adjustment: Option<Adjustment>,
}

impl Weighting {
    /// Works the weights out; there are none without a population, or where the first view is the team's.
    pub(super) fn new(tally: &Tally, forms: &BTreeMap<BlobHash, Rules>, population: &Population, view: &Who) -> Self {
        if population.0.is_empty() || *view == Who::Team {
            return Self::default();
        }
        let mut remarks = Vec::new();
        let matched = matched(forms, population, &mut remarks);
        let plans = forms.iter().map(|(form, rules)| (*form, Plan::new(rules, &matched, population, view))).collect();
        let mut weighting = Self { plans, ..Self::default() };
        let mut people: BTreeMap<Vec<Option<usize>>, i64> = BTreeMap::new();
        for (group, counts) in tally.groups() {
            if let Some(cell) = weighting.cell(group) {
                *people.entry(cell).or_default() += counts.interviews();
            }
        }
        people.retain(|_, count| *count > 0);
        let interviews: i64 = people.values().sum();
        let margins: Vec<(&String, Vec<(&String, u64)>)> = matched
            .iter()
            .map(|question| (question, population.0[question].iter().map(|(choice, count)| (choice, *count)).collect()))
            .collect();
        if interviews < FEWEST_INTERVIEWS {
            remarks.push(Remark::TooFew { fewest: FEWEST_INTERVIEWS });
        } else {
            remarks.extend(rarely_heard(&people, &margins));
        }
        let worth = if interviews < FEWEST_INTERVIEWS || matched.is_empty() {
            Worth::default()
        } else {
            weighting.weigh(&people, &margins, &mut remarks)
        };
        remarks.sort();
        weighting.adjustment = Some(Adjustment { interviews, worth, matched, remarks });
        weighting
    }

    fn weigh(
        &mut self,
        people: &BTreeMap<Vec<Option<usize>>, i64>,
        margins: &[(&String, Vec<(&String, u64)>)],
        remarks: &mut Vec<Remark>,
    ) -> Worth {
        let cells: Vec<Cell> = people
            .iter()
            .map(|(groups, count)| Cell { groups: groups.clone(), people: count.unsigned_abs() })
            .collect();
        let targets: Vec<Vec<u64>> =
            margins.iter().map(|(_, groups)| groups.iter().map(|(_, count)| *count).collect()).collect();
        let raked = rake(&cells, &targets);
        if !raked.settled {
            remarks.push(Remark::NotMet);
        }
        let weighted: Vec<(u64, u64)> = raked.weights.iter().zip(&cells).map(|(w, cell)| (*w, cell.people)).collect();
        let weights = trim(&weighted);
        let worth = kish(weights.iter().zip(&cells).map(|(weight, cell)| (*weight, cell.people)));
        self.weights = cells.into_iter().map(|cell| cell.groups).zip(weights).collect();
        worth
    }

    /// The weight of each interview of a group, if it is weighted.
    pub(super) fn of(&self, group: &Group) -> Option<u64> {
        if self.weights.is_empty() {
            return None;
        }
        self.weights.get(&self.cell(group)?).copied()
    }

    fn cell(&self, group: &Group) -> Option<Vec<Option<usize>>> {
        let plan = self.plans.get(&group.form)?;
        if !plan.everybody {
            let belongs = group.perspective.and_then(|choice| plan.perspectives.get(usize::from(choice)));
            belongs.filter(|belongs| **belongs)?;
        }
        let group_of = |margin: &Option<(usize, Vec<Option<usize>>)>| {
            let (place, groups) = margin.as_ref()?;
            let choice = group.margins.get(*place).copied().flatten()?;
            groups.get(usize::from(choice)).copied().flatten()
        };
        Some(plan.margins.iter().map(group_of).collect())
    }
}

impl Plan {
    fn new(rules: &Rules, matched: &[String], population: &Population, view: &Who) -> Self {
        let perspectives = rules.perspective().and_then(|number| rules.question(number)).map(|question| {
            let belongs = |name: &str| match view {
                Who::Everyone => true,
                Who::Perspective(wanted) => wanted == name,
                side @ (Who::Residents | Who::Team) => Who::side(name).as_ref() == Some(side),
            };
            question.choices.iter().map(|choice| belongs(&choice.name)).collect()
        });
        let perspectives = perspectives.unwrap_or_default();
        let margin = |question: &String| {
            let is_it =
                |number: &u16| rules.question(*number).is_some_and(|one| Population::names(question, &one.path));
            let place = rules.margins().iter().position(is_it)?;
            let asked = rules.question(*rules.margins().get(place)?)?;
            let groups = &population.0[question];
            let group = |name: &str| groups.keys().position(|choice| choice == name);
            Some((place, asked.choices.iter().map(|choice| group(&choice.name)).collect()))
        };
        let everybody = *view == Who::Everyone;
        Self { everybody, perspectives, margins: matched.iter().map(margin).collect() }
    }
}

/// The questions that interviews can be matched by; says of the others why they can't.
fn matched(forms: &BTreeMap<BlobHash, Rules>, population: &Population, remarks: &mut Vec<Remark>) -> Vec<String> {
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

fn rarely_heard(people: &BTreeMap<Vec<Option<usize>>, i64>, margins: &[(&String, Vec<(&String, u64)>)]) -> Vec<Remark> {
    let mut remarks = Vec::new();
    for (place, (question, groups)) in margins.iter().enumerate() {
        for (group, (choice, _)) in groups.iter().enumerate() {
            let of_group = people.iter().filter(|(cell, _)| cell[place] == Some(group)).map(|(_, count)| count);
            let (question, choice) = ((*question).clone(), (*choice).clone());
            match of_group.sum::<i64>() {
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
