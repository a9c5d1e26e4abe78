//! Results that leave the project: each is held against every earlier one, so that no two of them tell of a few people.
//!
//! `gate` says which groups have to wait, `pattern` what readers of earlier releases know of single answers, [`Record`] what a
//! release leaves behind for the next. Hiding within one release is `hide`'s; keeping the ledger is the store's.

mod gate;
mod lives;
mod pattern;
mod record;
mod standing;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub(super) use pattern::{Before, Pattern, Remainder};
pub use record::{Earlier, Ledger, Record};
pub(super) use record::{Family, SeriesKey};
pub use standing::{Given, Standing, Stood, StoodAt};

use self::standing::{Group, Reach};
use super::figure::Figure;
use super::series::{Role, Series};
use super::slice::{Slice, Who};
use super::together::Joined;
use crate::ids::hash;

/// Holds a new release against the earlier ones while it is made, and notes what it shows.
#[derive(Debug)]
pub(super) struct Holding<'a> {
    ledger: Ledger<'a>,
    held: BTreeMap<Family, BTreeSet<Slice>>,
    /// For each earlier release the slices that are the same now.
    same: Vec<BTreeSet<Slice>>,
    /// Whether even who was heard tells too much.
    pub(super) heard_is_held: bool,
    record: RefCell<Record>,
}

impl<'a> Holding<'a> {
    /// `published` are the slices that figures of a family may be shown of.
    pub(super) fn new(
        ledger: Ledger<'a>,
        joined: &[Joined],
        fewest: i64,
        published: &dyn Fn(Family) -> BTreeSet<Slice>,
    ) -> Self {
        let record = Record::of_areas(joined);
        let mut groups = BTreeMap::new();
        let mut held = BTreeMap::new();
        for family in [Family::Services, Family::People] {
            let wanted: BTreeMap<Slice, Group> =
                published(family).into_iter().map(|slice| (slice.clone(), record.group(&slice))).collect();
            let moments: Vec<_> = ledger.earlier.iter().map(|one| one.moment(family)).collect();
            held.insert(family, gate::held(&moments, ledger.standing, &wanted, fewest));
            groups.extend(wanted);
        }
        let same = ledger.earlier.iter().map(|one| {
            let alike = groups.iter().filter(|(slice, group)| one.record.group(slice) == **group);
            let alike = alike.map(|(slice, group)| (slice.clone(), group.clone())).collect();
            gate::unchanged(&one.standing, ledger.standing, &alike)
        });
        let everyone = Group { who: Some(Who::Everyone), areas: Reach::All, round: Reach::All };
        let touched = |one: &Earlier| gate::touched(&one.standing, ledger.standing, &everyone);
        let heard_is_held = ledger.earlier.iter().any(|one| (1..fewest).contains(&touched(one)));
        Self { same: same.collect(), ledger, held, heard_is_held, record: RefCell::new(record) }
    }

    /// What holds figures of a series back.
    pub(super) fn before(&self, series: &Series) -> Before<'_> {
        let key = key(series);
        let patterns = self.ledger.earlier.iter().zip(&self.same);
        Before {
            held: self.held.get(&family(series.role)).cloned().unwrap_or_default(),
            patterns: patterns.filter_map(|(one, same)| Some((one.record.patterns.get(&key)?, same))).collect(),
        }
    }

    /// Whether a scale's answers were merged before, and stand so in a figure that is the same now.
    pub(super) fn was_merged(&self, series: &Series, merged: &[String]) -> bool {
        let before = self.before(series);
        let stands = |(pattern, same): &(&Pattern, &BTreeSet<Slice>)| {
            pattern.answers == merged && same.iter().any(|slice| pattern.shows(slice))
        };
        before.patterns.iter().any(stands)
    }

    /// Notes what the new release shows of a series.
    pub(super) fn note(&self, series: &Series, figures: &BTreeMap<Slice, Figure>, pattern: Pattern) {
        let mut record = self.record.borrow_mut();
        let told = |figure: &Figure| match figure {
            Figure::Shown(_) | Figure::Nobody(_) => true,
            Figure::TooFew { .. } | Figure::Covering | Figure::Held | Figure::Alike => false,
        };
        let shown = figures.iter().filter(|(_, figure)| told(figure)).map(|(slice, _)| slice.clone());
        record.shown.entry(family(series.role)).or_default().extend(shown);
        record.patterns.insert(key(series), pattern);
    }

    /// What is to be remembered of the release.
    pub(super) fn into_record(self) -> Record {
        self.record.into_inner()
    }
}

/// Which tables a series stands in.
pub(super) const fn family(role: Role) -> Family {
    match role {
        Role::Scale(_) | Role::Priority => Family::Services,
        Role::Perspective | Role::Margin | Role::Plain | Role::Open => Family::People,
    }
}

fn key(series: &Series) -> SeriesKey {
    let about = match series.role {
        Role::Scale(_) => series.criterion.clone().unwrap_or_default(),
        Role::Priority | Role::Perspective | Role::Margin | Role::Plain | Role::Open => series.path.clone(),
    };
    let names: Vec<&str> = series.offered.iter().map(|answer| answer.name.as_str()).collect();
    let named = format!("{:?} {about:?} {} {names:?}", series.role, series.several);
    let mut key = [0; 16];
    key.copy_from_slice(&hash("series", &[named.as_bytes()])[..16]);
    SeriesKey(key)
}
