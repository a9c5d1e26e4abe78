//! The results that a store can compute: the same function on a phone and on the server.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::counting::counting;
use super::criteria::agreed;
use super::knocking::count_visits;
use super::margins::population;
use super::thresholds::{is_blurred, thresholds};
use super::{Device, DeviceError, View};
use crate::document::Flat;
use crate::document::kinds::project::{Area, Counting, Round};
use crate::document::kinds::quote;
use crate::evaluation::{
    Agreed, AtDoor, Audience, Breakdown, Collected, Contribution, Disclosure, Doors, Earlier, Evaluation, HoursTold,
    Ledger, Population, Record, Rules, Standing, Tally, cell_key, the_one,
};
use crate::ids::{BlobHash, DocId, hash};
use crate::member::{Access as Right, Class, DocKind};
use crate::place::Boundary;
use crate::report::{Access, Quote, Report};
use crate::store::Followed;

/// A result, with everything that its page shows.
#[derive(Debug, Clone)]
pub struct Results {
    /// The project's name.
    pub project: String,
    /// The numbers.
    pub evaluation: Arc<Evaluation>,
    /// People's own words, as released.
    pub quotes: Vec<Quote>,
    /// How many interviews have left this store since their round ended: the numbers are computed without them.
    pub gone: u64,
    /// The boundaries of areas, of those that have one.
    pub boundaries: BTreeMap<DocId, Boundary>,
    /// Who carried the hours.
    pub hours: HoursTold,
}

impl Results {
    /// The results of what somebody may see of a store. They follow every commit; only the first of a store reads everything.
    ///
    /// # Errors
    /// When the store can't be read or holds no project.
    pub fn of(view: &View<'_>, disclosure: Disclosure) -> Result<Self, DeviceError> {
        let (around, disclosure) = (Around::of(view)?, disclosure.with(thresholds(view)?));
        let evaluation = view.followed(|followed| around.evaluation(view, followed, disclosure))??;
        Self::with(view, evaluation)
    }

    /// The same results, made from what is stored alone: what a check compares those with that follow.
    ///
    /// # Errors
    /// When the store can't be read or holds no project.
    pub fn anew(view: &View<'_>, disclosure: Disclosure) -> Result<Self, DeviceError> {
        let (mut followed, disclosure) = (view.counted_anew()?, disclosure.with(thresholds(view)?));
        let evaluation = Around::of(view)?.evaluation(view, &mut followed, disclosure)?;
        Self::with(view, evaluation)
    }

    /// Results that are to leave the project, held against every earlier release; with what is to be remembered of them.
    ///
    /// Counts and who stood behind them are read at once, so that the one never has an interview more than the other.
    ///
    /// # Errors
    /// When the store can't be read or holds no project.
    pub fn released(
        view: &View<'_>,
        disclosure: Disclosure,
        earlier: &[Earlier],
    ) -> Result<(Self, Earlier), DeviceError> {
        let (around, mut followed) = (Around::of(view)?, view.counted_anew()?);
        let behind = around.behind(view)?;
        let (evaluation, record) = around.released(view, &mut followed, (disclosure, &behind), earlier)?;
        Ok((Self::with(view, Arc::new(evaluation))?, Earlier { record, standing: behind.standing }))
    }

    fn with(view: &View<'_>, evaluation: Arc<Evaluation>) -> Result<Self, DeviceError> {
        let fewest = u64::try_from(evaluation.disclosure.fewest).unwrap_or_default();
        Ok(Self {
            project: view.store.membership()?.founding().name().to_owned(),
            hours: view.hours_told(fewest)?,
            evaluation,
            quotes: quotes(view)?,
            gone: super::closing::gone(view)?,
            boundaries: super::boundaries::boundaries(view)?,
        })
    }

