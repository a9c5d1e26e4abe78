//! How a result is made from counts, for one audience.
//!
//! It decides nothing about what is hidden, that is `hide`'s; how a result follows single changes is `live`'s matter.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use super::adjusted::{Adjusted, Weighted};
use super::coverage::{self, Coverage};
use super::criterion::{Counted, Criterion};
use super::cube::{Count, Cube};
use super::disclosure::{Audience, Disclosure};
use super::figure::{Figure, Picture};
use super::fold::{self, Fold};
use super::hide;
use super::noise;
use super::population::Population;
use super::rates::{Doors, Participation};
use super::released::{self, Before, Family, Holding, Ledger, Record};
use super::result::{Collected, Evaluation};
use super::rules::Label;
use super::series::{Catalogue, Role, Series};
use super::slice::{Slice, Who};
use super::strata::Strata;
use super::together::Joined;
use super::weighting::Adjustment;
use crate::form::model::Measure;
use crate::ids::DocId;

/// Everything counted that a result is made from.
#[derive(Debug)]
pub(super) struct Counting {
    pub(super) catalogue: Catalogue,
    pub(super) cube: Cube,
    pub(super) strata: Strata,
    pub(super) perspectives: Vec<(String, Label)>,
    views: Vec<Who>,
    /// The sums of cell keys behind the counts, where figures are blurred.
    keys: Option<Cube>,
}

impl Counting {
    pub(super) fn new(collected: &Collected<'_>, disclosure: &Disclosure) -> Self {
        let Collected { tally, forms, population, .. } = *collected;
        let catalogue = Catalogue::new(forms);
        let alone_from = (disclosure.audience == Audience::Outside).then(|| disclosure.fewest_in_an_area());
        let cube = Cube::new(tally, forms, &catalogue, alone_from);
        let perspectives = perspectives(&catalogue, &cube);
        let views = views(&perspectives);
        let strata = Strata::new(tally, forms, &catalogue, population, views.first().unwrap_or(&Who::Everyone));
        let keys = collected.keys.filter(|_| disclosure.audience == Audience::Outside);
        let keys = keys.map(|keys| cube.beside(keys, forms, &catalogue));
        Self { catalogue, cube, strata, perspectives, views, keys }
    }

    /// The whole result.
    pub(super) fn evaluation(&self, collected: &Collected<'_>, disclosure: Disclosure) -> Evaluation {
        self.whole(collected, disclosure, None)
    }

    /// The whole result, held against every earlier release, and what is to be remembered of it.
    pub(super) fn released(
        &self,
        collected: &Collected<'_>,
        disclosure: Disclosure,
        ledger: Ledger<'_>,
    ) -> (Evaluation, Record) {
        let in_tables = |family: Family| {
            let slices = self.cube.slices.keys();
            slices.filter(|slice| published(&self.views, family, slice)).cloned().collect()
        };
        let holding = Holding::new(ledger, &self.cube.joined, disclosure.fewest, &in_tables);
        let mut result = self.whole(collected, disclosure, Some(&holding));
        if holding.heard_is_held {
            result.coverage.hold();
        }
        (result, holding.into_record())
    }

    fn whole(&self, collected: &Collected<'_>, disclosure: Disclosure, holding: Option<&Holding<'_>>) -> Evaluation {
        let (adjustment, weighted) = self.strata.weigh();
        let maker = Maker { counting: self, weighted, disclosure, collected, holding };
        Evaluation {
            criteria: maker.criteria(),
            priorities: maker.counted(|role| role == Role::Priority),
            tables: maker.counted(|role| role == Role::Plain),
            ..maker.frame(adjustment)
        }
    }

