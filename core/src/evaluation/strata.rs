//! The answers of those who are weighted, counted by the population's groups, so that adjusting them again takes as long as there are
//! groups, and not as long as there are interviews.
//!
//! What the weights are is `weighting`'s matter; it follows every change together with `live`.

use std::collections::BTreeMap;

use super::adjusted::Weighted;
use super::contribution::{Contribution, Mark, Slot};
use super::cube::Forms;
use super::population::Population;
use super::rake::Cell;
use super::rules::Rules;
use super::series::{Catalogue, Route};
use super::slice::Who;
use super::tally::{Tally, Traits};
use super::weighting::{Adjustment, Remark, matched, weigh};
use crate::ids::BlobHash;

/// The group of each margin that somebody belongs to.
type Groups = Vec<Option<usize>>;

/// The answers of those who are weighted.
#[derive(Debug, Default)]
pub(super) struct Strata {
    population: Population,
    plans: BTreeMap<BlobHash, Plan>,
    matched: Vec<String>,
    remarks: Vec<Remark>,
    /// Where the counts of each series begin, of those that are weighted.
    starts: Vec<Option<usize>>,
    width: usize,
    strata: BTreeMap<Groups, Stratum>,
}

/// The answers of people who belong to the same groups.
#[derive(Debug, Default)]
struct Stratum {
    people: i64,
    /// For each weighted series how many answered, and then how often each of its answers was given.
    counts: Vec<i64>,
}

impl Strata {
    /// Counts a tally; nobody is weighted without a population, or where the first view is the team's.
    pub(super) fn new(
        tally: &Tally,
        forms: &Forms,
        catalogue: &Catalogue,
        population: &Population,
        view: &Who,
    ) -> Self {
        if population.0.is_empty() || *view == Who::Team {
            return Self::default();
        }
        let mut strata = Self { population: population.clone(), ..Self::default() };
        strata.matched = matched(forms, population, &mut strata.remarks);
        strata.plans =
            forms.iter().map(|(form, rules)| (*form, Plan::new(rules, &strata.matched, population, view))).collect();
        for series in &catalogue.series {
            strata.starts.push(series.role.is_about_services().then_some(strata.width));
            if series.role.is_about_services() {
                strata.width += 1 + series.offered.len();
            }
        }
        for (traits, counts) in tally.traits() {
            strata.count(traits, counts.interviews(), counts.marks(), catalogue);
        }
        strata
    }

    /// Counts one contribution more, or less.
    pub(super) fn change(&mut self, contribution: &Contribution, by: i64, catalogue: &Catalogue) {
        let interviews = if contribution.withdrawn { 0 } else { by };
        let marks = contribution.marks.iter().map(|mark| (*mark, by));
        self.count(&contribution.group.traits(), interviews, marks, catalogue);
    }

    fn count(
        &mut self,
        traits: &Traits,
        interviews: i64,
        marks: impl Iterator<Item = (Mark, i64)>,
        catalogue: &Catalogue,
    ) {
        let routes = catalogue.routes.get(&traits.form);
        let Some((groups, routes)) = self.plans.get(&traits.form).and_then(|plan| plan.groups(traits)).zip(routes)
        else {
            return;
        };
        let stratum = self.strata.entry(groups).or_default();
        stratum.people += interviews;
        stratum.counts.resize(self.width, 0);
        for (mark, times) in marks {
            let Some(route) = routes.get(usize::from(mark.question)) else { continue };
            let Some(start) = self.starts.get(route.series).copied().flatten() else { continue };
            if let Some(count) = place(mark.slot, route).and_then(|place| stratum.counts.get_mut(start + place)) {
                *count += times;
            }
        }
    }

    /// The weighted counts of every series, by its number, and how the weights came about; none if nobody is weighted.
    pub(super) fn weigh(&self) -> (Option<Adjustment>, Vec<Weighted>) {
        if self.population.0.is_empty() {
            return (None, Vec::new());
        }
        let standing: Vec<(&Groups, &Stratum)> = self.strata.iter().filter(|(_, one)| one.people > 0).collect();
        let cells: Vec<Cell> = standing
            .iter()
            .map(|(groups, stratum)| Cell { groups: (*groups).clone(), people: stratum.people.unsigned_abs() })
            .collect();
        let weights = weigh(&cells, &self.matched, &self.population, self.remarks.clone());
        let weighted = weights.of.map(|weights| {
            let standing = standing.iter().map(|(_, stratum)| *stratum);
            self.add_up(&standing.zip(weights).collect::<Vec<_>>())
        });
        (Some(weights.adjustment), weighted.unwrap_or_default())
    }

    fn add_up(&self, standing: &[(&Stratum, u64)]) -> Vec<Weighted> {
        let mut masses = vec![0_i64; self.width];
        for (stratum, weight) in standing {
            // Weights of so many people as are weighted at most add up to far below the largest number.
            let weight = i64::try_from(*weight).unwrap_or(i64::MAX);
            for (mass, count) in masses.iter_mut().zip(&stratum.counts) {
                *mass = mass.saturating_add(weight.saturating_mul(*count));
            }
        }
        let mut end = self.width;
        let mut series: Vec<Weighted> = Vec::with_capacity(self.starts.len());
        for start in self.starts.iter().rev() {
            let Some(start) = *start else {
                series.push(Weighted::default());
                continue;
            };
            let answered = standing.iter().map(|(stratum, weight)| (*weight, stratum.counts[start].unsigned_abs()));
            series.push(Weighted::new(masses[start], masses[start + 1..end].to_vec(), answered));
            end = start;
        }
        series.reverse();
        series
    }
}

/// Where a mark is counted within its series.
fn place(slot: Slot, route: &Route) -> Option<usize> {
    match slot {
        Slot::Answered => Some(0),
        Slot::Choice(choice) => {
            let offered = route.choices.get(usize::from(choice)).copied().flatten()?;
            Some(1 + usize::from(offered))
        }
        Slot::BeingChecked | Slot::Unfit | Slot::Missing(_) => None,
    }
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

    /// The groups of somebody who is weighted.
    fn groups(&self, traits: &Traits) -> Option<Groups> {
        if !self.everybody {
            let belongs = traits.perspective.and_then(|choice| self.perspectives.get(usize::from(choice)));
            belongs.filter(|belongs| **belongs)?;
        }
        let group_of = |margin: &Option<(usize, Vec<Option<usize>>)>| {
            let (place, groups) = margin.as_ref()?;
            let choice = traits.margins.get(*place).copied().flatten()?;
            groups.get(usize::from(choice)).copied().flatten()
        };
        Some(self.margins.iter().map(group_of).collect())
    }
}