    /// What groups of people said beside everybody.
    ///
    /// # Errors
    /// When the store can't be read or holds no project.
    pub fn by_group(view: &View<'_>, disclosure: Disclosure) -> Result<Breakdown, DeviceError> {
        let (around, disclosure) = (Around::of(view)?, disclosure.with(thresholds(view)?));
        view.followed(|followed| {
            let evaluation = around.evaluation(view, followed, disclosure)?;
            Ok(Breakdown::new(&around.collected(&followed.tally, &BTreeMap::new(), &BTreeMap::new()), &evaluation))
        })?
    }

    /// The report over these results, made at a moment that is put into words elsewhere, for whoever has access.
    pub fn report<'a>(&'a self, when: Option<&'a str>, access: Access) -> Report<'a> {
        let Self { project, evaluation, quotes, gone, boundaries, hours } = self;
        Report { project, evaluation, quotes, when, gone: *gone, access, boundaries, release: None, hours: Some(hours) }
    }

    /// A short name for the numbers: equal on two replicas when, and only when, they show the same.
    pub fn fingerprint(&self) -> String {
        let numbers = format!("{:?}", self.evaluation);
        hash("result", &[numbers.as_bytes()]).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The counts of a release, and who stands behind them.
#[derive(Default)]
struct Behind {
    tally: Tally,
    keys: Tally,
    standing: Standing,
    kept_out: i64,
}

impl Behind {
    fn add(&mut self, doc: DocId, contribution: &Contribution, around: &Around) {
        self.tally.add(contribution);
        if around.is_blurred {
            self.keys.add_times(contribution, cell_key(doc));
        }
        if let Some(rules) = around.forms.get(&contribution.group.form) {
            self.standing.note(doc, contribution, rules);
        }
    }
}

/// What a result needs beside the counts.
struct Around {
    forms: Arc<BTreeMap<BlobHash, Arc<Rules>>>,
    areas: BTreeMap<DocId, String>,
    rounds: BTreeMap<DocId, String>,
    in_order: Vec<DocId>,
    population: Population,
    agreed: BTreeMap<String, Agreed>,
    one_counts: bool,
    is_blurred: bool,
}

impl Around {
    fn of(view: &View<'_>) -> Result<Self, DeviceError> {
        Ok(Self {
            forms: view.store.all_rules(),
            areas: named(view, DocKind::Area, |flat| Area::read(flat).name)?,
            rounds: named(view, DocKind::Round, |flat| Round::read(flat).name)?,
            in_order: rounds_in_order(view)?,
            population: population(view)?,
            agreed: agreed(view)?,
            one_counts: counting(view)? == Counting::OnePerHome,
            is_blurred: is_blurred(view)?,
        })
    }

    fn evaluation(
        &self,
        view: &View<'_>,
        followed: &mut Followed,
        disclosure: Disclosure,
    ) -> Result<Arc<Evaluation>, DeviceError> {
        count_visits(view, followed)?;
        followed.settle(self.one_counts);
        let Followed { tally, live, at_doors, homes, changed_visits: _ } = followed;
        let (knocks, doors) = (at_doors.knocks(), at_doors.doors());
        let kept_out = homes.kept_out() as i64;
        if self.is_blurred && disclosure.audience == Audience::Outside {
            let behind = self.behind(view)?;
            let collected = Collected { keys: Some(&behind.keys), ..self.collected(&behind.tally, &knocks, &doors) };
            return Ok(Arc::new(Evaluation::new(&Collected { kept_out: behind.kept_out, ..collected }, disclosure)));
        }
        Ok(live.evaluation(&Collected { kept_out, ..self.collected(tally, &knocks, &doors) }, disclosure))
    }

    fn released(
        &self,
        view: &View<'_>,
        followed: &mut Followed,
        (disclosure, behind): (Disclosure, &Behind),
        earlier: &[Earlier],
    ) -> Result<(Evaluation, Record), DeviceError> {
        count_visits(view, followed)?;
        let (knocks, doors) = (followed.at_doors.knocks(), followed.at_doors.doors());
        let keys = self.is_blurred.then_some(&behind.keys);
        let kept_out = behind.kept_out;
        let collected = Collected { keys, kept_out, ..self.collected(&behind.tally, &knocks, &doors) };
        Ok(Evaluation::released(&collected, disclosure, Ledger { standing: &behind.standing, earlier }))
    }

    /// What stands behind a result, of one reading of the store.
    fn behind(&self, view: &View<'_>) -> Result<Behind, DeviceError> {
        let mut behind = Behind::default();
        let mut homes: BTreeMap<AtDoor, Vec<(DocId, Contribution)>> = BTreeMap::new();
        view.contributions(|stored| {
            let Ok(contribution) = minicbor::decode::<Contribution>(stored.bytes) else { return };
            match stored.door.filter(|_| self.one_counts && !contribution.withdrawn) {
                Some(door) => homes.entry((stored.scope, door)).or_default().push((stored.doc, contribution)),
                None => behind.add(stored.doc, &contribution, self),
            }
        })?;
        for interviews in homes.values() {
            let counts = the_one(interviews);
            for (doc, contribution) in interviews {
                if counts == Some(*doc) {
                    behind.add(*doc, contribution, self);
                } else {
                    behind.kept_out += 1;
                }
            }
        }
        Ok(behind)
    }

    fn collected<'a>(
        &'a self,
        tally: &'a Tally,
        knocks: &'a BTreeMap<String, u64>,
        doors: &'a BTreeMap<Option<DocId>, Doors>,
    ) -> Collected<'a> {
        Collected {
            tally,
            forms: &self.forms,
            areas: &self.areas,
            rounds: &self.rounds,
            in_order: &self.in_order,
            knocks,
            doors,
            population: &self.population,
            agreed: &self.agreed,
            keys: None,
            kept_out: 0,
        }
    }
}

