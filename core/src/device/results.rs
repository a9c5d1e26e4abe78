//! The results that a store can compute: the same function on a phone and on the server.

use std::collections::BTreeMap;

use super::{Device, DeviceError};
use crate::document::kinds::project::{Area, Round};
use crate::document::kinds::quote;
use crate::document::kinds::visit::Visit;
use crate::document::{Change, Document, Flat};
use crate::entry::DocKey;
use crate::evaluation::{Collected, Contribution, Disclosure, Evaluation, Tally};
use crate::ids::{DocId, hash};
use crate::member::DocKind;
use crate::report::{Access, Quote, Report};
use crate::store::{DocumentQuery, SqliteStore};

/// How many documents are listed at once.
const PAGE: u32 = 1_000;

/// A result, with everything that its page shows.
#[derive(Debug, Clone)]
pub struct Results {
    /// The project's name.
    pub project: String,
    /// The numbers.
    pub evaluation: Evaluation,
    /// People's own words, as released.
    pub quotes: Vec<Quote>,
}

impl Results {
    /// Computes the results of what a store holds.
    ///
    /// # Errors
    /// When the store can't be read or holds no project.
    pub fn of(store: &SqliteStore, disclosure: Disclosure) -> Result<Self, DeviceError> {
        let membership = store.membership()?;
        let mut tally = Tally::default();
        store.contributions(|stored| {
            if let Ok(contribution) = minicbor::decode::<Contribution>(stored.bytes) {
                tally.add(&contribution);
            }
        })?;
        let forms = store.all_rules().iter().map(|(version, rules)| (*version, (**rules).clone())).collect();
        let areas = named(store, DocKind::Area, |flat| Area::read(flat).name)?;
        let rounds = named(store, DocKind::Round, |flat| Round::read(flat).name)?;
        let knocks = knocks(store)?;
        let collected = Collected { tally: &tally, forms: &forms, areas: &areas, rounds: &rounds, knocks: &knocks };
        let evaluation = Evaluation::new(&collected, disclosure);
        let project = membership.founding().name().to_owned();
        Ok(Self { project, evaluation, quotes: quotes(store)? })
    }

    /// The report over these results, made at a moment that is put into words elsewhere, for whoever has access.
    pub fn report<'a>(&'a self, when: Option<&'a str>, access: Access) -> Report<'a> {
        Report { project: &self.project, evaluation: &self.evaluation, quotes: &self.quotes, when, access }
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
        Results::of(&self.store, disclosure)
    }
}

fn named(
    store: &SqliteStore,
    kind: DocKind,
    name: impl Fn(&Flat) -> String,
) -> Result<BTreeMap<DocId, String>, DeviceError> {
    let keys = all(store, kind)?;
    keys.iter().map(|key| Ok((key.doc, name(load(store, key)?.flat())))).collect()
}

fn knocks(store: &SqliteStore) -> Result<BTreeMap<String, u64>, DeviceError> {
    let mut counts = BTreeMap::new();
    for key in all(store, DocKind::Visit)? {
        for attempt in Visit::read(load(store, &key)?.flat()).attempts {
            if let Some(outcome) = attempt.outcome {
                *counts.entry(outcome.name().to_owned()).or_default() += 1;
            }
        }
    }
    Ok(counts)
}

fn quotes(store: &SqliteStore) -> Result<Vec<Quote>, DeviceError> {
    let mut quotes = Vec::new();
    for key in all(store, DocKind::Quote)? {
        let Some(quote) = quote::read(load(store, &key)?.flat()) else { continue };
        quotes.push(Quote { text: quote.text, perspective: quote.perspective, theme: quote.theme });
    }
    quotes.sort_by(|one, other| (&one.theme, &one.text).cmp(&(&other.theme, &other.text)));
    Ok(quotes)
}

/// Every document of a kind, by id.
pub(super) fn all(store: &SqliteStore, kind: DocKind) -> Result<Vec<DocKey>, DeviceError> {
    let mut query = DocumentQuery { kind: kind.number(), scopes: None, after: None, limit: PAGE };
    let mut keys = Vec::new();
    loop {
        let page = store.documents(&query)?;
        keys.extend(page.keys);
        query.after = page.next;
        if query.after.is_none() {
            return Ok(keys);
        }
    }
}

/// Loads a document; an unknown one is empty.
pub(super) fn load(store: &SqliteStore, key: &DocKey) -> Result<Document, DeviceError> {
    let damaged = |_| DeviceError::Damaged { doc: key.doc };
    let stored = store.document(key)?.into_iter();
    let changes: Result<Vec<Change>, _> = stored.map(|stored| Change::read(stored.body, stored.actor)).collect();
    Document::load(changes.map_err(|_| DeviceError::Damaged { doc: key.doc })?).map_err(damaged)
}