    /// Brings an insiders' result up to date of which the figures of these slices have changed, and all weights.
    pub(super) fn renew(&self, evaluation: &mut Evaluation, collected: &Collected<'_>, changed: &BTreeSet<Slice>) {
        let (adjustment, weighted) = self.strata.weigh();
        let disclosure = evaluation.disclosure;
        let maker = Maker { counting: self, weighted, disclosure, collected, holding: None };
        let mut criteria = mem::take(&mut evaluation.criteria);
        for criterion in &mut criteria {
            criterion.agreed = collected.agreed.get(&criterion.key).cloned();
            criterion.scales.iter_mut().for_each(|(_, counted)| maker.renew(counted, changed));
        }
        let (mut priorities, mut tables) = (mem::take(&mut evaluation.priorities), mem::take(&mut evaluation.tables));
        priorities.iter_mut().chain(&mut tables).for_each(|counted| maker.renew(counted, changed));
        *evaluation = Evaluation { criteria, priorities, tables, ..maker.frame(adjustment) };
    }
}

struct Maker<'a> {
    counting: &'a Counting,
    weighted: Vec<Weighted>,
    disclosure: Disclosure,
    collected: &'a Collected<'a>,
    holding: Option<&'a Holding<'a>>,
}

impl Maker<'_> {
    /// Everything of a result but the figures of its questions.
    fn frame(&self, adjustment: Option<Adjustment>) -> Evaluation {
        let (cube, collected, disclosure) = (&self.counting.cube, self.collected, self.disclosure);
        let perspectives = self.counting.perspectives.clone();
        let areas = area_names(collected.areas, &cube.joined);
        let everyone = Slice::of(Who::Everyone);
        let totals = cube.slices.get(&everyone);
        Evaluation {
            disclosure,
            interviews: cube.interviews(&everyone),
            taken_back: disclosure.beside(totals.map_or(0, |totals| totals.withdrawn)),
            being_checked: totals.map_or(0, |totals| totals.series.iter().map(|count| count.being_checked).sum()),
            unread: cube.unread,
            kept_out: disclosure.beside(collected.kept_out),
            blurred: self.counting.keys.is_some(),
            joined: cube.joined.clone(),
            rounds: collected.rounds.clone(),
            in_order: collected.in_order.to_vec(),
            adjustment,
            criteria: Vec::new(),
            priorities: Vec::new(),
            tables: Vec::new(),
            coverage: Coverage {
                perspectives: coverage::perspectives(cube, &perspectives, &disclosure),
                areas: coverage::areas(cube, &areas, &disclosure),
                margins: self.margins(),
                knocks: collected.knocks.clone(),
                participation: participation(collected.doors, &disclosure),
            },
            perspectives,
            areas,
        }
    }

    /// Brings the figures of some slices up to date, as an insider sees them.
    fn renew(&self, counted: &mut Counted, changed: &BTreeSet<Slice>) {
        let Some(series) = self.counting.catalogue.series.get(counted.series) else { return };
        let (offered, several) = (&series.offered, series.several);
        let picture = Picture { offered, scale: offered, fold: None, several };
        for slice in changed {
            match self.counting.cube.count(slice, counted.series).filter(|count| !count.is_nothing()) {
                None => {
                    counted.figures.remove(slice);
                }
                Some(count) => {
                    let figure = picture.whole(count, &self.disclosure);
                    match counted.figures.get_mut(slice) {
                        Some(known) => *known = figure,
                        None => {
                            counted.figures.insert(slice.clone(), figure);
                        }
                    }
                }
            }
        }
        let first = Slice::of(self.counting.views.first().cloned().unwrap_or(Who::Everyone));
        counted.adjusted = self.adjusted(counted.series, &picture, counted.figures.get(&first));
    }

    fn series(&self) -> impl Iterator<Item = (usize, &Series)> {
        self.counting.catalogue.series.iter().enumerate()
    }

    fn visible(&self, series: &Series) -> bool {
        self.disclosure.audience == Audience::Inside || !series.sensitive
    }

    fn counted(&self, wanted: impl Fn(Role) -> bool) -> Vec<Counted> {
        let visible = self.series().filter(|(_, series)| wanted(series.role) && self.visible(series));
        visible.map(|(number, series)| self.count(number, series)).collect()
    }

    fn count(&self, number: usize, series: &Series) -> Counted {
        let counts = self.counts(number, series);
        let fold = Fold::of(&series.offered)
            .filter(|fold| self.needs_merging(series, &counts) || self.was_merged(series, fold));
        let offered = fold.as_ref().map_or(&series.offered, |fold| &fold.offered);
        let picture = Picture { offered, scale: &series.offered, fold: fold.as_ref(), several: series.several };
        let figures: BTreeMap<Slice, Figure> = match self.disclosure.audience {
            Audience::Outside => {
                let before = self.holding.map_or_else(Before::default, |holding| holding.before(series));
                let (mut figures, pattern) = hide::figures(&counts, &picture, &self.disclosure, &before);
                if let Some(keys) = &self.counting.keys {
                    noise::blur(&mut figures, &pattern, (&counts, keys, number), &picture, &self.disclosure);
                }
                if let Some(holding) = self.holding {
                    holding.note(series, &figures, pattern);
                }
                figures
            }
            Audience::Inside => {
                counts.iter().map(|(slice, count)| (slice.clone(), picture.whole(count, &self.disclosure))).collect()
            }
        };
        let first = Slice::of(self.counting.views.first().cloned().unwrap_or(Who::Everyone));
        let adjusted = self.adjusted(number, &picture, figures.get(&first));
        Counted {
            series: number,
            adjusted,
            path: series.path.clone(),
            question: series.label.clone(),
            offered: offered.clone(),
            scale: series.offered.iter().filter_map(|answer| answer.points).collect(),
            several: series.several,
            repeated: series.repeated,
            theme: series.theme.clone(),
            figures,
        }
    }

    /// Beside a blurred figure none is shown: it would tell what that one was.
    fn adjusted(&self, number: usize, picture: &Picture<'_>, plain: Option<&Figure>) -> Option<Adjusted> {
        if self.counting.keys.is_some() {
            return None;
        }
        self.weighted.get(number).and_then(|one| Adjusted::new(one, picture, plain, &self.disclosure))
    }

    /// The counts of every slice that this audience gets.
    fn counts(&self, number: usize, series: &Series) -> BTreeMap<Slice, Count> {
        let outside = self.disclosure.audience == Audience::Outside;
        let slices = self.counting.cube.slices.keys();
        let family = released::family(series.role);
        let slices = slices.filter(|slice| !outside || published(&self.counting.views, family, slice));
        let counted =
            slices.filter_map(|slice| Some((slice.clone(), self.counting.cube.count(slice, number)?.clone())));
        counted.filter(|(_, count)| !count.is_nothing()).collect()
    }

    /// Whether a scale's answers are merged: if one of them would have to be hidden from a view that is shown.
    fn needs_merging(&self, series: &Series, counts: &BTreeMap<Slice, Count>) -> bool {
        let scale = matches!(series.role, Role::Scale(_)) && self.disclosure.audience == Audience::Outside;
        let rare = |who: &Who| {
            let count = counts.get(&Slice::of(who.clone()));
            count.is_some_and(|count| {
                !self.disclosure.hides(count.given.iter().sum()) && fold::has_rare_answer(count, &self.disclosure)
            })
        };
        scale && self.counting.views.iter().any(rare)
    }

    fn was_merged(&self, series: &Series, fold: &Fold) -> bool {
        let merged: Vec<String> = fold.offered.iter().map(|answer| answer.name.clone()).collect();
        self.holding.is_some_and(|holding| holding.was_merged(series, &merged))
    }

    fn criteria(&self) -> Vec<Criterion> {
        let mut criteria: Vec<Criterion> = Vec::new();
        for (number, series) in self.series() {
            let (Role::Scale(measure), Some(key)) = (series.role, &series.criterion) else { continue };
            if !self.visible(series) {
                continue;
            }
            let counted = self.count(number, series);
            let criterion = match criteria.iter_mut().find(|criterion| criterion.key == *key) {
                Some(known) => known,
                None => {
                    criteria.push(self.criterion(key, series));
                    let Some(new) = criteria.last_mut() else { continue };
                    new
                }
            };
            criterion.scales.push((measure, counted));
            for stage in &series.stages {
                if !criterion.stages.contains(stage) {
                    criterion.stages.push(*stage);
                }
            }
        }
        for criterion in &mut criteria {
            criterion.scales.sort_by_key(|(measure, _)| *measure);
        }
        criteria
    }

    /// A criterion is called what the priority question calls it; else what a question about it says.
    fn criterion(&self, key: &str, series: &Series) -> Criterion {
        let priorities = self.series().filter(|(_, series)| series.role == Role::Priority);
        let called = priorities.flat_map(|(_, series)| &series.offered).find(|answer| answer.name == key);
        let statement = matches!(series.role, Role::Scale(Measure::Agreement));
        let name = match called {
            Some(answer) => answer.label.clone(),
            None if statement => series.label.clone(),
            None => Label::plain(&key.replace(['_', '-'], " ")),
        };
        Criterion {
            key: key.to_owned(),
            name,
            theme: series.theme.clone(),
            stages: Vec::new(),
            agreed: self.collected.agreed.get(key).cloned(),
            scales: Vec::new(),
        }
    }

    fn margins(&self) -> Vec<coverage::Groups> {
        let everyone = Slice::of(Who::Everyone);
        let margins = self.series().filter(|(_, series)| series.role == Role::Margin && self.visible(series));
        let groups = margins.map(|(number, series)| {
            let exact = self.counting.cube.count(&everyone, number).map_or(&[][..], |count| &count.given);
            let lives =
                self.collected.population.0.iter().find(|(question, _)| Population::names(question, &series.path));
            let lives = lives.map(|(_, groups)| groups);
            coverage::margin(series, exact, self.counting.cube.interviews(&everyone), lives, &self.disclosure)
        });
        groups.collect()
    }
}