impl Device {
    /// The results so far, of what is on this device.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn results(&self, disclosure: Disclosure) -> Result<Results, DeviceError> {
        Results::of(&self.view()?, disclosure)
    }

    /// The same results, made from what is stored alone: what a check compares those with that follow every commit.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn results_anew(&self, disclosure: Disclosure) -> Result<Results, DeviceError> {
        Results::anew(&self.view()?, disclosure)
    }

    /// What groups of people said beside everybody, of what is on this device.
    ///
    /// # Errors
    /// When the store can't be read.
    pub fn results_by_group(&self, disclosure: Disclosure) -> Result<Breakdown, DeviceError> {
        Results::by_group(&self.view()?, disclosure)
    }

    /// The results so far, to be handed on to others as a file.
    ///
    /// # Errors
    /// When this person may hand nothing on, or the store can't be read.
    pub fn results_to_hand_on(&self, disclosure: Disclosure) -> Result<Results, DeviceError> {
        self.check_right(Class::Field, Right::Export)?;
        self.results(disclosure)
    }
}

fn named(
    view: &View<'_>,
    kind: DocKind,
    name: impl Fn(&Flat) -> String,
) -> Result<BTreeMap<DocId, String>, DeviceError> {
    let keys = view.all(kind)?;
    keys.iter().map(|key| Ok((key.doc, name(view.load(key)?.flat())))).collect()
}

fn rounds_in_order(view: &View<'_>) -> Result<Vec<DocId>, DeviceError> {
    let mut rounds = Vec::new();
    for key in view.all(DocKind::Round)? {
        rounds.push((Round::read(view.load(&key)?.flat()).opens, key.doc));
    }
    rounds.sort_unstable();
    Ok(rounds.into_iter().map(|(_, round)| round).collect())
}

fn quotes(view: &View<'_>) -> Result<Vec<Quote>, DeviceError> {
    let mut quotes = Vec::new();
    for key in view.quotes()? {
        let Some(quote) = quote::read(view.load(&key)?.flat()) else { continue };
        quotes.push(Quote { text: quote.text, perspective: quote.perspective, theme: quote.theme });
    }
    quotes.sort_by(|one, other| (&one.theme, &one.text).cmp(&(&other.theme, &other.text)));
    Ok(quotes)
}
