//! What is remembered of a release so that later ones can be held against it: the ledger's lines.
//!
//! It names interviews and groups, and what was shown; no answer stands in it. It never leaves the server.

use std::collections::{BTreeMap, BTreeSet};

use minicbor::{Decode, Encode};

use super::super::slice::Slice;
use super::super::together::Joined;
use super::gate::Moment;
use super::pattern::Pattern;
use super::standing::{Group, Reach, Standing};
use crate::ids::DocId;

/// A name for questions that are counted together, the same from release to release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub(in crate::evaluation) struct SeriesKey(#[cbor(n(0), with = "minicbor::bytes")] pub(in crate::evaluation) [u8; 16]);

/// Which tables a series stands in: their slices differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
#[cbor(index_only)]
pub(in crate::evaluation) enum Family {
    /// What people say about services.
    #[n(0)]
    Services,
    /// What people say about themselves.
    #[n(1)]
    People,
}

/// What is remembered of one release, besides its interviews.
#[derive(Debug, Clone, Default, PartialEq, Eq, Encode, Decode)]
pub struct Record {
    /// Areas that were shown as one, under the first of them.
    #[n(0)]
    pub(in crate::evaluation) joined: BTreeMap<DocId, Vec<DocId>>,
    /// The slices that figures of each family were shown of.
    #[n(1)]
    pub(in crate::evaluation) shown: BTreeMap<Family, BTreeSet<Slice>>,
    /// What was shown of each series.
    #[n(2)]
    pub(in crate::evaluation) patterns: BTreeMap<SeriesKey, Pattern>,
}

/// An earlier release and the interviews behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earlier {
    /// What it showed.
    pub record: Record,
    /// Who stood behind it.
    pub standing: Standing,
}

/// What a new release is made with, besides what any result is made from.
#[derive(Debug, Clone, Copy)]
pub struct Ledger<'a> {
    /// Who stands behind the new release.
    pub standing: &'a Standing,
    /// Every earlier release.
    pub earlier: &'a [Earlier],
}

impl Record {
    pub(in crate::evaluation) fn of_areas(joined: &[Joined]) -> Self {
        Self { joined: joined.iter().map(|one| (one.under, one.areas.clone())).collect(), ..Self::default() }
    }

    /// The interviews that a slice of this release takes in.
    pub(in crate::evaluation) fn group(&self, slice: &Slice) -> Group {
        let areas = |under: DocId| self.joined.get(&under).cloned().unwrap_or_else(|| vec![under]);
        Group {
            who: Some(slice.who.clone()),
            areas: slice.area.map_or(Reach::All, |under| Reach::Of(areas(under))),
            round: slice.round.map_or(Reach::All, Reach::Of),
        }
    }
}

impl Earlier {
    pub(in crate::evaluation) fn moment(&self, family: Family) -> Moment<'_> {
        let shown = self.record.shown.get(&family).into_iter().flatten();
        Moment { standing: &self.standing, shown: shown.map(|slice| self.record.group(slice)).collect() }
    }
}