/// Every perspective that a form offers, in order, and any that somebody answered as besides.
pub(super) fn perspectives(catalogue: &Catalogue, cube: &Cube) -> Vec<(String, Label)> {
    let mut known: Vec<(String, Label)> = Vec::new();
    let asked = catalogue.series.iter().filter(|series| series.role == Role::Perspective);
    for answer in asked.flat_map(|series| &series.offered) {
        if !known.iter().any(|(name, _)| *name == answer.name) {
            known.push((answer.name.clone(), answer.label.clone()));
        }
    }
    for name in cube.perspectives() {
        if !known.iter().any(|(other, _)| other == name) {
            known.push((name.to_owned(), Label::default()));
        }
    }
    known
}

/// Outsiders get a fixed set of tables, so that no two of them can be set against each other: whose answers for the whole
/// project, the first view by area, and the views by round. Questions about people themselves they get for everybody in one:
/// small area by trait points at people.
fn published(views: &[Who], family: Family, slice: &Slice) -> bool {
    if family == Family::People {
        return slice.who == Who::Everyone && slice.area.is_none();
    }
    match (slice.area, slice.round) {
        (None, None) => slice.who != Who::Everyone || views.contains(&Who::Everyone),
        (Some(_), None) => views.first() == Some(&slice.who),
        (None, Some(_)) => views.contains(&slice.who),
        (Some(_), Some(_)) => false,
    }
}

fn participation(doors: &BTreeMap<Option<DocId>, Doors>, disclosure: &Disclosure) -> Vec<Participation> {
    doors.iter().map(|(round, doors)| Participation::new(*round, doors, disclosure)).collect()
}

pub(super) fn views(perspectives: &[(String, Label)]) -> Vec<Who> {
    let mut whos = Vec::new();
    for (name, _) in perspectives {
        let who = Who::side(name).unwrap_or_else(|| Who::Perspective(name.clone()));
        if !whos.contains(&who) {
            whos.push(who);
        }
    }
    if whos.is_empty() {
        whos.push(Who::Everyone);
    }
    whos
}

/// The names of the areas as they are shown.
fn area_names(areas: &BTreeMap<DocId, String>, joined: &[Joined]) -> BTreeMap<DocId, String> {
    let mut names = areas.clone();
    for heap in joined {
        let of_heap: Vec<String> = heap.areas.iter().filter_map(|area| names.remove(area)).collect();
        names.insert(heap.under, of_heap.join(" + "));
    }
    names
}
