//! The tally's counts, added up for every slice of a result.
//!
//! Series with one meaning are counted together here; what may be shown is decided later, in `figure`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::contribution::{Contribution, Mark, Slot};
use super::rules::Rules;
use super::series::{Catalogue, Route};
use super::slice::{Slice, Who};
use super::tally::Tally;
use super::together::{self, Joined};
use crate::ids::{BlobHash, DocId};
use crate::response::Missing;

/// The counts of one series in one slice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// How many answers.
    pub(super) answered: i64,
    /// How often each offered answer was given.
    pub(super) given: Vec<i64>,
    /// How many wait for a decision between two answers.
    pub(super) being_checked: i64,
    /// How many answers were none of those offered.
    pub(super) unfit: i64,
    /// How many gave no answer, by why.
    pub(super) missing: BTreeMap<Missing, i64>,
}

impl Count {
    /// Whether it counts nothing at all.
    pub(super) fn is_nothing(&self) -> bool {
        let Self { answered, given, being_checked, unfit, missing } = self;
        [*answered, *being_checked, *unfit].iter().chain(given).chain(missing.values()).all(|count| *count == 0)
    }

    fn add(&mut self, other: &Self) {
        self.answered += other.answered;
        self.being_checked += other.being_checked;
        self.unfit += other.unfit;
        add_each(&mut self.given, &other.given);
        for (kind, count) in &other.missing {
            *self.missing.entry(*kind).or_default() += count;
        }
    }
}

/// Everything counted in one slice.
#[derive(Debug, Clone, Default)]
pub(super) struct Totals {
    pub(super) interviews: i64,
    pub(super) withdrawn: i64,
    /// By the series' number; empty where nothing was counted.
    pub(super) series: Vec<Count>,
}

impl Totals {
    fn is_nothing(&self) -> bool {
        self.interviews == 0 && self.withdrawn == 0 && self.series.iter().all(Count::is_nothing)
    }

    /// Counts marks of one form version.
    pub(super) fn mark(&mut self, marks: impl Iterator<Item = (Mark, i64)>, routes: &[Route]) {
        for (mark, times) in marks {
            let Some(route) = routes.get(usize::from(mark.question)) else { continue };
            count(self.count(route.series), mark.slot, &route.choices, times);
        }
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.interviews += other.interviews;
        self.withdrawn += other.withdrawn;
        if self.series.len() < other.series.len() {
            self.series.resize_with(other.series.len(), Count::default);
        }
        for (mine, theirs) in self.series.iter_mut().zip(&other.series) {
            mine.add(theirs);
        }
    }

    fn count(&mut self, series: usize) -> &mut Count {
        if self.series.len() <= series {
            self.series.resize_with(series + 1, Count::default);
        }
        &mut self.series[series]
    }
}

/// The counts of every slice that anybody belongs to.
#[derive(Debug, Default)]
pub(super) struct Cube {
    pub(super) slices: BTreeMap<Slice, Totals>,
    /// Interviews of form versions that are not here yet.
    pub(super) unread: i64,
    /// Areas whose interviews are counted as one area's.
    pub(super) joined: Vec<Joined>,
}

/// Where a response belongs, in the project's own names.
type Named = (Option<DocId>, Option<DocId>, Option<String>);

/// The form versions that are here.
pub(super) type Forms = BTreeMap<BlobHash, Arc<Rules>>;

impl Cube {
    /// Counts a tally; areas with fewer interviews than `alone_from` are joined.
    pub(super) fn new(tally: &Tally, forms: &Forms, catalogue: &Catalogue, alone_from: Option<i64>) -> Self {
        let mut cube = Self::default();
        let places = cube.places(tally, forms, catalogue);
        if let Some(fewest) = alone_from {
            cube.joined = together::join(&interviews_by_area(&places), fewest);
        }
        cube.spread(places);
        cube
    }

    /// Counts another tally into the same slices as these.
    pub(super) fn beside(&self, tally: &Tally, forms: &Forms, catalogue: &Catalogue) -> Self {
        let mut cube = Self { joined: self.joined.clone(), ..Self::default() };
        let places = cube.places(tally, forms, catalogue);
        cube.spread(places);
        cube
    }

    fn spread(&mut self, places: BTreeMap<Named, Totals>) {
        let under = |area: DocId| {
            let heap = self.joined.iter().find(|joined| joined.areas.contains(&area));
            heap.map_or(area, |joined| joined.under)
        };
        for ((round, area, perspective), totals) in &places {
            for slice in slices(*round, area.map(under), perspective.as_deref()) {
                self.slices.entry(slice).or_default().add(totals);
            }
        }
    }

