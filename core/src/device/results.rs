//! The results that a store can compute: the same function on a phone and on the server.

use std::collections::BTreeMap;

use super::criteria::agreed;
use super::knocking::{AtTheDoors, Interviewed};
use super::margins::population;
use super::{Device, DeviceError, View};
use crate::document::Flat;
use crate::document::kinds::project::{Area, Round};
use crate::document::kinds::quote;
use crate::evaluation::{Collected, Contribution, Disclosure, Earlier, Evaluation, Ledger, Record, Standing, Tally};
use crate::ids::{DocId, hash};
use crate::member::{Access as Right, Class, DocKind};
use crate::place::Boundary;
use crate::report::{Access, Quote, Report};

/// A result, with everything that its page shows.
#[derive(Debug, Clone)]
pub struct Results {
    /// The project's name.
    pub project: String,
    /// The numbers.
    pub evaluation: Evaluation,
    /// People's own words, as released.
    pub quotes: Vec<Quote>,
    /// How many interviews have left this store since their round ended: the numbers are computed without them.
    pub gone: u64,
    /// The boundaries of areas, of those that have one.
    pub boundaries: BTreeMap<DocId, Boundary>,
}

impl Results {
    /// Computes the results of what somebody may see of a store.
    ///
    /// # Errors
    /// When the store can't be read or holds no project.
    pub fn of(view: &View<'_>, disclosure: Disclosure) -> Result<Self, DeviceError> {
        Self::made(view, |collected, _| (Evaluation::new(collected, disclosure), Record::default()))
            .map(|(made, _)| made)
    }

    /// Computes a result that is to leave the project, held against every earlier one; with what is to be remembered of it.
    ///
    /// # Errors
    /// When the store can't be read or holds no project.
    pub fn released(
        view: &View<'_>,
        disclosure: Disclosure,
        earlier: &[Earlier],
    ) -> Result<(Self, Earlier), DeviceError> {
        Self::made(view, |collected, standing| {
            Evaluation::released(collected, disclosure, Ledger { standing, earlier })
        })
    }

    fn made(
        view: &View<'_>,
        evaluate: impl FnOnce(&Collected<'_>, &Standing) -> (Evaluation, Record),
    ) -> Result<(Self, Earlier), DeviceError> {
        let store = view.store;
        let membership = store.membership()?;
        let mut tally = Tally::default();
        let mut interviewed = Interviewed::default();
        let mut standing = Standing::default();
        let forms: BTreeMap<_, _> =
            store.all_rules().iter().map(|(version, rules)| (*version, (**rules).clone())).collect();
        view.contributions(|stored| {
            if let Ok(contribution) = minicbor::decode::<Contribution>(stored.bytes) {
                interviewed.note(&stored, &contribution);
                tally.add(&contribution);
                if let Some(rules) = forms.get(&contribution.group.form) {
                    standing.note(stored.doc, &contribution, rules);
                }
            }
        })?;
        let areas = named(view, DocKind::Area, |flat| Area::read(flat).name)?;
        let rounds = named(view, DocKind::Round, |flat| Round::read(flat).name)?;
        let (in_order, population, agreed) = (rounds_in_order(view)?, population(view)?, agreed(view)?);
        let AtTheDoors { knocks, doors } = AtTheDoors::of(view, &interviewed)?;
        let collected = Collected {
            tally: &tally,
            forms: &forms,
            areas: &areas,
            rounds: &rounds,
            in_order: &in_order,
            knocks: &knocks,
            doors: &doors,
            population: &population,
            agreed: &agreed,
        };
        let (evaluation, record) = evaluate(&collected, &standing);
        let project = membership.founding().name().to_owned();
        let made = Self {
            project,
            evaluation,
            quotes: quotes(view)?,
            gone: super::closing::gone(view)?,
            boundaries: super::boundaries::boundaries(view)?,
        };
        Ok((made, Earlier { record, standing }))
    }

    /// The report over these results, made at a moment that is put into words elsewhere, for whoever has access.
    pub fn report<'a>(&'a self, when: Option<&'a str>, access: Access) -> Report<'a> {
        let Self { project, evaluation, quotes, gone, boundaries } = self;
        Report { project, evaluation, quotes, when, gone: *gone, access, boundaries, release: None }
    }

    /// A short name for the numbers: equal on two replicas when, and only when, they show the same.
    pub fn fingerprint(&self) -> String {
        let numbers = format!("{:?}", self.evaluation);
        hash("result", &[numbers.as_bytes()]).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
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