    /// Counts one contribution more, or less, where no areas are joined; returns the slices that it belongs to.
    pub(super) fn change(
        &mut self,
        contribution: &Contribution,
        by: i64,
        forms: &Forms,
        catalogue: &Catalogue,
    ) -> Vec<Slice> {
        let place = contribution.group.place();
        let (interviews, withdrawn) = if contribution.withdrawn { (0, by) } else { (by, 0) };
        let (Some(rules), Some(routes)) = (forms.get(&place.form), catalogue.routes.get(&place.form)) else {
            self.unread += interviews;
            return Vec::new();
        };
        let mut totals = Totals { interviews, withdrawn, ..Totals::default() };
        totals.mark(contribution.marks.iter().map(|mark| (*mark, by)), routes);
        let (round, area, perspective) = (place.round, place.area, named(rules, place.perspective));
        let changed = slices(round, area, perspective.as_deref());
        for slice in &changed {
            let mine = self.slices.entry(slice.clone()).or_default();
            mine.add(&totals);
            if mine.is_nothing() {
                self.slices.remove(slice);
            }
        }
        changed
    }

    fn places(&mut self, tally: &Tally, forms: &Forms, catalogue: &Catalogue) -> BTreeMap<Named, Totals> {
        let mut places: BTreeMap<Named, Totals> = BTreeMap::new();
        for (place, counts) in tally.places() {
            let (Some(rules), Some(routes)) = (forms.get(&place.form), catalogue.routes.get(&place.form)) else {
                self.unread += counts.interviews();
                continue;
            };
            let name = (place.round, place.area, named(rules, place.perspective));
            let totals = places.entry(name).or_default();
            totals.interviews += counts.interviews();
            totals.withdrawn += counts.withdrawn();
            totals.mark(counts.marks(), routes);
        }
        places
    }

    pub(super) fn interviews(&self, slice: &Slice) -> i64 {
        self.slices.get(slice).map_or(0, |totals| totals.interviews)
    }

    /// The count of one series in one slice, if the slice has any interviews.
    pub(super) fn count(&self, slice: &Slice, series: usize) -> Option<&Count> {
        self.slices.get(slice)?.series.get(series)
    }

    /// The perspectives that anybody answered as.
    pub(super) fn perspectives(&self) -> BTreeSet<&str> {
        let names = self.slices.keys().filter_map(|slice| match &slice.who {
            Who::Perspective(name) => Some(name.as_str()),
            Who::Everyone | Who::Residents | Who::Team => None,
        });
        names.collect()
    }
}

/// The name of a perspective.
pub(super) fn named(rules: &Rules, perspective: Option<u16>) -> Option<String> {
    let asked = rules.perspective().and_then(|number| rules.question(number)).zip(perspective);
    asked.and_then(|(asked, choice)| asked.choices.get(usize::from(choice))).map(|choice| choice.name.clone())
}

/// How many interviews each area has, the team's left out: areas are compared by what residents say.
fn interviews_by_area(places: &BTreeMap<Named, Totals>) -> BTreeMap<DocId, i64> {
    let mut interviews = BTreeMap::new();
    for ((_, area, perspective), totals) in places {
        let team = perspective.as_deref().and_then(Who::side) == Some(Who::Team);
        if let (Some(area), false) = (area, team) {
            *interviews.entry(*area).or_default() += totals.interviews;
        }
    }
    interviews
}

fn count(count: &mut Count, slot: Slot, choices: &[Option<u16>], times: i64) {
    match slot {
        Slot::Answered => count.answered += times,
        Slot::BeingChecked => count.being_checked += times,
        Slot::Unfit => count.unfit += times,
        Slot::Missing(kind) => *count.missing.entry(kind).or_default() += times,
        Slot::Choice(choice) => match choices.get(usize::from(choice)).copied().flatten() {
            Some(offered) => {
                let offered = usize::from(offered);
                if count.given.len() <= offered {
                    count.given.resize(offered + 1, 0);
                }
                count.given[offered] += times;
            }
            None => count.unfit += times,
        },
    }
}

/// Every slice that a response from this place belongs to.
fn slices(round: Option<DocId>, area: Option<DocId>, perspective: Option<&str>) -> Vec<Slice> {
    let mut whos = vec![Who::Everyone];
    if let Some(name) = perspective {
        whos.extend(Who::side(name));
        whos.push(Who::Perspective(name.to_owned()));
    }
    let rounds = [None].into_iter().chain(round.map(Some));
    let areas = || [None].into_iter().chain(area.map(Some));
    let pairs: Vec<_> = rounds.flat_map(|round| areas().map(move |area| (round, area))).collect();
    let all = |who: Who| pairs.iter().map(move |&(round, area)| Slice { who: who.clone(), area, round });
    whos.into_iter().flat_map(all).collect()
}

fn add_each(mine: &mut Vec<i64>, theirs: &[i64]) {
    if mine.len() < theirs.len() {
        mine.resize(theirs.len(), 0);
    }
    for (mine, theirs) in mine.iter_mut().zip(theirs) {
        *mine += theirs;
    }
}
